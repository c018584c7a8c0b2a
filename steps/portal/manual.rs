//! The operator at the keyboard: prints instructions for the Portal in plain words; the steps wait for the effect.

use std::io::Write as _;

use conformance_harness::{
    client::{Client, Outgoing},
    exchange::Exchange,
    quote::escaped,
    secrets::{SecretKind, Secrets},
    target::Target,
    verdict::Fault,
};
use serde_json::{Value, json};

use crate::{
    edition::{login_body, path},
    language::{PayerAction, PayinOutcome, Rail},
    portal::{Action, MerchantAccess, answer::answer, credential, verbs},
};

/// Prints requests to a person and knows the one merchant whose credentials the environment holds.
#[derive(Debug)]
pub struct ManualOperator {
    portal_url: String,
    api_url: String,
    client: Client,
    merchant: MerchantAccess,
    webhook_secret: Option<String>,
}

impl ManualOperator {
    pub(super) fn new(target: &Target, client: Client, secrets: &Secrets) -> Result<Self, Fault> {
        let merchant = MerchantAccess {
            id: None,
            api_code: credential("RALIO_API_CODE")?,
            api_key: credential("RALIO_API_KEY")?,
            key_id: None,
        };
        let webhook_secret = credential("RALIO_WEBHOOK_SECRET").ok();
        secrets.add(SecretKind::Key, &merchant.api_key);
        if let Some(secret) = &webhook_secret {
            secrets.add(SecretKind::Secret, secret);
        }
        let (portal_url, api_url) = (target.portal_url.clone(), target.api_url.clone());
        Ok(Self { portal_url, api_url, client, merchant, webhook_secret })
    }

    /// Logs in once, so that wrong credentials are reported before a person is asked to do something.
    pub(super) async fn probe(&self) -> Result<(), Fault> {
        let MerchantAccess { api_code, api_key, .. } = &self.merchant;
        let body = login_body(api_code, api_key);
        let request = Outgoing::new("POST", path::LOGIN).json(&body);
        let answer = self.client.send(&self.api_url, request).await?;
        if answer.response.is_client_error() {
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

    /// Asks the person for an action. There is no answer: the steps wait for the effect.
    pub(super) fn perform(&self, action: &Action) -> Result<Exchange, Fault> {
        if matches!(action, Action::ReadSecret) {
            return self.secret();
        }
        let words = self.words(action)?;
        say(&format!("Please {words}."));
        Ok(done(&json!({ ASKED: words })))
    }

    /// The instruction for an action.
    ///
    /// # Errors
    /// If it is not an action for a person.
    fn words(&self, action: &Action) -> Result<String, Fault> {
        let portal = &self.portal_url;
        Ok(match action {
            Action::RegisterEndpoint { url, events } => format!(
                "open {portal}/account/webhooks, register {url} and select {}",
                events.join(", ")
            ),
            Action::Decide { process, session, decision, details } => {
                let (verb, with) = (verbs::of_decision(*decision).words, with(details.as_ref()));
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
            Action::Fund { account, rail, money, fate: PayinOutcome::Settle }
                if *rail != Rail::Card =>
            {
                format!(
                    "open {portal}, Developers > Funds Simulator, choose account {account}, a {rail} \
                     payin of {money}, and press Simulate Funding"
                )
            }
            Action::DecideViban { viban, decision, details } => {
                let (verb, with) = (verbs::of_viban(*decision).words, with(details.as_ref()));
                format!("open {portal}, find the virtual IBAN {viban} and {verb} it{with}")
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
                let verb = verbs::of_order(*to).words;
                format!("open {portal}, find the order {order} and {verb} it")
            }
            Action::SetLevel { user, level } => {
                format!("open {portal}, find the user {user} and set the level {level}")
            }
            other => return Err(beyond(other)),
        })
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

/// The member of an answer with the instruction that a person was given.
pub(crate) const ASKED: &str = "asked";

/// The details of a decision as the end of an instruction.
fn with(details: Option<&Value>) -> String {
    details.map(|details| format!(", with {details}")).unwrap_or_default()
}

/// The reason why an action is not one for a person.
fn beyond(action: &Action) -> Fault {
    let what = match action {
        Action::ReadDocument { .. } | Action::ReadKyb { .. } => {
            "report what the Portal shows back to the run"
        }
        Action::Fund { .. } => "simulate a payin that is held, fails or comes by card",
        Action::FundViban { .. } => "send money to a virtual IBAN",
        Action::MakeKey | Action::ListKeys | Action::RevokeKey { .. } => {
            "make, list or revoke the keys the run depends on"
        }
        Action::ListDeliveries { .. } | Action::Resend { .. } => {
            "report deliveries back to the run"
        }
        Action::Advance { .. } | Action::Drain { .. } => "move the target's clock or drain it",
        _ => "change settings that other scenarios depend on",
    };
    Fault::not_applicable(format!("a person at the Portal cannot {what}"))
}

fn say(text: &str) {
    // If standard error is closed, nobody reads this, and the missing effect shows it.
    let _ = writeln!(std::io::stderr(), "\n>> {}", escaped(text));
}

/// The answer to an action that a person has carried out; there is none on the wire.
fn done(body: &Value) -> Exchange {
    answer("(by hand)", "", 200, body)
}
