//! The frame of a page of the Portal: merchant, person, menu and notice.

use super::shown::Stamp;
use crate::domain::clock::Moment;

/// A section of the Portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Section {
    /// The path.
    pub(super) path: &'static str,
    /// The name in the menu.
    pub(super) name: &'static str,
}

const fn section(path: &'static str, name: &'static str) -> Section {
    Section { path, name }
}

pub(super) const OVERVIEW: Section = section("/", "Overview");
pub(super) const USERS: Section = section("/users", "Users");
pub(super) const BUSINESSES: Section = section("/businesses", "Business users");
pub(super) const KYC: Section = section("/kyc", "KYC review");
pub(super) const ONBOARDING: Section = section("/onboarding-business", "Onboarding Business");
pub(super) const ACCOUNTS: Section = section("/accounts", "Accounts");
pub(super) const ORDERS: Section = section("/orders", "Orders");
pub(super) const LEDGER: Section = section("/ledger", "Ledger");
pub(super) const VIBANS: Section = section("/virtual-ibans", "Virtual IBANs");
pub(super) const SIMULATOR: Section = section("/developers/funds-simulator", "Funds Simulator");
pub(super) const WEBHOOKS: Section = section("/account/webhooks", "Webhooks");
pub(super) const API_KEYS: Section = section("/settings/api-keys", "API keys");
pub(super) const CLOCK: Section = section("/developers/clock", "Sandbox clock");
pub(super) const PAYMENTS: Section = section("/settings/payments", "Fees and payouts");
pub(super) const SIGN_IN: Section = section("/settings/sign-in", "Your sign-in");

/// The sections under their headings, as the menu shows them.
const MENU: [(&str, &[Section]); 4] = [
    ("Money", &[OVERVIEW, ACCOUNTS, ORDERS, LEDGER, VIBANS]),
    ("People", &[USERS, BUSINESSES, KYC, ONBOARDING]),
    ("Developers", &[SIMULATOR, WEBHOOKS, API_KEYS, CLOCK]),
    ("Settings", &[PAYMENTS, SIGN_IN]),
];

/// The place of a page that belongs to no section.
pub(super) const NOWHERE: Section = section("", "all pages");

/// The section that a path belongs to.
pub(super) fn section_of(path: &str) -> Option<Section> {
    let sections = MENU.iter().flat_map(|(_, sections)| sections.iter().copied());
    let mut sections = sections.filter(|section| {
        let rest = path.strip_prefix(section.path);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    sections.next()
}

/// The query parameter that names the action that was just carried out.
pub(super) const DONE: &str = "done";

/// The notices after an action: the word in the address, and the sentence.
const NOTICES: [(&str, &str); 23] = [
    ("key-revoked", "The API key is revoked. Its tokens have stopped working."),
    ("webhook-saved", "The webhook is saved."),
    ("webhook-removed", "The webhook is removed. Deliveries that were pending have failed."),
    ("secret-rotated", "The secret is changed. The next attempts are signed with the new one."),
    ("resent", "The event is on its way again."),
    ("settings-saved", "The settings are saved. They apply from the next order on."),
    ("clock-advanced", "The clock is advanced. Everything that was due is done."),
    ("sign-in-saved", "Saved. You can now sign in with this address and password."),
    ("kyc-approved", "The session is approved."),
    ("kyc-rejected", "The session is rejected."),
    ("kyc-in-review", "The session is in manual review."),
    ("level-set", "The level is changed."),
    ("kyb-approved", "The business is approved."),
    ("kyb-rejected", "The business is rejected."),
    ("info-requested", "More documents were requested. The merchant can upload again."),
    ("party-declared", "The related party is declared, and a KYC session opened for it."),
    ("party-session", "A new KYC session is opened for the related party."),
    ("funded", "The payin is simulated."),
    ("submitted", "The payout is on its way."),
    ("settled", "The order is settled."),
    ("failed", "The order has failed."),
    ("viban-activated", "The virtual IBAN is active."),
    ("viban-rejected", "The virtual IBAN is rejected."),
];

/// The notice that the query names.
pub(super) fn notice_of(query: &str) -> Option<&'static str> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let (_, done) = pairs.find(|(name, _)| name == DONE)?;
    NOTICES.iter().find(|(word, _)| *word == done).map(|(_, sentence)| *sentence)
}

/// The frame of a page.
pub(super) struct Frame {
    /// The merchant's name.
    pub(super) merchant: String,
    /// The name of the person who is signed in.
    pub(super) person: String,
    /// The CSRF token of every form.
    pub(super) csrf_token: String,
    /// The section of the page.
    pub(super) section: Section,
    /// The notice of the action that was just carried out.
    pub(super) notice: Option<&'static str>,
    /// The time on the merchant's clock.
    pub(super) now: Moment,
    /// True if the clock was moved away from the real time.
    pub(super) is_clock_moved: bool,
    /// The number of changes of the merchant's data that the page shows.
    pub(super) changes: u64,
}

impl Frame {
    #[expect(clippy::unused_self, reason = "templates call methods")]
    pub(super) fn menu(&self) -> [(&'static str, &'static [Section]); 4] {
        MENU
    }

    pub(super) fn clock(&self) -> Stamp {
        Stamp::new(self.now, self.now)
    }
}
