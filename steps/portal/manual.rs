//! The operator at the keyboard: asks for work in the Portal in plain words; the steps wait for the effect.

use conformance_harness::{
    client::{Client, Outgoing},
    exchange::Exchange,
    secrets::{SecretKind, Secrets},
    target::Target,
    verdict::Fault,
    worklist::{Worklist, WorklistRequest},
};
use serde_json::json;

use crate::{
    edition::{login_body, path},
    language::{PayerAction, PayinOutcome, PortalWork, Process, Rail},
    portal::{Action, AskedWork, FundedPayin, MerchantAccess, answer::answer, credential, verbs},
};

/// The id under which the preparation of a run asks.
pub(crate) const PREPARATION: &str = "preparation";

/// The page of the Portal about companies that are verified, as the KYB guide names it.
const ONBOARDING: &str = "Onboarding Business";

/// The environment variables with the credentials of a second merchant.
const SECOND: [&str; 2] = ["RALIO_OTHER_API_CODE", "RALIO_OTHER_API_KEY"];

/// The place of work for the second merchant.
const SECOND_PORTAL: &str = "in the Portal of the second merchant";

/// True if the environment holds the credentials of a second merchant.
pub(crate) fn has_second() -> bool {
    SECOND.iter().all(|name| credential(name).is_ok())
}

/// Asks a person, and knows the one merchant whose credentials the environment holds.
#[derive(Debug)]
pub struct ManualOperator {
    portal_url: String,
    api_url: String,
    client: Client,
    merchant: MerchantAccess,
    other: Option<MerchantAccess>,
    webhook_secret: Option<String>,
    pub(super) worklist: Worklist,
}

impl ManualOperator {
    pub(super) fn new(
        target: &Target,
        client: Client,
        secrets: &Secrets,
        worklist: Worklist,
    ) -> Result<Self, Fault> {
        let access = |code: &str, key: &str| -> Result<MerchantAccess, Fault> {
            let (api_code, api_key) = (credential(code)?, credential(key)?);
            secrets.add(SecretKind::Key, &api_key);
            Ok(MerchantAccess { id: None, api_code, api_key, key_id: None })
        };
        let merchant = access("RALIO_API_CODE", "RALIO_API_KEY")?;
        let other = access(SECOND[0], SECOND[1]).ok();
        let webhook_secret = credential("RALIO_WEBHOOK_SECRET").ok();
        if let Some(secret) = &webhook_secret {
            secrets.add(SecretKind::Secret, secret);
        }
        let (portal_url, api_url) = (target.portal_url.clone(), target.api_url.clone());
        Ok(Self { portal_url, api_url, client, merchant, other, webhook_secret, worklist })
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
        if name == "Merchant" {
            return Ok(self.merchant.clone());
        }
        self.other.clone().ok_or_else(|| Fault::error("there is no second merchant"))
    }

    /// True for the second merchant, whose Portal is a different one.
    pub(super) fn is_second(&self, merchant: &MerchantAccess) -> bool {
        self.other.as_ref().is_some_and(|other| other.api_code == merchant.api_code)
    }

    /// True if the environment holds the credentials of a second merchant.
    pub(super) fn has_second(&self) -> bool {
        self.other.is_some()
    }

    /// Asks the person for an action of a scenario. There is no answer: the steps wait for the effect.
    pub(super) fn perform(
        &self,
        merchant: &MerchantAccess,
        action: &Action,
        case: &str,
    ) -> Result<(Exchange, Option<AskedWork>), Fault> {
        if matches!(action, Action::ReadSecret) {
            return self.secret().map(|answer| (answer, None));
        }
        let mut request = self.request(action)?;
        let mut place = String::new();
        if self.is_second(merchant) {
            request.further.push(SECOND_PORTAL.to_owned());
            place = format!(" {SECOND_PORTAL}");
        }
        case.clone_into(&mut request.case);
        request.is_preparation = case == PREPARATION;
        let ids: Vec<&str> = request.ids.iter().map(|(_, id)| id.as_str()).collect();
        let words = format!("{}{place}: {}", request.task, ids.join(", "));
        let told = answer("(by hand)", "", 200, &json!({ ASKED: words }));
        let task = format!("{}{place}", request.task);
        Ok((told, Some(AskedWork { task, words, ticket: self.worklist.ask(request) })))
    }

