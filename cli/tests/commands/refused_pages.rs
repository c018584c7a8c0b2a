//! Pages of the sandbox's Portal that refuse something: axe-core finds no violation on them, in light and in dark colours.

use std::{io::Write as _, path::PathBuf};

use conformance_harness::browser::{self, Appearance, Axe, AxeRules, Browser, Tab};
use ralio_sandbox::{Config, Sandbox};
use serde_json::json;

const LIGHT: Appearance = Appearance { width_px: 1440, is_dark: false };
const DARK: Appearance = Appearance { width_px: 360, is_dark: true };

/// Pages with forms that refuse to be sent empty.
const PAGES_WITH_FORMS: [&str; 7] = [
    "/developers/funds-simulator",
    "/settings/api-keys",
    "/settings/sign-in",
    "/settings/payments",
    "/developers/clock",
    "/account/webhooks",
    "/sign-in",
];

/// A page that refuses has one of these forms, counted from the top, sent empty.
const FORMS_OF_A_PAGE: usize = 4;

/// Pages that such a test must have seen at least.
const FEWEST_REFUSALS: usize = 8;

/// A person in a browser, and the rules for pages.
struct Reader {
    sandbox: Sandbox,
    browser: Browser,
    tab: Tab,
    axe: Axe,
    refusals: usize,
    violations: Vec<String>,
}

impl Reader {
    /// None without a browser or without axe-core.
    async fn new() -> Option<Self> {
        let script = std::env::var_os("CONFORM_AXE").map(PathBuf::from);
        let required = std::env::var_os("CI").is_some();
        let is_there = browser::is_installed() && script.is_some();
        assert!(is_there || !required, "CI must have a browser, and axe-core in CONFORM_AXE");
        let Some(script) = script.filter(|_| is_there) else {
            let line =
                "NOT RUN: without a browser and axe-core (CONFORM_AXE) no page was looked at";
            writeln!(std::io::stderr(), "\n{line}").expect("standard error is open");
            return None;
        };
        let axe = Axe::read(&script).expect("axe-core is read");
        let config = Config { demo: true, ..Config::default() };
        let sandbox = ralio_sandbox::start(config).await.expect("the sandbox starts");
        let browser = Browser::default();
        let tab = browser.window().await.expect("a window opens");
        Some(Self { sandbox, browser, tab, axe, refusals: 0, violations: Vec::new() })
    }

    async fn sign_in(&self) {
        let link = self.sandbox.sign_in_link().await.expect("somebody may sign in");
        self.tab.open(&link).await.expect("the link opens");
        self.tab.press("main form button").await.expect("the link signs in");
    }

    /// Opens an address and gives the answer's status.
    async fn open(&self, path: &str) -> u16 {
        let address = format!("{}{path}", self.sandbox.portal_url());
        self.tab.open(&address).await.expect("the page opens")
    }

    /// Sends a form that the page does not have, and gives the answer's status.
    async fn post(&self, path: &str) -> u16 {
        let script = "const form = document.body.appendChild(document.createElement('form'));
            Object.assign(form, { method: 'post', action: arguments[0] });
            form.append(Object.assign(document.createElement('button'), { id: 'foreign' }));";
        self.tab.run(script, vec![json!(path)]).await.expect("the script runs");
        self.tab.press("#foreign").await.expect("the form is sent")
    }

    /// Sends a form of the page without values, and gives the answer's status; none if there is no such form.
    async fn send_empty(&self, number: usize) -> Option<u16> {
        let script =
            "const form = document.querySelectorAll('main form[method=post]')[arguments[0]];
            if (!form) return false;
            form.noValidate = true;
            const fields = form.querySelectorAll('input:not([type=hidden]), textarea');
            for (const one of fields) one.value = '';
            for (let one = form; one; one = one.parentElement) one.open = true;
            form.querySelector('button').id = 'empty';
            return true;";
        let found = self.tab.run(script, vec![json!(number)]).await.expect("the script runs");
        if found != true {
            return None;
        }
        Some(self.tab.press("#empty").await.expect("the form is sent"))
    }

    /// Lets axe-core judge the open page.
    async fn look(&mut self, page: &str, status: u16) {
        self.refusals += usize::from(status >= 400);
        for appearance in [LIGHT, DARK] {
            self.tab.look(appearance).await.expect("the window changes");
            let found = self.axe.violations(&self.tab, AxeRules::All).await.expect("axe-core runs");
            let at = |rule| format!("{page} ({status}), dark: {}: {rule}", appearance.is_dark);
            self.violations.extend(found.into_iter().map(at));
        }
        self.tab.look(LIGHT).await.expect("the window changes");
    }

    async fn end(self) {
        drop(self.tab);
        self.browser.close().await;
        self.sandbox.stop().await;
        assert!(self.violations.is_empty(), "{}", self.violations.join("\n"));
        assert!(self.refusals >= FEWEST_REFUSALS, "only {} pages refuse", self.refusals);
    }
}

#[tokio::test]
async fn a_page_without_a_label_and_with_pale_text_is_found() {
    let Some(reader) = Reader::new().await else { return };
    reader.open("/sign-in").await;
    let spoil = "document.querySelectorAll('label').forEach(one => one.remove());
        document.querySelector('main').style.color = '#bbb'";
    reader.tab.run(spoil, Vec::new()).await.expect("the script runs");
    let all = &["(label)", "(color-contrast)"][..];
    for (rules, broken) in [
        (AxeRules::All, all),
        (AxeRules::Contrast, &all[1..]),
        (AxeRules::AllButContrast, &all[..1]),
    ] {
        let found = reader.axe.violations(&reader.tab, rules).await.expect("axe-core runs");
        for rule in all {
            let is_found = found.iter().any(|one| one.contains(rule));
            assert_eq!(is_found, broken.contains(rule), "{rules:?}: {found:?}");
        }
    }
    drop(reader.tab);
    reader.browser.close().await;
    reader.sandbox.stop().await;
}

#[tokio::test]
async fn pages_that_refuse_break_no_rule_of_axe_core() {
    let Some(mut reader) = Reader::new().await else { return };
    let unknown = "0190b3f5-0000-7000-8000-000000000000";
    let nowhere = ["/nowhere", "/pay/nowhere", "/sign-in/nowhere", &format!("/verify/{unknown}")];
    for path in nowhere {
        let status = reader.open(path).await;
        reader.look(&format!("visitor: {path}"), status).await;
    }
    reader.sign_in().await;
    for path in ["/nowhere", "/orders/nowhere", &format!("/orders/{unknown}"), "/orders?page=0"] {
        let status = reader.open(path).await;
        reader.look(path, status).await;
    }
    for path in ["/orders", "/settings/api-keys"] {
        reader.open("/").await;
        let status = reader.post(path).await;
        reader.look(&format!("POST {path}"), status).await;
    }
    for path in PAGES_WITH_FORMS {
        for number in 0..FORMS_OF_A_PAGE {
            reader.open(path).await;
            let Some(status) = reader.send_empty(number).await else { break };
            reader.look(&format!("form {number} of {path}, empty"), status).await;
        }
    }
    reader.end().await;
}
