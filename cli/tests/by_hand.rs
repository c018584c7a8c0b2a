//! The operator at the keyboard: the run prints instructions, a person follows them in the Portal, the run sees the effect.

#![expect(clippy::expect_used, reason = "a test says what it relies on")]

#[path = "support/trusting_sandbox.rs"]
mod trusting_sandbox;

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use conformance_harness::client::{Client, Outgoing};
use ralio_sandbox::Sandbox;
use serde_json::{Value, json};

use trusting_sandbox::trusting_sandbox;

/// A person who reads the instructions and follows them through the Portal's JSON interface.
struct Person<'a> {
    sandbox: &'a Sandbox,
    client: Client,
    merchant: i64,
}

impl Person<'_> {
    async fn portal(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let path = format!("/operator/v1/merchants{path}");
        let request = Outgoing::new(method, path).bearer(self.sandbox.operator_key());
        let request = match &body {
            Some(body) => request.json(body),
            None => request,
        };
        let answer = self.client.send(self.sandbox.portal_url(), request).await.expect("answers");
        assert!(answer.response.status < 300, "{}", answer.as_curl());
        answer.response.json().clone()
    }

    /// Carries out the instruction of a line; other lines are ignored.
    async fn obey(&self, line: &str) {
        let after = |word: &str| {
            let rest = line.split_once(word).map(|(_, rest)| rest.trim()).expect("is in the line");
            rest.split([' ', ',']).next().expect("a word follows").to_owned()
        };
        let merchant = self.merchant;
        if line.contains("/account/webhooks") {
            let events = line.split_once("select ").expect("names the events").1;
            let events: Vec<&str> =
                events.trim_end_matches('.').split(',').map(str::trim).collect();
            let body = json!({ "url": after(", register "), "events": events });
            self.portal("PUT", &format!("/{merchant}/webhook-endpoint"), Some(body)).await;
        } else if line.contains("approve it") {
            let session = after("KYC session ");
            let path = format!("/{merchant}/kyc-sessions/{session}/approve");
            self.portal("POST", &path, None).await;
        } else if line.contains("Funds Simulator") {
            let amount = line.split_once(" payin of ").expect("says how much").1;
            let amount: Vec<&str> = amount.split([' ', ',']).take(2).collect();
            let minor: i64 = amount[1].replace('.', "").parse().expect("an amount");
            let body = json!({
                "accountId": after("account "),
                "type": "BANK",
                "amount": { "currency": amount[0], "amount": minor },
                "outcome": "SETTLE",
            });
            self.portal("POST", &format!("/{merchant}/simulated-payins"), Some(body)).await;
        }
    }
}

/// A sandbox, and the profile and the credentials of a merchant whose operator is a person.
struct ByHand {
    folder: tempfile::TempDir,
    sandbox: Sandbox,
    merchant: i64,
    credentials: [(&'static str, String); 3],
}

impl ByHand {
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let sandbox = trusting_sandbox(folder.path()).await;
        let client = Client::new(true).expect("a client");
        let person = Person { sandbox: &sandbox, client, merchant: 0 };
        let made = person.portal("POST", "", Some(json!({ "name": "By hand" }))).await;
        let merchant = made["id"].as_i64().expect("an id");
        let key = person.portal("POST", &format!("/{merchant}/api-keys"), None).await;
        let placeholder = json!({ "url": "https://localhost/", "events": ["account.activated"] });
        let endpoint = format!("/{merchant}/webhook-endpoint");
        person.portal("PUT", &endpoint, Some(placeholder)).await;
        let secret = person.portal("GET", &format!("{endpoint}/secret"), None).await;
        let text = |value: &Value| value.as_str().expect("is text").to_owned();
        let credentials = [
            ("RALIO_API_CODE", text(&key["apiCode"])),
            ("RALIO_API_KEY", text(&key["apiKey"])),
            ("RALIO_WEBHOOK_SECRET", text(&secret["secret"])),
        ];
        Self { folder, sandbox, merchant, credentials }
    }

    /// A run of these rules, in which a person has so many seconds for each instruction.
    fn run(&self, rules: &[&str], seconds: u32) -> Child {
        let profile = self.folder.path().join("profile.yaml");
        let text = format!(
            "name: by hand\napi: {}\nportal: {}\noperator: person\ncapabilities: []\n\
             sink: {{ listen: '127.0.0.1:0', authority: {} }}\nperson_timeout_seconds: {seconds}\n",
            self.sandbox.api_url(),
            self.sandbox.portal_url(),
            self.folder.path().display()
        );
        std::fs::write(&profile, text).expect("written");
        Command::new(env!("CARGO_BIN_EXE_conform"))
            .arg("run")
            .args(rules.iter().flat_map(|rule| ["--rule", rule]))
            .arg("--target")
            .arg(&profile)
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .envs(self.credentials.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("conform starts")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guides_journey_runs_with_a_person_at_the_portal() {
    let by_hand = ByHand::start().await;
    let client = Client::new(true).expect("a client");
    let person = Person { sandbox: &by_hand.sandbox, client, merchant: by_hand.merchant };
    let mut run = by_hand.run(&["GUIDE-1", "AUTH-5"], 20);
    let printed = BufReader::new(run.stderr.take().expect("is piped"));
    for line in printed.lines() {
        person.obey(&line.expect("is text")).await;
    }
    let output = run.wait_with_output().expect("ends");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}");
    assert!(text.contains("1 passed"), "{text}");
    assert!(text.contains("not applicable: a person at the Portal cannot"), "{text}");
    by_hand.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_does_nothing_is_no_mistake_of_the_target() {
    let by_hand = ByHand::start().await;
    let output = by_hand.run(&["KYC-2.1"], 1).wait_with_output().expect("ends");
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("1 scenario: KYC-2.1") && text.contains("1 error"), "{text}");
    assert!(text.contains("nothing has come of \"Please open "), "{text}");
    by_hand.sandbox.stop().await;
}
