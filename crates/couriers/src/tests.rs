//! Against servers of our own, in this process, on loopback.

mod mail;
mod post;
mod server;
mod smpp;
mod sms;
mod webhook;
