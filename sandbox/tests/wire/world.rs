//! A sandbox with a merchant, and the calls of the tests.

use ralio_sandbox::{Config, Sandbox, start};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use crate::sink::ca_pem;

/// The status and the body of an answer; the body is null if the answer is empty.
pub(crate) type Answer = (u16, Value);

pub(crate) const PDF: &[u8] = b"%PDF-1.4\n%%EOF\n";

pub(crate) const MANDATORY: [&str; 4] =
    ["MEMORANDUM_ARTICLES", "BUSINESS_NUMBER", "PROOF_OF_ADDRESS", "DIRECTORS_SHAREHOLDERS_REG"];

/// The addresses and the operator's key, which are all that a caller needs.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) client: Client,
    pub(crate) api: String,
    pub(crate) portal: String,
    pub(crate) operator_key: String,
}

impl Target {
    pub(crate) fn new(api: &str, portal: &str, operator_key: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().tls_certs_only([]).no_proxy().build().unwrap();
        let (api, portal) = (api.to_owned(), portal.to_owned());
        Self { client, api, portal, operator_key: operator_key.to_owned() }
    }

    pub(crate) async fn operator(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let url = format!("{}/operator/v1{path}", self.portal);
        let request = self.client.request(method, url).bearer_auth(&self.operator_key);
        send(with_body(request, body)).await
    }

    pub(crate) async fn merchant(&self) -> Merchant {
        let body = json!({"name": "Acme", "apiKey": {}});
        let mut made = expect(201, self.operator(Method::POST, "/merchants", Some(body)).await);
        let (path, key) = (format!("/merchants/{}", made["id"]), made["apiKey"].take());
        let mut merchant = Merchant { target: self.clone(), path, key, token: String::new() };
        merchant.log_in().await;
        merchant
    }
}

/// A merchant that has logged in.
#[derive(Clone)]
pub(crate) struct Merchant {
    pub(crate) target: Target,
    pub(crate) path: String,
    pub(crate) key: Value,
    pub(crate) token: String,
}