    /// The request to a person for an action.
    ///
    /// # Errors
    /// If it is not an action for a person.
    fn request(&self, action: &Action) -> Result<WorklistRequest, Fault> {
        Ok(match action {
            Action::RegisterEndpoint { url, events } => {
                let all = format!("select these events: {}", events.join(", "));
                let task = "Register the webhook address".to_owned();
                let request = self.at("Webhooks", "/account/webhooks", task);
                WorklistRequest { further: vec![all], ..request.with("address", url) }
            }
            Action::Decide { process, session, decision, details } => {
                let task = verbs::of_decision(*decision).about(&format!("the {process} session"));
                let page = match process {
                    Process::Kyc => "KYC review",
                    Process::Kyb => ONBOARDING,
                };
                let request = self.at(page, "", task);
                request.with("session", session).detailed(details.as_ref())
            }
            Action::DeclareParty { session, details } => {
                let task = "Declare a related party of the company".to_owned();
                let request = self.at(ONBOARDING, "", task);
                request.with("KYB session", session).detailed(Some(details))
            }
            Action::RenewParty { session, party } => {
                let task = "Open another KYC session for the related party".to_owned();
                let request = self.at(ONBOARDING, "", task);
                request.with("KYB session", session).with("related party", party)
            }
            Action::SetLevel { user, level, .. } => {
                self.at("Users", "", format!("Set the level {level}")).with("user", user)
            }
            other => return self.money_request(other),
        })
    }

    /// The request to a person for an action about money.
    fn money_request(&self, action: &Action) -> Result<WorklistRequest, Fault> {
        Ok(match action {
            Action::Fund { account, payin }
                if payin.outcome == PayinOutcome::Settle && payin.rail != Rail::Card =>
            {
                let FundedPayin { rail, money, details, .. } = payin;
                let task = format!("Simulate a {rail} payin of {money} that arrives");
                let page = "Developers > Funds Simulator";
                self.at(page, "", task).with("account", account).detailed(details.as_ref())
            }
            Action::DecideViban { viban, decision, details } => {
                let task = verbs::of_viban(*decision).about("the virtual IBAN");
                let request = self.at("Virtual IBANs", "", task);
                request.with("virtual IBAN", viban).detailed(details.as_ref())
            }
            Action::PayByCard { url, deed } => {
                let task = match deed {
                    PayerAction::Pay => "Pay on the payment page with a card that works",
                    PayerAction::BeDeclined => "Try to pay with a card that is declined",
                    PayerAction::GiveUp => "Go back from the payment page without paying",
                };
                let request = WorklistRequest {
                    page: "Payment page".to_owned(),
                    link: url.clone(),
                    task: task.to_owned(),
                    ..WorklistRequest::default()
                };
                let mut request = request.with("page", url);
                request
                    .further
                    .push("it leads on to the shop, whose page need not be there".to_owned());
                request
            }
            Action::MoveOrder { order, to } => {
                let task = verbs::of_order(*to).about("the order");
                self.at("Orders", "", task).with("order", order)
            }
            other => return Err(beyond(other)),
        })
    }

    /// A request for work on a page of the Portal. The guides give the path of one page; to the others the menu leads.
    fn at(&self, page: &str, path: &str, task: String) -> WorklistRequest {
        WorklistRequest {
            page: page.to_owned(),
            link: format!("{}{path}", self.portal_url),
            task,
            ..WorklistRequest::default()
        }
    }

    fn secret(&self) -> Result<Exchange, Fault> {
        match &self.webhook_secret {
            Some(secret) => Ok(answer("(by hand)", "", 200, &json!({ "secret": secret }))),
            None => Err(Fault::error(
                "set RALIO_WEBHOOK_SECRET to the webhook secret that the Portal shows",
            )),
        }
    }
}

/// The member of an answer with the instruction that a person was given.
const ASKED: &str = "asked";

/// The instruction that a person was given in the place of an answer.
pub(crate) fn instruction(exchange: &Exchange) -> Option<&str> {
    exchange.response.json().get(ASKED)?.as_str()
}

/// True if a person was asked, who gives no answer.
pub(crate) fn was_asked(exchange: &Exchange) -> bool {
    instruction(exchange).is_some()
}

/// The reason why an action is not one for a person.
fn beyond(action: &Action) -> Fault {
    let work = match action {
        Action::ReadDocument { .. }
        | Action::ReadKyb { .. }
        | Action::ListDeliveries { .. }
        | Action::Resend { .. } => PortalWork::Reading,
        Action::Fund { .. } => PortalWork::SpecialPayin,
        Action::FundViban { .. } => PortalWork::VibanPayin,
        Action::MakeKey | Action::ListKeys | Action::RevokeKey { .. } => PortalWork::Key,
        _ => PortalWork::Setting,
    };
    let usual = || "a person at the Portal cannot do this".to_owned();
    Fault::not_applicable(work.beyond_person().unwrap_or_else(usual))
}
