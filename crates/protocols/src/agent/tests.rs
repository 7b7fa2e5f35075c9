//! Tables of what is read, matched and written. The front itself is tested through the front door, by a whole server.

mod client;
mod jwt;
mod offline;
mod origin;
mod params;
mod request;
mod response;
