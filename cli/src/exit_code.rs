//! The exit codes of the command.

/// The exit code if the target could not be judged or no scenario ran.
pub(crate) const NOT_JUDGED: u8 = 2;
