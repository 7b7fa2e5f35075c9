//! The suite that every store passes (to be written).
