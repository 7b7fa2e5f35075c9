//! The login engine: what is still missing, and what one more answer changes.
//!
//! A protocol calls three things: [`Engine::open`], [`Engine::advance`] and, once, [`Engine::redeem`]. Between them stands a
//! stored `Login`; each turn asks [`next::next`] afresh what is missing, with today's configuration.

#![allow(
    clippy::too_many_arguments,
    reason = "a turn is decided on world, application, login, stage and answer; each call needs them all"
)]

mod ahead;
pub mod alerts;
mod ask;
#[cfg(test)]
mod cases;
mod engine;
mod enrolment;
mod flow;
mod follow;
pub mod groups;
mod judge;
mod keys;
mod lend;
mod line;
mod link;
mod logout;
mod lookup;
pub mod masking;
mod miss;
pub mod next;
mod outbox;
pub mod path;
mod people;
pub mod pipeline;
mod queue;
mod redeem;
mod release;
mod reset;
pub mod rules;
pub mod scene;
mod session;
mod settle;
mod throttle;
mod token;
mod tries;
mod turn;
mod upstream;
pub mod wanted;
pub mod webhook;
pub mod whatif;
mod whose;
pub mod world;

pub use ahead::{Ahead, Beside, HandOut, NoMore};
pub use engine::{Actor, ChangeError, Distant, Engine, Parts};
pub use enrolment::{EnrolError, Enrolled};
pub use keys::{ALGORITHMS as SIGNING_ALGORITHMS, algorithms as signing_algorithms};
pub use line::{Choice, Line, LineAsked, Said};
pub use logout::{Farewell, Farewells};
pub use release::{Constraint, Form, GivenName, Refused, Unmet};
pub use reset::ResetTurn;
pub use token::{NewTicket, Redeemed, Standing};
pub use tries::Tries;
pub use turn::*;
pub use upstream::{Held, Onward};
pub use world::World;

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// SHA-256 of a handle, cookie or ticket value, as the store keys them.
pub fn hashed(value: &str) -> String {
    hex(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, value.as_bytes()).as_ref())
}
