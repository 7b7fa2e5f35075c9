//! XML: the one door for what others send, and the writer of what we send.

mod door;
mod malformed;
mod node;
mod scan;
mod write;

pub use door::{Limits, Xml};
pub use malformed::Malformed;
pub use node::{Elements, Node};
pub use write::Writer;
