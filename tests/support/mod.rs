//! What the tests of the cases share.

pub mod case;
pub mod readback;
pub mod typed;
