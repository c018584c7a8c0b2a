//! Helpers of several test files.

pub(crate) mod conform;
pub(crate) mod demo_portal;
pub(crate) mod editor;
pub(crate) mod own_suite;
pub(crate) mod page_tools;
pub(crate) mod person;
pub(crate) mod trusting_sandbox;
pub(crate) mod wait_for;
