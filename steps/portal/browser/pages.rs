//! The operator in a browser: a person of the merchant who signs in and acts on the pages instead of over JSON.

use conformance_harness::{
    browser::{BrowserError, Entry, Tab},
    exchange::Exchange,
    verdict::{Fault, Nonconformance},
};
use serde_json::{Map, Value, json};

use crate::{
    language::Process,
    portal::{Action, answer::answer, path_of},
};

/// Reads the page's own words: the notice of what was done, and its mistakes.
const SEEN: &str = include_str!("seen.js");

/// The Portal in a window of the browser.
#[derive(Debug)]
pub(crate) struct Pages {
    pub(super) tab: Tab,
    pub(super) portal_url: String,
    /// Before that, actions are not done on pages.
    pub(super) is_signed_in: bool,
}

/// A page after something was done.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) status: u16,
    pub(super) address: String,
    pub(super) said: Map<String, Value>,
}

impl Seen {
    /// The answer that the JSON interface would give: this one if it was done, else the page's refusal.
    pub(super) fn answer(&self, status: u16, body: &Value) -> Exchange {
        let mut told = self.said.clone();
        if self.is_done() {
            told.extend(body.as_object().cloned().unwrap_or_default());
        }
        let status = if self.is_done() { status } else { self.status };
        answer("(on a page)", &self.address, status, &Value::Object(told))
    }

    /// True if the page does not refuse.
    pub(super) fn is_done(&self) -> bool {
        self.status == 200
    }

    /// A value in the address that the person was led to.
    pub(super) fn in_address(&self, name: &str) -> Option<String> {
        let (_, query) = self.address.split_once('?')?;
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
    }
}

impl Pages {
    /// The Portal in this window; nobody is signed in yet.
    #[must_use]
    pub(crate) fn new(tab: Tab, portal_url: &str) -> Self {
        Self { tab, portal_url: portal_url.to_owned(), is_signed_in: false }
    }

    /// Opens a sign-in link and presses its button.
    ///
    /// # Errors
    /// When the link signs nobody in.
    pub(crate) async fn sign_in(&mut self, link: &str) -> Result<(), Fault> {
        self.open(path_of(link)).await?;
        let status = self.tab.press("main form button").await.map_err(of_page)?;
        let address = self.tab.address().await.map_err(of_page)?;
        if status != 200 || address.contains("/sign-in") {
            let what = "the sign-in link signs nobody in";
            let actual = format!("status {status} at {}", self.path_of(&address));
            return Err(Nonconformance::new(what, "the Portal's first page", actual).into());
        }
        self.is_signed_in = true;
        Ok(())
    }

    /// Does an action on the pages, if people do it there.
    ///
    /// # Errors
    /// When a page is not as people need it.
    pub(crate) async fn perform(&self, action: &Action) -> Result<Option<Exchange>, Fault> {
        if !self.is_signed_in {
            return Ok(None);
        }
        let done = match action {
            Action::MakeKey => self.make_key().await,
            Action::ListKeys => self.list_keys().await,
            Action::RevokeKey { key } => self.revoke_key(key).await,
            Action::RegisterEndpoint { url, events } => self.register(url, events).await,
            Action::ReadSecret => self.read_secret().await,
            Action::RotateSecret => self.rotate_secret().await,
            Action::Resend { delivery } => self.resend(delivery).await,
            Action::Decide { process: Process::Kyc, session, decision, details } => {
                self.decide_kyc(session, *decision, details.as_ref()).await
            }
            Action::Decide { process: Process::Kyb, session, decision, details } => {
                self.decide_kyb(session, *decision, details.as_ref()).await
            }
            Action::DeclareParty { session, details } => self.declare(session, details).await,
            Action::RenewParty { session, party } => self.renew(session, party).await,
            Action::ReadDocument { session, document } => {
                self.read_document(session, document).await
            }
            Action::SetLevel { user, level } => self.set_level(user, level).await,
            Action::Fund { account, rail, money, fate } => {
                self.fund(("picked", account), *rail, money, *fate).await
            }
            Action::FundViban { viban, rail, money, fate } => {
                self.fund(("vibanId", viban), *rail, money, *fate).await
            }
            Action::DecideViban { viban, decision, details } => {
                self.decide_viban(viban, *decision, details.as_ref()).await
            }
            Action::PayByCard { url, deed } => self.pay_by_card(url, *deed).await,
            Action::MoveOrder { order, to } => self.move_order(order, *to).await,
            Action::HoldPayouts => self.hold_payouts().await,
            Action::SetRate { pair, rate } => self.set_rate(pair, rate).await,
            Action::ChargeFees { fees } => self.charge_fees(fees).await,
            // Test devices, and actions that only read.
            Action::ListDeliveries { .. }
            | Action::ReadKyb { .. }
            | Action::LimitRate { .. }
            | Action::Advance { .. }
            | Action::Drain { .. } => return Ok(None),
        };
        done.map(Some)
    }

