//! Money that comes, orders that wait, virtual IBANs and what operations cost, on their pages.

use conformance_harness::{browser::Entry, exchange::Exchange, verdict::Fault};
use serde_json::{Value, json};

use crate::{
    edition,
    language::{Money, OrderTransition, PayerAction, PayinOutcome, Rail, VibanDecision},
    portal::{
        FAILURE,
        answer::answer,
        browser::{Pages, pages::of_page},
        outcome_code, path_of, rail_code,
    },
};

const SIMULATOR: &str = "/developers/funds-simulator";

/// The button that confirms the amount as the page understood it.
const CONFIRMATION: &str = "main button[name=understood]";
const PAYMENT_FORM: &str = "main form[method=post]";
const PAYMENTS: &str = "/settings/payments";

impl Pages {
    pub(super) async fn fund(
        &self,
        (field, recipient): (&str, &str),
        rail: Rail,
        money: &Money,
        fate: PayinOutcome,
    ) -> Result<Exchange, Fault> {
        let shown = money.to_string();
        let (currency, amount) = shown.split_once(' ').unwrap_or_default();
        let mut entries: Vec<(&str, Entry)> = vec![
            (field, recipient.into()),
            ("type", rail_code(rail).into()),
            ("amount.amount", amount.into()),
            ("amount.currency", currency.into()),
            ("outcome", outcome_code(fate).into()),
        ];
        if fate == PayinOutcome::Fail {
            let (code, reason) = FAILURE;
            entries.extend([("failure.code", code.into()), ("failure.reason", reason.into())]);
        }
        let mut seen = self.send(SIMULATOR, SIMULATOR, &entries).await?;
        if seen.is_done() {
            let status = self.tab.press(CONFIRMATION).await.map_err(of_page)?;
            seen = self.see(status).await?;
        }
        Ok(seen.answer(201, &json!({ "id": seen.in_address("order") })))
    }

    /// Acts as the payer. The payment page then leads back to the merchant, whose page is none of the target's.
    pub(super) async fn pay_by_card(
        &self,
        url: &str,
        deed: PayerAction,
    ) -> Result<Exchange, Fault> {
        self.open(path_of(url)).await?;
        let (button, typed) = edition::payment_form(deed);
        let entries = typed.map(|(name, text)| (name, Entry::from(text)));
        self.tab.fill(PAYMENT_FORM, &entries).await.map_err(of_page)?;
        let button = format!("{PAYMENT_FORM} button[name=action][value={button}]");
        let status = self.tab.press(&button).await.map_err(of_page)?;
        let address = self.tab.address().await.map_err(of_page)?;
        if address.starts_with(&self.portal_url) {
            return Ok(self.see(status).await?.answer(200, &json!({})));
        }
        let mut left = answer("(on a page)", url, 303, &json!({}));
        left.response.headers.push(("location".to_owned(), address));
        Ok(left)
    }

    pub(super) async fn move_order(
        &self,
        order: &str,
        to: OrderTransition,
    ) -> Result<Exchange, Fault> {
        let page = format!("/orders/{order}");
        let verb = match to {
            OrderTransition::Submit => "submit",
            OrderTransition::Settle => "settle",
            OrderTransition::Fail => "fail",
        };
        let seen = self.send(&page, &format!("{page}/{verb}"), &[]).await?;
        Ok(seen.answer(200, &json!({ "id": order })))
    }

    pub(super) async fn decide_viban(
        &self,
        viban: &str,
        decision: VibanDecision,
        details: Option<&Value>,
    ) -> Result<Exchange, Fault> {
        let page = format!("/virtual-ibans/{viban}");
        let verb = match decision {
            VibanDecision::Activate => "activate",
            VibanDecision::Reject => "reject",
        };
        let reason = details.and_then(|details| details.get("reason")?.as_str());
        let entries: Vec<(&str, Entry)> =
            reason.into_iter().map(|reason| ("reason", reason.into())).collect();
        let seen = self.send(&page, &format!("{page}/{verb}"), &entries).await?;
        Ok(seen.answer(200, &json!({ "id": viban })))
    }

    pub(super) async fn hold_payouts(&self) -> Result<Exchange, Fault> {
        self.save_payments(&[("holdPayouts", Entry::Ticks(vec!["yes".to_owned()]))]).await
    }

    pub(super) async fn set_rate(&self, pair: &str, rate: &str) -> Result<Exchange, Fault> {
        self.save_payments(&[(&format!("fxRates.{pair}"), rate.into())]).await
    }

    pub(super) async fn charge_fees(&self, fees: &Value) -> Result<Exchange, Fault> {
        let mut entries = Vec::new();
        for (kind, parts) in fees.as_object().into_iter().flatten() {
            for (part, tariff) in parts.as_object().into_iter().flatten() {
                let place = format!("fees.{kind}.{part}");
                if let Some(percent) = tariff.get("percent").and_then(Value::as_str) {
                    entries.push((format!("{place}.percent"), percent.to_owned()));
                }
                if let Some(minor) = tariff.get("fixed").and_then(Value::as_i64) {
                    entries.push((format!("{place}.fixed"), typed(minor)));
                }
            }
        }
        let entries: Vec<(&str, Entry)> =
            entries.iter().map(|(name, text)| (name.as_str(), text.as_str().into())).collect();
        self.save_payments(&entries).await
    }

    async fn save_payments(&self, entries: &[(&str, Entry)]) -> Result<Exchange, Fault> {
        Ok(self.send(PAYMENTS, PAYMENTS, entries).await?.answer(200, &json!({})))
    }
}

/// An amount in minor units as people type it.
fn typed(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}
