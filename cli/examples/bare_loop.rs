//! The journey of `tests/bench/journey.feature` as a bare loop: the same 27 requests, checked for their status only.
//!
//! `bare_loop API PORTAL TIMES JOBS`; the operator's key comes from `RALIO_OPERATOR_KEY`. `.ci/bench` compares `conform` with it.

use std::{env, error::Error, io::Write as _, time::Instant};

use futures::{StreamExt as _, TryStreamExt as _, stream};
use reqwest::{Client, Method};
use serde_json::{Value, json};

type AnyError = Box<dyn Error>;

/// One merchant's way through the API and the operator's interface.
struct Journey<'a> {
    client: &'a Client,
    api: &'a str,
    portal: &'a str,
    operator_key: &'a str,
    token: String,
}

impl Journey<'_> {
    async fn send(
        &self,
        method: Method,
        address: String,
        key: &str,
        body: Option<Value>,
    ) -> Result<Value, AnyError> {
        let mut request = self.client.request(method, address);
        if !key.is_empty() {
            request = request.bearer_auth(key);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await?.error_for_status()?;
        Ok(serde_json::from_slice(&answer.bytes().await?)?)
    }

    async fn get(&self, path: &str) -> Result<Value, AnyError> {
        self.send(Method::GET, format!("{}/api/v1{path}", self.api), &self.token, None).await
    }

    async fn post(&self, path: &str, body: Option<Value>) -> Result<Value, AnyError> {
        self.send(Method::POST, format!("{}/api/v1{path}", self.api), &self.token, body).await
    }

    async fn operate(&self, path: &str, body: Option<Value>) -> Result<Value, AnyError> {
        let address = format!("{}/operator/v1/merchants{path}", self.portal);
        self.send(Method::POST, address, self.operator_key, body).await
    }
}

fn text(value: &Value, key: &str) -> Result<String, AnyError> {
    Ok(value[key].as_str().ok_or_else(|| format!("no {key} in {value}"))?.to_owned())
}

fn person(name: &str, email: &str, document: &str) -> Value {
    json!({
        "name": name, "surname": "Torres Vidal", "email": email, "phoneNumber": "+34612345678",
        "phoneNumberCountry": "ES", "birthdate": "1990-05-15", "birthCountry": "ES",
        "nationality": "ES", "documentType": "PASSPORT", "documentNumber": document,
        "address": "Calle de Alcalá 45", "addressLine2": "3º B", "city": "Madrid",
        "province": "Madrid", "postalCode": "28014", "country": "ES",
        "activity": "SALES_MANAGER", "employmentStatus": "EMPLOYED", "professionalSector": "Retail",
        "sourceOfFunds": "SALARY", "estimatedAnnualIncome": 42_000,
        "estimatedAnnualTransactionVolume": 18_000, "estimatedNetWorth": 95_000,
        "isPublicOffice": false, "hasPepCloseAssociate": false, "termsAndConditionsAccepted": true,
    })
}

/// A verified person with an account: six requests.
async fn verified_account(
    journey: &Journey<'_>,
    merchant: &Value,
    body: Value,
) -> Result<(String, String), AnyError> {
    let user = text(&journey.post("/account/individual-users", Some(body)).await?, "id")?;
    let sessions = format!("/account/users/{user}/identity-verifications");
    let session = text(&journey.post(&sessions, None).await?, "id")?;
    journey.operate(&format!("/{merchant}/kyc-sessions/{session}/approve"), None).await?;
    journey.get(&format!("/account/individual-users/{user}")).await?;
    let account = json!({ "currency": "EUR", "label": "Main" });
    let opened = journey.post(&format!("/account/users/{user}/accounts"), Some(account)).await?;
    Ok((user, text(&opened, "id")?))
}

async fn travel(mut journey: Journey<'_>) -> Result<(), AnyError> {
    let made = journey.operate("", Some(json!({ "name": "Merchant", "apiKey": {} }))).await?;
    let merchant = made["id"].clone();
    let key = json!({ "api_code": made["apiCode"], "api_key": made["apiKey"]["apiKey"] });
    journey.token = text(&journey.post("/auth/login", Some(key)).await?, "token")?;
    let ana = person("Ana", "ana.torres@example.com", "AAA123456");
    let (ana, source) = verified_account(&journey, &merchant, ana).await?;
    let bruno = person("Bruno", "bruno.ferreira@example.com", "CA123456");
    let (bruno, destination) = verified_account(&journey, &merchant, bruno).await?;
    let payin = json!({
        "accountId": source, "type": "BANK", "outcome": "SETTLE",
        "amount": { "currency": "EUR", "amount": 50_000 },
    });
    journey.operate(&format!("/{merchant}/simulated-payins"), Some(payin)).await?;
    let transfer = json!({
        "origin": { "currency": "EUR", "amount": 12_000 },
        "recipient": { "accountId": destination },
        "reference": "Shared dinner",
        "code2fa": "123456",
    });
    let transfers = format!("/account/users/{ana}/accounts/{source}/transfers");
    let order = text(&journey.post(&transfers, Some(transfer)).await?, "id")?;
    journey.get(&format!("/account/orders/{order}")).await?;
    // The checks after a scenario read everything that the merchant can see.
    journey.get("/account/individual-users?pageSize=100").await?;
    journey.get("/account/orders?sort=createdAt&pageSize=100").await?;
    for (user, account) in [(ana, source), (bruno, destination)] {
        let user = format!("/account/users/{user}");
        journey.get(&format!("{user}/identity-verifications?pageSize=100")).await?;
        journey.get(&format!("{user}/accounts?pageSize=100")).await?;
        journey.get(&format!("{user}/accounts/{account}/transactions")).await?;
        let orders = format!("{user}/accounts/{account}/orders?sort=createdAt&pageSize=100");
        journey.get(&orders).await?;
    }
    journey.get("/merchant/user/accounts").await?;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), AnyError> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [api, portal, times, jobs] = arguments.as_slice() else {
        return Err("usage: bare_loop API PORTAL TIMES JOBS".into());
    };
    let (times, jobs): (usize, usize) = (times.parse()?, jobs.parse()?);
    let operator_key = env::var("RALIO_OPERATOR_KEY")?;
    conformance_harness::install_crypto();
    let client = Client::builder().no_proxy().build()?;
    let begun = Instant::now();
    let journeys = stream::iter(0..times).map(|_| {
        let token = String::new();
        travel(Journey { client: &client, api, portal, operator_key: &operator_key, token })
    });
    journeys.buffer_unordered(jobs).try_collect::<Vec<()>>().await?;
    writeln!(std::io::stdout(), "{:.3}", begun.elapsed().as_secs_f64())?;
    Ok(())
}
