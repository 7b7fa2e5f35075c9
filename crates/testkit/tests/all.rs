//! The whole server through its front door, on both databases. Each test is named by the case or requirement that it shows.
#![allow(clippy::unwrap_used, reason = "tests")]

mod receiver;
mod support;
mod two;

mod account;
mod agent;
mod alerts;
mod arrivals;
mod command_line;
mod crash;
mod discovery;
mod doors;
mod export;
mod faults;
mod flows;
mod line;
mod lockout;
mod mail;
mod management;
mod nodes;
mod oidc;
mod oidc_method;
mod onetime;
mod people;
mod proxy;
mod radius;
mod saml;
mod sessions;
mod sms;
mod table;
mod tokens;
mod uniform;
mod web;
mod webhooks;
mod whatif;
