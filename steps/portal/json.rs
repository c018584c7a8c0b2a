//! The operator by JSON: the sandbox's operator interface.

use conformance_harness::{
    client::{Client, Outgoing},
    exchange::Exchange,
    secrets::{SecretKind, Secrets},
    verdict::{Fault, Nonconformance},
};
use serde_json::{Value, json};

use crate::{
    answers::text,
    edition,
    language::PayerAction,
    portal::{Action, MerchantAccess, call::OperatorCall, path_of},
};

/// The path of the operator's merchants.
pub(crate) const BASE: &str = "/operator/v1/merchants";

/// The merchant whose part of the operator's interface has this path.
#[must_use]
pub fn merchant_in(path: &str) -> Option<i64> {
    let rest = path.strip_prefix(BASE)?.strip_prefix('/')?;
    rest.split(['/', '?']).next()?.parse().ok()
}

/// Calls the operator's JSON interface with its key.
#[derive(Debug)]
pub struct JsonOperator {
    client: Client,
    portal_url: String,
    key: String,
    secrets: Secrets,
}

impl JsonOperator {
    pub(super) fn new(client: Client, portal_url: &str, key: String, secrets: Secrets) -> Self {
        Self { client, portal_url: portal_url.to_owned(), key, secrets }
    }

    pub(super) async fn probe(&self) -> Result<(), Fault> {
        let listed = self.call("GET", BASE.to_owned(), None).await?;
        answered(&listed, 200).map(drop)
    }

    pub(super) async fn merchant(&self, name: &str) -> Result<MerchantAccess, Fault> {
        let wanted = json!({ "name": name, "apiKey": {} });
        let made = self.call("POST", BASE.to_owned(), Some(wanted)).await?;
        let merchant = answered(&made, 201)?;
        let id = merchant.get("id").and_then(Value::as_i64);
        let id = id.ok_or_else(|| Fault::error("the operator's merchant has no integer id"))?;
        let text = |field: &str| {
            let value = merchant["apiKey"][field].as_str().map(str::to_owned);
            let missing = || format!("the operator's new merchant has no apiKey with {field}");
            value.ok_or_else(|| Fault::error(missing()))
        };
        Ok(MerchantAccess {
            id: Some(id),
            api_code: text("apiCode")?,
            api_key: text("apiKey")?,
            key_id: Some(text("id")?),
        })
    }

    /// Deletes a merchant that was made for the run; false if the target has no such operation.
    ///
    /// # Errors
    /// If the target has it and does not carry it out.
    pub(super) async fn delete(&self, merchant: i64) -> Result<bool, Fault> {
        let request = Outgoing::new("DELETE", format!("{BASE}/{merchant}")).bearer(&self.key);
        let answer = self.client.send(&self.portal_url, request).await.map_err(Fault::error)?;
        match answer.response.status {
            204 => Ok(true),
            404 | 405 | 501 => Ok(false),
            status => Err(Fault::error(format!("the Portal answers {status}"))),
        }
    }

    pub(super) async fn sign_in_link(&self, merchant: &MerchantAccess) -> Result<String, Fault> {
        let id = merchant.id.ok_or_else(|| Fault::error("the merchant has no id here"))?;
        let people = format!("{BASE}/{id}/people");
        let body = json!({ "name": "Olga Operator" });
        let person = self.call("POST", people.clone(), Some(body)).await?;
        let person = &answered(&person, 201)?["id"];
        let person = person.as_str().map_or_else(|| person.to_string(), str::to_owned);
        let links = format!("{people}/{person}/sign-in-links");
        let link = text(answered(&self.call("POST", links, None).await?, 201)?, "url")?;
        self.secrets.add(SecretKind::Link, &link);
        // Messages name pages by their path alone.
        self.secrets.add(SecretKind::Link, link.rsplit('/').next().unwrap_or_default());
        Ok(link)
    }

    pub(super) async fn perform(
        &self,
        merchant: &MerchantAccess,
        action: &Action,
    ) -> Result<Exchange, Fault> {
        let id = merchant.id.ok_or_else(|| Fault::error("the merchant has no id here"))?;
        match action.call() {
            OperatorCall::Interface { method, path, body } => {
                self.call(method, format!("{BASE}/{id}{path}"), body).await
            }
            OperatorCall::PaymentPage { url, action } => self.pay_by_card(url, action).await,
        }
    }

    /// Opens a payment page and sends its form, as a browser would, at the address by which this run reaches the Portal.
    async fn pay_by_card(&self, url: &str, action: PayerAction) -> Result<Exchange, Fault> {
        let path = path_of(url);
        let send = |request| self.client.send(&self.portal_url, request);
        let shown = send(Outgoing::new("GET", path)).await?;
        answered(&shown, 200)?;
        let form =
            Outgoing::new("POST", path).header("content-type", "application/x-www-form-urlencoded");
        let (button, typed) = edition::payment_form(action);
        let mut body = form_urlencoded::Serializer::new(String::new());
        let body = body.append_pair("action", button).extend_pairs(typed).finish();
        let form = Outgoing { body: Some(body.into()), ..form };
        Ok(send(form).await?)
    }

    async fn call(
        &self,
        method: &str,
        path: String,
        body: Option<Value>,
    ) -> Result<Exchange, Fault> {
        let request = Outgoing::new(method, path).bearer(&self.key);
        let request = match &body {
            Some(body) => request.json(body),
            None => request,
        };
        let exchange = self.client.send(&self.portal_url, request).await?;
        self.secrets.add_from_answer(&exchange.response);
        match exchange.response.status {
            401 => Err(Fault::error(
                "the Portal refuses the operator's key; set RALIO_OPERATOR_KEY to the one the target was started with",
            )),
            500.. => Err(Nonconformance::new(
                "the Portal failed",
                "no answer above 499, whatever is asked",
                exchange.response.status,
            )
            .shown_in(&exchange)
            .into()),
            _ => Ok(exchange),
        }
    }
}

/// The body of an answer that must have this status.
pub(crate) fn answered(exchange: &Exchange, status: u16) -> Result<&Value, Fault> {
    if exchange.response.status != status {
        return Err(Nonconformance::new(
            "the Portal refused what should be possible",
            format!("status {status}"),
            format!("status {}", exchange.response.status),
        )
        .shown_in(exchange)
        .into());
    }
    Ok(exchange.response.json())
}
