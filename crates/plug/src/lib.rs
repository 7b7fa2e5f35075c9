//! What a method, a directory and a courier are.
//!
//! Plug-ins depend on this crate and not on the engine. A method is lent what it may see ([`Cx`]) and says what it wants
//! done ([`Effect`]); it never writes to the store, never learns which protocol is asking, and never decides what comes next.

mod answer;
mod choice;
pub mod clock;
pub mod config;
mod courier;
mod cx;
mod directory;
mod kind;
mod method;
mod prompt;
mod render;
mod step;
pub mod token;
mod upstream;
pub mod web;

pub use answer::{Answer, Passcode, Response, Scheme};
pub use choice::{Choice, Choices, fold};
pub use clock::{Chance, Clock};
pub use config::ConfigError;
pub use courier::{Courier, CourierError, Parcel};
pub use cx::{Around, Cx, Effect, Keyed, Keys, Outgoing, Place, Wish};
pub use directory::{Directory, DirectoryError, Found};
pub use kind::{Factor, Kind, Needs, Opens};
pub use method::{AnyMethod, AnyStep, Method, MethodError, Preset, Registration};
pub use prompt::{Args, Field, Prompt, Value};
pub use render::{Render, Words};
pub use step::{Departure, Evidence, Step};
pub use upstream::{Document, Documents, Heard, Published, Reply, Spoken};
pub use web::{Call, Web};
