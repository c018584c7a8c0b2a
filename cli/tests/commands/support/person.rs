//! A person who knows nothing but the printed lists, and works them off through the Portal's JSON interface.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader, Write as _},
    process::{ChildStderr, ChildStdin},
    sync::{
        Mutex,
        mpsc::{RecvTimeoutError, channel},
    },
    thread,
    time::Duration,
};

use conformance_harness::client::{Client, Outgoing};
use ralio_sandbox::Sandbox;
use serde_json::{Map, Value, json};

/// A request as it is printed.
#[derive(Clone, Debug, Default)]
pub(crate) struct PrintedRequest {
    pub(crate) number: String,
    pub(crate) task: String,
    pub(crate) case: String,
    pub(crate) ids: HashMap<String, String>,
    pub(crate) details: Map<String, Value>,
    pub(crate) is_of_second_merchant: bool,
}

/// The requests of a run, as they were printed.
#[derive(Debug, Default)]
pub(crate) struct WorkedOff {
    pub(crate) requests: Vec<PrintedRequest>,
    pub(crate) batches: usize,
}

impl WorkedOff {
    /// The number of requests that prepare.
    pub(crate) fn preparation(&self) -> usize {
        self.requests.iter().filter(|one| one.case == "preparation").count()
    }
}

/// A person at the Portal of a merchant.
pub(crate) struct Person<'a> {
    pub(crate) sandbox: &'a Sandbox,
    pub(crate) client: Client,
    pub(crate) merchant: i64,
    pub(crate) second_merchant: Option<i64>,
    /// The first word of the tasks that the person skips, at the standard input of a run.
    pub(crate) skips: Option<(&'static str, Mutex<ChildStdin>)>,
    /// True if the person carries out only the first and the last task of a list.
    pub(crate) is_slow: bool,
}

impl Person<'_> {
    pub(crate) async fn portal(&self, method: &str, path: &str, body: Option<Value>) -> Value {
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

    /// Reads what a run prints and does what it asks for, until it ends or `is_enough` says so after a batch.
    pub(crate) async fn work_off(
        &self,
        printed: ChildStderr,
        is_enough: impl Fn(&WorkedOff) -> bool,
    ) -> WorkedOff {
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(printed).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let (mut done, mut open) = (WorkedOff::default(), Vec::new());
        loop {
            match lines.recv_timeout(Duration::from_millis(100)) {
                Ok(line) => {
                    done.batches += usize::from(line.starts_with("== Batch"));
                    read(&line, &mut open);
                }
                Err(end) => {
                    let last = open.len().saturating_sub(1);
                    for (place, request) in open.drain(..).enumerate() {
                        if !self.is_slow || place == 0 || place == last {
                            self.obey(&request).await;
                        }
                        done.requests.push(request);
                    }
                    if end == RecvTimeoutError::Disconnected || is_enough(&done) {
                        return done;
                    }
                }
            }
        }
    }

    async fn obey(&self, request: &PrintedRequest) {
        let is_skipped = |(word, _): &&(&str, _)| request.task.starts_with(word);
        if let Some((_, typed)) = self.skips.as_ref().filter(is_skipped) {
            let mut typed = typed.lock().expect("one thread");
            writeln!(typed, "skip {}", request.number).expect("typed");
            return;
        }
        let id = |label: &str| request.ids.get(label).map(String::as_str).unwrap_or_default();
        let body = (!request.details.is_empty()).then(|| Value::Object(request.details.clone()));
        let words: Vec<&str> = request.task.split(' ').collect();
        let (verb, last) = (words[0].to_lowercase(), words.last().copied().unwrap_or_default());
        let (method, path, body) = match (words[0], request.task.as_str()) {
            (_, "Register the webhook address") => {
                let events = request.details["select these events"].as_str().expect("events");
                let events: Vec<&str> = events.split(", ").collect();
                let body = json!({ "url": id("address"), "events": events });
                ("PUT", "webhook-endpoint".to_owned(), Some(body))
            }
            ("Simulate", _) => {
                let (_, money) = request.task.split_once(" payin of ").expect("says how much");
                let money = money.strip_suffix(" that arrives").expect("says what becomes of it");
                let (currency, amount) = money.split_once(' ').expect("money");
                let amount: i64 = amount.replace('.', "").parse().expect("an amount");
                let body = json!({
                    "accountId": id("account"),
                    "type": words[2].to_uppercase(),
                    "amount": { "currency": currency, "amount": amount },
                    "outcome": "SETTLE",
                });
                ("POST", "simulated-payins".to_owned(), Some(body))
            }
            ("Set", _) => {
                ("PUT", format!("users/{}/level", id("user")), Some(json!({ "level": last })))
            }
            ("Declare", _) => {
                ("POST", format!("kyb-sessions/{}/related-parties", id("KYB session")), body)
            }
            ("Open", _) => {
                ("POST", format!("related-parties/{}/kyc-sessions", id("related party")), None)
            }
            ("Pay" | "Try" | "Go", _) => return self.pay(id("page"), words[0]).await,
            (_, task) if task.ends_with("the order") => {
                ("POST", format!("orders/{}/{verb}", id("order")), None)
            }
            (_, task) if task.ends_with("the virtual IBAN") => {
                ("POST", format!("virtual-ibans/{}/{verb}", id("virtual IBAN")), body)
            }
            (_, task) => {
                let verb = match words[0] {
                    "Send" => "review",
                    "Request" => "request-info",
                    _ => verb.as_str(),
                };
                let process = if task.contains(" KYB ") { "kyb" } else { "kyc" };
                ("POST", format!("{process}-sessions/{}/{verb}", id("session")), body)
            }
        };
        self.portal(method, &format!("/{}/{path}", self.merchant_of(request)), body).await;
    }

    /// The merchant in whose Portal a request is worked off.
    fn merchant_of(&self, request: &PrintedRequest) -> i64 {
        let second = self.second_merchant.filter(|_| request.is_of_second_merchant);
        second.unwrap_or(self.merchant)
    }

    /// Sends the form of a payment page.
    async fn pay(&self, page: &str, verb: &str) {
        let (_, path) = page.split_once("/pay/").expect("a payment page");
        let number = if verb == "Try" { "4000 0000 0000 0002" } else { "4242 4242 4242 4242" };
        let action = if verb == "Go" { "cancel" } else { "pay" };
        let mut form = Outgoing::new("POST", format!("/pay/{path}"))
            .header("content-type", "application/x-www-form-urlencoded");
        let number = number.replace(' ', "+");
        form.body = Some(format!("action={action}&number={number}&expiry=12/31&cvc=123").into());
        self.client.send(self.sandbox.portal_url(), form).await.expect("answers");
    }
}

