//! The tools that look at pages: a browser, and the rules of axe-core. In CI both must be there.

use conformance_harness::browser::{self, Appearance, Axe, AxeRules, Tab};

/// The tools besides the browser, which is installed.
pub(crate) struct PageTools {
    /// The rules of axe-core, if they were given.
    pub(crate) axe: Option<Axe>,
}

/// The width of a window, and true for dark colours.
type Look = (u32, bool);

/// Windows in which pages to read are looked at.
pub(crate) const FOR_READERS: [Look; 3] = [(360, false), (768, true), (1440, false)];

/// Windows in which pages to work on are looked at.
pub(crate) const FOR_WORK: [Look; 4] = [(360, false), (768, true), (1024, false), (1600, true)];

impl PageTools {
    /// Asserts of the open page that it fits in each window, and that axe-core finds nothing there.
    pub(crate) async fn assert_usable(&self, tab: &Tab, page: &str, looks: &[Look]) {
        for (width_px, is_dark) in looks.iter().copied() {
            let place = format!("{page} at {width_px} px");
            tab.look(Appearance { width_px, is_dark }).await.expect("it looks so");
            let wide = "return document.documentElement.scrollWidth > innerWidth;";
            let scrolls = tab.run(wide, vec![]).await.expect("runs");
            assert_eq!(scrolls, false, "{place} scrolls sideways");
            if let Some(axe) = &self.axe {
                let found = axe.violations(tab, AxeRules::All).await.expect("axe looks");
                assert_eq!(found, Vec::<String>::new(), "{place}");
            }
        }
    }
}

/// The tools; none if no browser is installed, so that no page can be looked at.
pub(crate) fn page_tools() -> Option<PageTools> {
    let required = std::env::var_os("CI").is_some();
    assert!(browser::is_installed() || !required, "there is no browser");
    let axe = std::env::var_os("CONFORM_AXE").map(|path| Axe::read(path.as_ref()).expect("axe"));
    assert!(axe.is_some() || !required, "there is no axe-core in CONFORM_AXE");
    browser::is_installed().then_some(PageTools { axe })
}
