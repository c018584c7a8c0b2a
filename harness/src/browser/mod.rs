//! A real browser for pages that people use: Chromium, driven in its own protocol, started when it is first needed.

mod axe;
mod connection;
mod error;
mod installation;
mod process;
mod shared;
mod tab;
#[cfg(test)]
mod tests;
mod window;
mod windows;

pub use axe::{Axe, AxeRules, GET_AXE};
pub use error::{BrowserError, INSTALL};
pub use installation::is_installed;
pub use shared::Browser;
pub(crate) use shared::WINDOWS;
pub(crate) use tab::PRESS_POINT;
pub use tab::Tab;
pub use window::Appearance;
pub(crate) use window::BORN;
