//! Tests of this crate, by subject.
