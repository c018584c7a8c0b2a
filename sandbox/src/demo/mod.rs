//! A merchant with two weeks of business behind it, for whoever wants to look around.
//!
//! Everything is made by the same functions that requests end in, each step at a moment of the past.

mod companies;
mod orders;
mod papers;
mod past_deliveries;
mod people;

use serde_json::{Map, Value};

use crate::domain::clock::{Moment, Span};
use crate::domain::event::EventType;
use crate::domain::fee::{Percent, Tariff, Tariffs};
use crate::domain::id::MerchantId;
use crate::domain::money::{Amount, Currency, Overflow};
use crate::domain::order::OrderType;
use crate::domain::refusal::Refusal;
use crate::domain::viban::VibanRail;
use crate::http::fields::{FieldErrors, Fields};
use crate::listing::PageRequest;
use crate::portal::{found_first_merchant, fresh_secret};
use crate::store::{Result, Scope, Tx, real_time};

/// Nobody listens there, so that what happens from now on shows how deliveries are tried again.
const ENDPOINT: &str = "https://127.0.0.1:9/webhooks";
/// Deliveries that are older than this have met an endpoint that worked, mostly.
const WORKED_UNTIL: Span = Span::seconds(12 * 3600);

/// Fills a database that nobody has used.
pub(crate) fn fill(tx: &Tx<'_>, portal_url: &str) -> Result<()> {
    if tx.merchants(PageRequest::first(1))?.total > 0 {
        return Ok(());
    }
    let now = real_time();
    let person = tx.at(ago(now, hours(340)), found_first_merchant)?;
    let story = Story { tx, merchant: person.merchant, now, portal_url };
    tell(&story)
}

/// What happened, in order.
fn tell(story: &Story<'_>) -> Result<()> {
    story.at(hours(338), set_up)?;
    let ana = people::verified(story, hours(330), people::ANA)?;
    let bruno = people::verified(story, hours(322), people::BRUNO)?;
    let nordlicht = companies::approved(story, hours(320))?;
    let accounts = story.at(hours(310), |scope| {
        let eur = scope.open_account(&ana, Currency::Eur, "Main account".to_owned())?;
        let usd = scope.open_account(&ana, Currency::Usd, "Dollars".to_owned())?;
        let bruno = scope.open_account(&bruno, Currency::Eur, "Everyday".to_owned())?;
        let shop = scope.open_account(&nordlicht, Currency::Eur, "Shop takings".to_owned())?;
        let active = scope.ask_for_viban(&eur, "Salary".to_owned(), VibanRail::Sepa)?;
        scope.activate_viban(active)?;
        Ok([eur.id, usd.id, bruno.id, shop.id])
    })?;
    orders::make(story, &accounts, hours(300), hours(200))?;
    people::rejected(story, hours(199), people::DAVID)?;
    people::invited(story, hours(198), people::ELENA)?;
    orders::make(story, &accounts, hours(200), hours(72))?;
    companies::under_review(story, hours(70))?;
    people::in_review(story, hours(50), people::CHLOE)?;
    story.at(hours(30), |scope| {
        let shop = scope.account(accounts[3])?;
        scope.ask_for_viban(&shop, "Marketplace".to_owned(), VibanRail::Sepa)
    })?;
    orders::make(story, &accounts, hours(72), hours(29))?;
    story.expire_sessions(hours(29))?;
    orders::make(story, &accounts, hours(29), Span::ZERO)
}

/// Fees, and where events go.
fn set_up(scope: &Scope<'_>) -> Result<()> {
    let tariff = |percent: &str, fixed| Tariff {
        percent: Percent::parse(percent).unwrap_or(Percent::ZERO),
        fixed,
    };
    let fees = [
        (OrderType::BankPayIn, "0.1", 0, "0.25", 0),
        (OrderType::CryptoPayIn, "0.4", 0, "0.6", 0),
        (OrderType::CardPayIn, "1.4", 25, "0.5", 10),
        (OrderType::BankPayOut, "0", 30, "0.2", 50),
        (OrderType::CryptoPayOut, "0.5", 100, "0.5", 0),
    ];
    for (kind, system, system_fixed, merchant, merchant_fixed) in fees {
        let system = tariff(system, amount(system_fixed)?);
        let merchant = tariff(merchant, amount(merchant_fixed)?);
        scope.set_tariffs(kind, Tariffs { system, merchant })?;
    }
    scope.put_endpoint(ENDPOINT.to_owned(), EventType::ALL.to_vec(), &fresh_secret())?;
    Ok(())
}

/// The merchant, and how its past is written.
struct Story<'a> {
    tx: &'a Tx<'a>,
    merchant: MerchantId,
    now: Moment,
    portal_url: &'a str,
}

impl Story<'_> {
    /// Lets something happen so long ago, and be told to the endpoint.
    fn at<T>(&self, before: Span, work: impl FnOnce(&Scope<'_>) -> Result<T>) -> Result<T> {
        self.at_all(before, |tx| work(&tx.merchant(self.merchant)?))
    }

    /// Whoever was invited a week before has not come.
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method itself does not fit, since it names one lifetime of the transaction"
    )]
    fn expire_sessions(&self, before: Span) -> Result<()> {
        self.at_all(before, |tx| tx.expire_sessions())
    }

    fn at_all<T>(&self, before: Span, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        let then = ago(self.now, before);
        let done = self.tx.at(then, work)?;
        if before > WORKED_UNTIL {
            past_deliveries::deliver(self.tx, self.merchant, then)?;
        }
        Ok(done)
    }
}

const fn hours(count: i64) -> Span {
    Span::seconds(count * 3600)
}

fn ago(now: Moment, span: Span) -> Moment {
    now.plus(Span::millis(-span.as_millis()))
}

/// That much earlier.
fn later(before: Span, minutes: i64) -> Span {
    before.plus(Span::seconds(-60 * minutes))
}

fn amount(minor: i64) -> Result<Amount> {
    Ok(Amount::from_minor(minor).ok_or(Overflow)?)
}

/// What `read` keeps of `said`, as it would of a request.
fn profile_of(
    said: &Value,
    read: impl FnOnce(&Fields<'_>) -> Option<Map<String, Value>>,
) -> Result<Map<String, Value>, Refusal> {
    let errors = FieldErrors::default();
    let profile = read(&Fields::root(said, &errors));
    errors.finish(profile)
}
