//! A sample: three files in a circle.

mod alone;
mod one;
mod three;
mod two;