/// The value to which names such as `checks 1, type` lead.
fn member<'v>(value: &'v mut Value, names: &str) -> &'v mut Value {
    names.split(", ").fold(value, |value, name| match name.rsplit_once(' ') {
        Some((list, number)) if number.parse::<usize>().is_ok() => {
            let items = &mut value[list];
            let place = number.parse::<usize>().expect("a number") - 1;
            if items.is_null() {
                *items = json!([]);
            }
            let items = items.as_array_mut().expect("a list");
            if items.len() <= place {
                items.resize(place + 1, json!({}));
            }
            &mut items[place]
        }
        _ => &mut value[name],
    })
}

/// Adds what a line says of a request.
fn read(line: &str, open: &mut Vec<PrintedRequest>) {
    let text = line.trim();
    if let Some(details) = line.strip_prefix("        ") {
        let Some(request) = open.last_mut() else { return };
        if details == "- in the Portal of the second merchant" {
            request.is_of_second_merchant = true;
        } else if let Some((name, value)) =
            details.strip_prefix("- ").and_then(|one| one.split_once(": "))
        {
            // Of all details only a share is a number.
            let value = match value.parse::<f64>() {
                Ok(share) if name == "ownershipPercentage" => json!(share),
                _ => json!(value),
            };
            let mut details = Value::Object(std::mem::take(&mut request.details));
            *member(&mut details, name) = value;
            if let Value::Object(members) = details {
                request.details = members;
            }
        } else if let Some((label, value)) = details.split_once("  ") {
            request.ids.insert(label.to_owned(), value.trim().to_owned());
        }
    } else if let Some((number, rest)) = text.split_once("  ")
        && number.parse::<usize>().is_ok()
        && let Some((task, case)) = rest.rsplit_once("  ")
    {
        let (task, case) = (task.trim().to_owned(), case.trim().to_owned());
        let number = number.to_owned();
        open.push(PrintedRequest { number, task, case, ..PrintedRequest::default() });
    }
}
