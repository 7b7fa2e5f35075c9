//! The wiring: a configuration and a store become a server.
//!
//! [`Wired`] is everything but the answering: the listener is bound, engine and kit are made. [`Wired::serve`] begins to
//! answer and gives a [`Server`], which ends by [`Server::stop`]. [`demonstrate`] is the same around a demo world. Tests use
//! the same doors with a clock and chance of their own.

pub mod config;
mod connections;
mod demonstration;
mod founding;
mod health;
mod jobs;
mod log;
mod master;
mod meters;
mod passwords;
mod radius;
mod render;
mod serve;
mod setup;
mod tls;
mod wire;

pub use demonstration::{DEVICE, Demonstration, Device, Shown, demonstrate};
pub use log::{Format as LogFormat, begin as begin_log};
pub use passwords::passwords;
pub use radius::{RadSec, Radius, RadiusAddrs};
pub use serve::{Server, Signals, until_asked_to_end};
pub use setup::offer as offer_setup;
pub use tls::{Tls, choose_provider};
pub use wire::{Options, StartError, Wired, master_key_file, open_store, registration};
