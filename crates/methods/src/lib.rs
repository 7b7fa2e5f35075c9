//! (to be written)

pub mod password;
