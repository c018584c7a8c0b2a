//! The operator at the keyboard: says in plain words what to do in the Portal; the steps wait for the effect.

use std::io::Write as _;

use conformance_harness::{
    client::{Client, Outgoing},
    exchange::Exchange,
    secrets::Secrets,
    target::Target,
    verdict::Fault,
};
use serde_json::json;

use crate::{
    edition::path,
    language::{Decision, OrderTransition, PayerAction, PayinOutcome, Rail, VibanDecision},
    portal::{Action, MerchantAccess, answer::answer, credential},
};

/// Prints requests to a person and knows the one merchant whose credentials the environment holds.
#[derive(Debug)]
pub struct PersonOperator {
    portal_url: String,
    api_url: String,
    client: Client,
    merchant: MerchantAccess,
    webhook_secret: Option<String>,
}

impl PersonOperator {
    pub(super) fn new(target: &Target, client: Client, secrets: &Secrets) -> Result<Self, Fault> {
        let merchant = MerchantAccess {
            id: None,
            api_code: credential("RALIO_API_CODE")?,
            api_key: credential("RALIO_API_KEY")?,
            key_id: None,
        };
        let webhook_secret = credential("RALIO_WEBHOOK_SECRET").ok();
        for secret in webhook_secret.iter().chain([&merchant.api_key]) {
            secrets.add(secret);
        }
        let (portal_url, api_url) = (target.portal_url.clone(), target.api_url.clone());
        Ok(Self { portal_url, api_url, client, merchant, webhook_secret })
    }

    /// Logs in once, so that wrong credentials are said before anybody is asked to do something.
    pub(super) async fn probe(&self) -> Result<(), Fault> {
        let MerchantAccess { api_code, api_key, .. } = &self.merchant;
        let body = json!({ "api_code": api_code, "api_key": api_key });
        let request = Outgoing::new("POST", path::LOGIN).json(&body);
        let answer = self.client.send(&self.api_url, request).await.map_err(Fault::error)?;
        if answer.response.status == 401 {
            return Err(Fault::error(
                "the target refuses RALIO_API_CODE and RALIO_API_KEY; generate a key in the Portal \
                 and set both to what it shows",
            ));
        }
        Ok(())
    }

    pub(super) fn merchant(&self, name: &str) -> Result<MerchantAccess, Fault> {
        // The credentials in the environment belong to one merchant only.
        if name == "Merchant" {
            Ok(self.merchant.clone())
        } else {
            Err(Fault::not_applicable("needs a second merchant, and the environment names one"))
        }
    }

    pub(super) fn perform(&self, action: &Action) -> Result<Exchange, Fault> {
        let portal = &self.portal_url;
        let words = match action {
            Action::RegisterEndpoint { url, events } => format!(
                "open {portal}/account/webhooks, register {url} and select {}",
                events.join(", ")
            ),
            Action::ReadSecret => return self.secret(),
            Action::Decide { process, session, decision, details } => {
                let verb = match decision {
                    Decision::Approve => "approve",
                    Decision::Reject => "reject",
                    Decision::Review => "send to manual review",
                    Decision::Inform => "request more information on",
                };
                let with = details.as_ref().map(|details| format!(", with {details}"));
                let with = with.unwrap_or_default();
                format!("open {portal}, find the {process} session {session} and {verb} it{with}")
            }
            Action::DeclareParty { session, details } => format!(
                "open {portal}, Onboarding Business, find the KYB session {session} and declare \
                 the related party {details}"
            ),
            Action::RenewParty { party, .. } => format!(
                "open {portal}, Onboarding Business, find the related party {party} and open \
                 another KYC session for them"
            ),
            Action::ReadDocument { .. } | Action::ReadKyb { .. } => {
                return Err(beyond("report what the Portal shows back to the run"));
            }
            Action::Fund { account, rail, money, fate } => {
                if *fate != PayinOutcome::Settle || *rail == Rail::Card {
                    return Err(beyond("simulate a payin that is held, fails or comes by card"));
                }
                format!(
                    "open {portal}, Developers > Funds Simulator, choose account {account}, a {rail} \
                     payin of {money}, and press Simulate Funding"
                )
            }
            Action::DecideViban { viban, decision, details } => {
                let verb = match decision {
                    VibanDecision::Activate => "activate",
                    VibanDecision::Reject => "reject",
                };
                let with = details.as_ref().map(|details| format!(", with {details}"));
                let with = with.unwrap_or_default();
                format!("open {portal}, find the virtual IBAN {viban} and {verb} it{with}")
            }
            Action::FundViban { .. } => {
                return Err(beyond("send money to a virtual IBAN"));
            }
            Action::PayByCard { url, deed } => {
                let what = match deed {
                    PayerAction::Pay => "pay with a card that works",
                    PayerAction::BeDeclined => "try to pay with a card that is declined",
                    PayerAction::GiveUp => "go back without paying",
                };
                format!("open {url} and {what}")
            }
            Action::MoveOrder { order, to } => {
                let verb = match to {
                    OrderTransition::Submit => "submit",
                    OrderTransition::Settle => "settle",
                    OrderTransition::Fail => "fail",
                };
                format!("open {portal}, find the order {order} and {verb} it")
            }
            Action::SetLevel { user, level } => {
                format!("open {portal}, find the user {user} and set the level {level}")
            }
            Action::MakeKey | Action::ListKeys | Action::RevokeKey { .. } => {
                return Err(beyond("make, list or revoke the keys the run depends on"));
            }
            Action::ListDeliveries { .. } | Action::Resend { .. } => {
                return Err(beyond("report deliveries back to the run"));
            }
            Action::HoldPayouts
            | Action::RotateSecret
            | Action::SetRate { .. }
            | Action::ChargeFees { .. }
            | Action::LimitRate { .. } => {
                return Err(beyond("change settings that other scenarios depend on"));
            }
            Action::Advance { .. } | Action::Drain { .. } => {
                return Err(beyond("move the target's clock or drain it"));
            }
        };
        say(&format!("Please {words}."));
        Ok(done(&json!({})))
    }

    fn secret(&self) -> Result<Exchange, Fault> {
        match &self.webhook_secret {
            Some(secret) => Ok(done(&json!({ "secret": secret }))),
            None => Err(Fault::error(
                "set RALIO_WEBHOOK_SECRET to the webhook secret that the Portal shows",
            )),
        }
    }
}

fn beyond(what: &str) -> Fault {
    Fault::not_applicable(format!("a person at the Portal cannot {what}"))
}

fn say(text: &str) {
    // Whoever reads stands at the terminal; a closed one is noticed by the missing effect.
    let _ = writeln!(std::io::stderr(), "\n>> {text}");
}

/// What a person did has no answer on the wire.
fn done(body: &serde_json::Value) -> Exchange {
    answer("(by hand)", "", 200, body)
}
