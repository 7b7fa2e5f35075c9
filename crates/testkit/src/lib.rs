//! A whole server in a test.
//!
//! [`House`] is built from a plan, runs on a loopback port with a store of its own, and has a clock that only the test
//! moves. [`Browser`] visits it as people do: by pages, forms and cookies. [`on_both!`] runs a test on both databases.

pub mod api;
pub mod attempt;
pub mod browser;
pub mod build;
pub mod child;
pub mod client;
pub mod clock;
pub mod control;
pub mod database;
pub mod house;
pub mod html;
pub mod inbox;
pub mod jar;
pub mod kinds;
pub mod nas;
pub mod net;
pub mod plan;
pub mod rights;

pub use api::Api;
pub use attempt::{Attempt, Outcome};
pub use browser::{Browser, Page, Raw};
pub use clock::{ShiftedClock, TestClock};
pub use database::Database;
pub use house::House;
pub use nas::{Heard, Nas};
pub use plan::{Guest, Plan, Way, password_of};