    /// Opens a page of the Portal, which must be there.
    ///
    /// # Errors
    /// If it is not.
    pub(crate) async fn open(&self, path: &str) -> Result<(), Fault> {
        let status = self.tab.open(&format!("{}{path}", self.portal_url)).await.map_err(of_page)?;
        if status == 200 {
            return Ok(());
        }
        let what = format!("the Portal does not show the page {path}");
        Err(Nonconformance::new(what, "status 200", format!("status {status}")).into())
    }

    /// Opens a page, fills in its form for this address and sends it.
    pub(super) async fn send(
        &self,
        page: &str,
        address: &str,
        entries: &[(&str, Entry)],
    ) -> Result<Seen, Fault> {
        self.open(page).await?;
        self.send_here(address, entries).await
    }

    /// Fills in the form for this address on the page that is open, and sends it.
    pub(super) async fn send_here(
        &self,
        address: &str,
        entries: &[(&str, Entry)],
    ) -> Result<Seen, Fault> {
        let form = format!("form[method=post][action={}]", json!(address));
        let objections = self.tab.fill(&form, entries).await.map_err(of_page)?;
        let status = if objections.is_empty() {
            self.tab.press(&format!("{form} button")).await.map_err(of_page)?
        } else {
            422
        };
        let mut seen = self.see(status).await?;
        if !objections.is_empty() {
            let faults = objections.into_iter().map(|(name, text)| (name, Value::from(text)));
            seen.said.insert("faults".to_owned(), Value::Object(faults.collect()));
        }
        Ok(seen)
    }

    /// Reads the open page, which came with this status.
    pub(super) async fn see(&self, status: u16) -> Result<Seen, Fault> {
        if status >= 500 {
            let what = "the Portal failed";
            let wanted = "no page with a status above 499, whatever is asked";
            return Err(Nonconformance::new(what, wanted, status).into());
        }
        let seen = self.tab.run(SEEN, Vec::new()).await.map_err(of_page)?;
        let said = seen["said"].as_object().cloned().unwrap_or_default();
        let address = seen["address"].as_str().unwrap_or_default().to_owned();
        Ok(Seen { status, address, said })
    }

    /// The text of the first element of a selector on the open page.
    pub(super) async fn text(&self, selector: &str) -> Result<String, Fault> {
        let script = "return document.querySelector(arguments[0])?.textContent ?? null";
        let found = self.tab.run(script, vec![json!(selector)]).await.map_err(of_page)?;
        found.as_str().map(|text| text.trim().to_owned()).ok_or_else(|| {
            Nonconformance::new("the page shows less than it should", selector, "nothing").into()
        })
    }

    /// An address without the Portal's.
    fn path_of<'a>(&self, address: &'a str) -> &'a str {
        address.strip_prefix(&self.portal_url).unwrap_or(address)
    }
}

/// Trouble on a page: a missing thing is the target's fault, a browser that does not obey is not.
pub(super) fn of_page(error: BrowserError) -> Fault {
    match error {
        BrowserError::Missing { page, wanted } => {
            let what = "a page lacks what people need there";
            Nonconformance::new(what, wanted, format!("not there: {page}")).into()
        }
        BrowserError::Nowhere(by) => {
            Nonconformance::new("a page leads nowhere", "another page", by).into()
        }
        other => Fault::error(other),
    }
}
