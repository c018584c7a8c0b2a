//! The Portal's pages in the scenario's browser.

use conformance_harness::verdict::Fault;

use super::World;
use crate::portal::browser::Pages;

impl World {
    /// The pages; an error if the scenario has no browser.
    pub(crate) fn pages(&self) -> Result<&Pages, Fault> {
        self.portal.as_ref().ok_or_else(no_browser)
    }

    /// The same, to act on them.
    pub(crate) fn pages_mut(&mut self) -> Result<&mut Pages, Fault> {
        self.portal.as_mut().ok_or_else(no_browser)
    }
}

fn no_browser() -> Fault {
    Fault::error("a scenario about pages is tagged @needs-browser")
}
