//! The Portal of a sandbox with data to look at, in a browser in which somebody is signed in.

use conformance_harness::{
    browser::{self, Browser, Tab},
    client::Client,
};
use ralio_sandbox::{Config, Sandbox};

/// A sandbox, and a window in which somebody is signed in at it.
pub(crate) struct DemoPortal {
    pub(crate) sandbox: Sandbox,
    pub(crate) browser: Browser,
    pub(crate) tab: Tab,
    pub(crate) client: Client,
}

impl DemoPortal {
    /// None without a browser, which must be there in CI.
    pub(crate) async fn open() -> Option<Self> {
        let required = std::env::var_os("CI").is_some();
        assert!(browser::is_installed() || !required, "there is no browser");
        if !browser::is_installed() {
            return None;
        }
        let config = Config { demo: true, ..Config::default() };
        let sandbox = ralio_sandbox::start(config).await.expect("the sandbox starts");
        let link = sandbox.sign_in_link().await.expect("somebody may sign in");
        let browser = Browser::default();
        let tab = browser.window().await.expect("a window opens");
        tab.open(&link).await.expect("the link opens");
        tab.press("main form button").await.expect("the link signs in");
        let client = Client::new(true).expect("a client");
        Some(Self { sandbox, browser, tab, client })
    }
}
