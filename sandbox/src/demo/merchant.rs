//! The demo merchant: its fees, its webhook endpoint and the order in which its past happens.

use super::history::{History, ago, hours};
use super::{companies, orders, people};
use crate::domain::clock::Span;
use crate::domain::event::EventType;
use crate::domain::fee::{Percent, Tariff, Tariffs};
use crate::domain::money::{Amount, Currency, Overflow};
use crate::domain::order::OrderType;
use crate::domain::viban::VibanRail;
use crate::listing::PageRequest;
use crate::operations;
use crate::store::{Result, Scope, Tx, real_time};

/// An address where no server listens, so that the newest deliveries show retries.
const ENDPOINT: &str = "https://127.0.0.1:9/webhooks";

/// Fills a database that has no merchant yet.
pub(crate) fn fill(tx: &Tx<'_>, portal_url: &str) -> Result<()> {
    if tx.merchants(PageRequest::first(1))?.total > 0 {
        return Ok(());
    }
    let now = real_time();
    let person = tx.at(ago(now, hours(340)), operations::merchants::create_first)?;
    let history = History { tx, merchant: person.merchant, now, portal_url };
    make_history(&history)
}

/// Writes the events of two weeks, oldest first.
fn make_history(history: &History<'_>) -> Result<()> {
    history.at(hours(338), set_up)?;
    let ana = people::verified(history, hours(330), people::ANA)?;
    let bruno = people::verified(history, hours(322), people::BRUNO)?;
    let nordlicht = companies::approved(history, hours(320))?;
    let accounts = history.at(hours(310), |scope| {
        let eur =
            operations::accounts::open(scope, &ana, Currency::Eur, "Main account".to_owned())?;
        let usd = operations::accounts::open(scope, &ana, Currency::Usd, "Dollars".to_owned())?;
        let bruno =
            operations::accounts::open(scope, &bruno, Currency::Eur, "Everyday".to_owned())?;
        let shop = operations::accounts::open(
            scope,
            &nordlicht,
            Currency::Eur,
            "Shop takings".to_owned(),
        )?;
        let active =
            operations::virtual_ibans::request(scope, &eur, "Salary".to_owned(), VibanRail::Sepa)?;
        operations::virtual_ibans::activate(scope, active)?;
        Ok([eur.id, usd.id, bruno.id, shop.id])
    })?;
    orders::make(history, &accounts, hours(300), hours(200))?;
    people::rejected(history, hours(199), people::DAVID)?;
    people::invited(history, hours(198), people::ELENA)?;
    orders::make(history, &accounts, hours(200), hours(72))?;
    companies::under_review(history, hours(70))?;
    people::in_review(history, hours(50), people::CHLOE)?;
    history.at(hours(30), |scope| {
        let shop = scope.account(accounts[3])?;
        operations::virtual_ibans::request(scope, &shop, "Marketplace".to_owned(), VibanRail::Sepa)
    })?;
    orders::make(history, &accounts, hours(72), hours(29))?;
    history.expire_sessions(hours(29))?;
    orders::make(history, &accounts, hours(29), Span::ZERO)
}

/// Sets the fees and the webhook endpoint.
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
    operations::webhook_endpoints::register(
        scope,
        ENDPOINT.to_owned(),
        EventType::ALL.to_vec(),
        &operations::webhook_endpoints::fresh_secret(),
    )?;
    Ok(())
}

fn amount(minor: i64) -> Result<Amount> {
    Ok(Amount::from_minor(minor).ok_or(Overflow)?)
}
