//! Against a mail server of our own, in this process, on loopback.

mod mail;
mod post;
mod server;
mod webhook;
