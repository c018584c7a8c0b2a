//! `conform portal`: what concerns the Portal of a target.

mod check;
mod command;
mod shown;

pub(crate) use command::portal;
