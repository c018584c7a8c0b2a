//! The tools that look at pages: a browser, and the rules of axe-core. In CI both must be there.

use conformance_harness::browser::{self, Axe};

/// The tools besides the browser, which is installed.
pub(crate) struct PageTools {
    /// The rules of axe-core, if they were given.
    pub(crate) axe: Option<Axe>,
}

/// The tools; none if no browser is installed, so that no page can be looked at.
pub(crate) fn page_tools() -> Option<PageTools> {
    let required = std::env::var_os("CI").is_some();
    assert!(browser::is_installed() || !required, "there is no browser");
    let axe = std::env::var_os("CONFORM_AXE").map(|path| Axe::read(path.as_ref()).expect("axe"));
    assert!(axe.is_some() || !required, "there is no axe-core in CONFORM_AXE");
    browser::is_installed().then_some(PageTools { axe })
}
