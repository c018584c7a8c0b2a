//! A real browser for pages that people use: Chromium, driven through chromedriver, started when it is first needed.

mod axe;
mod command;
mod driver;
mod error;
mod installation;
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
pub use tab::Tab;
pub use window::Appearance;
