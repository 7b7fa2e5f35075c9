//! The server from outside: its doors, its beginning and its end, and the demo.

mod beginning;
mod browser;
mod demonstration;
mod doors;
mod process;