impl Merchant {
    pub(crate) async fn log_in(&mut self) {
        let body = json!({"api_code": self.key["apiCode"], "api_key": self.key["apiKey"]});
        let url = format!("{}/api/v1/auth/login", self.target.api);
        let answer = send(self.target.client.post(url).json(&body)).await;
        self.token = expect(200, answer)["token"].as_str().unwrap().to_owned();
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/api/v1{path}", self.target.api);
        self.target.client.request(method, url).bearer_auth(&self.token)
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::POST, path).json(&body)).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn operate(&self, method: Method, path: &str, body: Value) -> Answer {
        let path = format!("{}{path}", self.path);
        self.target.operator(method, &path, Some(body)).await
    }

    /// Subscribes `url` to `events`; gives the webhook secret.
    pub(crate) async fn listen(&self, url: &str, events: &[&str]) -> String {
        let body = json!({"url": url, "events": events});
        let endpoint = expect(200, self.operate(Method::PUT, "/webhook-endpoint", body).await);
        endpoint["secret"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn user(&self) -> String {
        id(&expect(201, self.post("/account/individual-users", person()).await))
    }

    pub(crate) async fn business(&self) -> String {
        id(&expect(201, self.post("/account/business-user", company()).await))
    }

    /// Opens a KYC session of a user.
    pub(crate) async fn kyc_session(&self, user: &str) -> Value {
        let sessions = format!("/account/users/{user}/identity-verifications");
        expect(201, self.post(&sessions, json!({})).await)
    }

    /// Creates a KYB session; gives its path.
    pub(crate) async fn kyb_session(&self, company: &str) -> String {
        let sessions = format!("/account/business-user/{company}/kyb-sessions");
        let session = id(&expect(201, self.post(&sessions, json!({})).await));
        format!("{sessions}/{session}")
    }

    /// Uploads a file as a document of type `kind`.
    pub(crate) async fn upload(
        &self,
        session: &str,
        kind: &str,
        name: &str,
        content: Vec<u8>,
    ) -> Answer {
        let file = Part::bytes(content).file_name(name.to_owned());
        let form = Form::new().part("file", file);
        let form = form.text("type", kind.to_owned()).text("category", "COMPANY_INFO");
        send(self.request(Method::POST, &format!("{session}/documents")).multipart(form)).await
    }

    /// Creates and submits a KYB session with the mandatory documents; gives its path.
    pub(crate) async fn submitted_kyb(&self, company: &str) -> String {
        let session = self.kyb_session(company).await;
        for kind in MANDATORY {
            expect(201, self.upload(&session, kind, "a.pdf", PDF.to_vec()).await);
        }
        expect(200, self.post(&format!("{session}/submit"), json!({})).await);
        session
    }

    pub(crate) async fn verified_user(&self) -> String {
        let user = self.user().await;
        let path = format!("/users/{user}/level");
        expect(200, self.operate(Method::PUT, &path, json!({"level": "REGULAR"})).await);
        user
    }

    /// Opens an account and funds it with this amount; gives its path and its id.
    pub(crate) async fn account(&self, user: &str, currency: &str, amount: i64) -> Account {
        let accounts = format!("/account/users/{user}/accounts");
        let body = json!({"currency": currency, "label": "Main"});
        let id = id(&expect(201, self.post(&accounts, body).await));
        let account = Account { path: format!("{accounts}/{id}"), id };
        if amount > 0 {
            let answer = self.pay_in(&account, currency, amount, "SETTLE").await;
            expect(201, answer);
        }
        account
    }

    pub(crate) async fn pay_in(
        &self,
        account: &Account,
        currency: &str,
        amount: i64,
        outcome: &str,
    ) -> Answer {
        let body = json!({
            "accountId": account.id,
            "type": "BANK",
            "amount": {"currency": currency, "amount": amount},
            "outcome": outcome,
        });
        self.operate(Method::POST, "/simulated-payins", body).await
    }

    pub(crate) async fn advance(&self, seconds: i64) {
        let body = json!({"milliseconds": seconds * 1000});
        expect(200, self.operate(Method::POST, "/clock/advance", body).await);
    }

    pub(crate) async fn drain(&self) {
        let answer = self.operate(Method::POST, "/drain", json!({"timeoutMs": 20_000})).await;
        expect(200, answer);
    }

    pub(crate) async fn deliveries(&self) -> Vec<Value> {
        let path = format!("{}/deliveries?pageSize=100", self.path);
        let page = expect(200, self.target.operator(Method::GET, &path, None).await);
        page["deliveries"].as_array().unwrap().clone()
    }

    /// Fails unless the account's entries sum to its balance.
    pub(crate) async fn check_books(&self, account: &Account) -> i64 {
        let view = expect(200, self.get(&account.path).await);
        let ledger = expect(200, self.get(&format!("{}/transactions", account.path)).await);
        let mut balance = 0;
        for entry in ledger.as_array().unwrap() {
            balance += entry["amount"].as_i64().unwrap();
            assert_eq!(entry["runningBalance"], balance);
        }
        assert_eq!(view["balance"], balance);
        balance
    }
}

pub(crate) struct Account {
    pub(crate) path: String,
    pub(crate) id: String,
}

impl Account {
    pub(crate) fn transfer(&self, recipient: &Self, amount: i64) -> (String, Value) {
        let body = json!({
            "origin": {"currency": "EUR", "amount": amount},
            "recipient": {"accountId": recipient.id},
            "reference": "rent",
            "code2fa": "123456",
        });
        (format!("{}/transfers", self.path), body)
    }

    pub(crate) fn payout(&self, amount: i64) -> (String, Value) {
        let body = json!({
            "origin": {"currency": "EUR", "amount": amount},
            "recipient": {
                "iban": "DE89370400440532013000",
                "accountHolder": "Bruno",
                "bankName": "Bank",
            },
            "reference": "invoice",
            "code2fa": "123456",
        });
        (format!("{}/bank-payouts", self.path), body)
    }
}

/// A sandbox in memory, and the target to reach it.
pub(crate) async fn sandbox() -> (Sandbox, Target) {
    let sandbox = start(Config { webhook_ca_pem: Some(ca_pem()), ..Config::default() });
    let sandbox = sandbox.await.unwrap();
    let target = Target::new(sandbox.api_url(), sandbox.portal_url(), sandbox.operator_key());
    (sandbox, target)
}

pub(crate) fn with_body(request: RequestBuilder, body: Option<Value>) -> RequestBuilder {
    match body {
        Some(body) => request.json(&body),
        None => request,
    }
}

pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() };
    (status, body)
}

pub(crate) fn expect(status: u16, answer: Answer) -> Value {
    assert_eq!(answer.0, status, "{}", answer.1);
    answer.1
}

pub(crate) fn id(resource: &Value) -> String {
    resource["id"].as_str().unwrap().to_owned()
}

pub(crate) fn person() -> Value {
    json!({
        "name": "Ana", "surname": "Ruiz", "email": "ana@example.com", "birthdate": "1990-05-15",
        "phoneNumber": "+34612345678", "phoneNumberCountry": "ES", "birthCountry": "ES",
        "nationality": "ES", "documentType": "PASSPORT", "documentNumber": "X1",
        "address": "Calle Mayor 1", "city": "Madrid", "province": "Madrid", "country": "ES",
        "postalCode": "28001", "activity": "BAKER", "employmentStatus": "EMPLOYED",
        "professionalSector": "Food", "sourceOfFunds": "SALARY", "estimatedAnnualIncome": 1,
        "estimatedAnnualTransactionVolume": 1, "estimatedNetWorth": 0.5,
        "hasPepCloseAssociate": false, "isPublicOffice": false,
        "termsAndConditionsAccepted": true,
    })
}

pub(crate) fn company() -> Value {
    let address = json!({
        "line1": "Calle Gran Via 123", "city": "Madrid", "country": "ES", "postalCode": "28013",
        "province": "Madrid",
    });
    json!({
        "businessActivity": {
            "businessNature": "Retail of electronics", "industryType": "RETAIL",
            "revenueModel": "Direct sales",
        },
        "company": {
            "legalName": "Acme SL", "taxId": "B12345678", "addresses": {"registered": address},
            "incorporation": {"constitutionType": "LLC", "country": "ES", "date": "2015-03-01"},
            "contact": {"email": "office@acme.example", "phone": "+34910000000"},
        },
    })
}
