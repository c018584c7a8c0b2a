//! The operator at the keyboard: the run prints lists, a person works them off in the Portal, the run sees the effects.

use std::{
    process::{Child, Command, Stdio},
    sync::Mutex,
    time::{Duration, Instant},
};

use conformance_harness::client::Client;
use ralio_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::{
    conform::ROOT,
    person::{Person, PrintedRequest, WorkedOff},
    trusting_sandbox::trusting_sandbox,
};

/// The most requests that prepare a whole run.
const PREPARING: usize = 40;

/// The most batches of requests that scenarios are about.
const BATCHES: usize = 10;

/// A sandbox, and the profile and the credentials of a merchant whose operator is a person.
struct ByHand {
    folder: tempfile::TempDir,
    sandbox: Sandbox,
    merchant: i64,
    second_merchant: Option<i64>,
    credentials: Vec<(&'static str, String)>,
    port: u16,
}

impl ByHand {
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let sandbox = trusting_sandbox(folder.path()).await;
        let client = Client::new(true).expect("a client");
        let person = Person {
            sandbox: &sandbox,
            client,
            merchant: 0,
            second_merchant: None,
            skips: None,
            is_slow: false,
        };
        let made = person.portal("POST", "", Some(json!({ "name": "By hand" }))).await;
        let merchant = made["id"].as_i64().expect("an id");
        let key = person.portal("POST", &format!("/{merchant}/api-keys"), None).await;
        let placeholder = json!({ "url": "https://localhost/", "events": ["account.activated"] });
        let endpoint = format!("/{merchant}/webhook-endpoint");
        person.portal("PUT", &endpoint, Some(placeholder)).await;
        let secret = person.portal("GET", &format!("{endpoint}/secret"), None).await;
        let text = |value: &Value| value.as_str().expect("is text").to_owned();
        let credentials = vec![
            ("RALIO_API_CODE", text(&key["apiCode"])),
            ("RALIO_API_KEY", text(&key["apiKey"])),
            ("RALIO_WEBHOOK_SECRET", text(&secret["secret"])),
            ("RALIO_CODE_2FA", "123456".to_owned()),
        ];
        // The endpoint keeps its address from run to run.
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = free.local_addr().expect("an address").port();
        Self { folder, sandbox, merchant, second_merchant: None, credentials, port }
    }

    /// Makes a second merchant, whose credentials the run gets as well.
    async fn with_second_merchant(mut self) -> Self {
        let person = self.person();
        let made = person.portal("POST", "", Some(json!({ "name": "Other" }))).await;
        let key = person.portal("POST", &format!("/{}/api-keys", made["id"]), None).await;
        let text = |value: &Value| value.as_str().expect("is text").to_owned();
        let credentials = [
            ("RALIO_OTHER_API_CODE", text(&key["apiCode"])),
            ("RALIO_OTHER_API_KEY", text(&key["apiKey"])),
        ];
        self.second_merchant = made["id"].as_i64();
        self.credentials.extend(credentials);
        self
    }

    fn person(&self) -> Person<'_> {
        let client = Client::new(true).expect("a client");
        let (merchant, second_merchant) = (self.merchant, self.second_merchant);
        Person {
            sandbox: &self.sandbox,
            client,
            merchant,
            second_merchant,
            skips: None,
            is_slow: false,
        }
    }

    /// A run in which a person has so many seconds for each request.
    fn run(&self, arguments: &[&str], seconds: u32) -> Child {
        let profile = self.folder.path().join("profile.yaml");
        let text = format!(
            "name: by hand\napi: {}\nportal: {}\noperator: person\ncapabilities: []\n\
             sink: {{ listen: '127.0.0.1:{}', authority: {} }}\nperson_timeout_seconds: {seconds}\n",
            self.sandbox.api_url(),
            self.sandbox.portal_url(),
            self.port,
            self.folder.path().display()
        );
        std::fs::write(&profile, text).expect("written");
        Command::new(env!("CARGO_BIN_EXE_conform"))
            .arg("run")
            .args(arguments)
            .arg("--target")
            .arg(&profile)
            .current_dir(ROOT)
            .envs(self.credentials.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("conform starts")
    }

    /// A run that must end with this code; gives what it asked for, and its output.
    async fn judge(&self, arguments: &[&str], code: i32) -> (WorkedOff, String) {
        let mut run = self.run(arguments, 20);
        let printed = run.stderr.take().expect("is piped");
        let output = std::thread::spawn(move || run.wait_with_output().expect("ends"));
        let done = self.person().work_off(printed, |_| false).await;
        let output = output.join().expect("ends");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(code), "{text}");
        (done, text)
    }
}

/// Judges scenarios by hand, and some of them again; more than `least_acts` requests must not be preparation.
async fn asks_for_little_and_then_for_less(scenarios: &[&str], least_acts: usize) {
    let by_hand = ByHand::start().await;
    let (first, text) = by_hand.judge(scenarios, 0).await;
    let acts = first.requests.len() - first.preparation();
    assert!(first.preparation() <= PREPARING, "{} requests to prepare", first.preparation());
    assert!(first.batches <= BATCHES, "{} batches", first.batches);
    assert!(acts > least_acts, "{acts} acts: {text}");
    assert!(text.contains("not applicable: a person at the Portal cannot"), "{text}");
    assert!(text.contains("requests by rule: ") && text.contains("the treasury of the cast still"));
    let again = ["--rule", "GUIDE-1", "--rule", "TRF-1", "--rule", "KYB-17", "--jobs", "1"];
    let (second, text) = by_hand.judge(&[&again[..], scenarios].concat(), 0).await;
    assert_eq!(second.preparation(), 0, "{:?}", second.requests);
    assert!(text.contains(": 0 to prepare what later runs use again"), "{text}");
    by_hand.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_asks_a_person_for_little_and_the_next_one_for_less() {
    asks_for_little_and_then_for_less(&["--shard", "1/4"], 50).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; the one above judges a quarter of the scenarios"]
async fn a_whole_run_asks_a_person_for_little_and_the_next_one_for_less() {
    asks_for_little_and_then_for_less(&[], 300).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn merchants_are_kept_apart_if_a_second_one_has_credentials() {
    let rules = ["--rule", "AUTH-1", "--rule", "AUTH-7"];
    let by_hand = ByHand::start().await;
    let (_, alone) = by_hand.judge(&rules, 0).await;
    assert!(alone.contains("needs a second merchant: set RALIO_OTHER_API_CODE"), "{alone}");
    let by_hand = by_hand.with_second_merchant().await;
    let (_, both) = by_hand.judge(&rules, 0).await;
    assert!(!both.contains("needs a second merchant"), "{both}");
    by_hand.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_requests_judge_most_rules() {
    let by_hand = ByHand::start().await;
    let (done, text) = by_hand.judge(&["--max-requests", "20"], 0).await;
    assert!(done.requests.len() <= 20, "{:?}", done.requests);
    let (_, rules) = text.split_once('\n').expect("several lines");
    let line = rules.lines().find(|line| line.contains(" judged in full")).expect("counts");
    let numbers = line.split([' ', ',']).filter_map(|word| word.parse::<usize>().ok());
    assert!(numbers.take(2).sum::<usize>() >= 45, "{line}");
    by_hand.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_was_killed_asks_for_nothing_twice() {
    let by_hand = ByHand::start().await;
    let rules = ["--rule", "GUIDE-1", "--rule", "TRF-1"];
    let mut run = by_hand.run(&rules, 60);
    let printed = run.stderr.take().expect("is piped");
    // The person still works off the first list while the run dies.
    let first = by_hand.person().work_off(printed, |done| !done.requests.is_empty()).await;
    run.kill().expect("killed");
    run.wait().expect("gone");
    let approved = |done: &WorkedOff| -> Vec<String> {
        let ids = done.requests.iter().filter(|one| one.case == "preparation");
        ids.filter_map(|one| one.ids.get("session").cloned()).collect()
    };
    assert!(approved(&first).len() > 3, "{:?}", first.requests);
    let (second, _) = by_hand.judge(&rules, 0).await;
    assert_eq!(approved(&second), Vec::<String>::new(), "all were approved already");
    by_hand.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_preparation_ends_at_once_and_keeps_what_was_seen() {
    let by_hand = ByHand::start().await;
    let rules = ["--rule", "GUIDE-1", "--rule", "KYB-17"];
    let mut run = by_hand.run(&rules, 60);
    let printed = run.stderr.take().expect("is piped");
    // The address is registered and a company approved, whose event comes; nobody else is approved.
    let mut person = by_hand.person();
    person.is_slow = true;
    let first = person.work_off(printed, |done| !done.requests.is_empty()).await;
    assert!(first.requests[0].task.starts_with("Register"), "{:?}", first.requests);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let begun = Instant::now();
    let sent = Command::new("kill").arg("-INT").arg(run.id().to_string()).status();
    assert!(sent.expect("kill runs").success());
    let output = run.wait_with_output().expect("ends");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(begun.elapsed() < Duration::from_secs(10), "it took {:?}", begun.elapsed());
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("interrupted by SIGINT"), "{text}");
    let (second, _) = by_hand.judge(&rules, 0).await;
    let is_again = |one: &PrintedRequest| one.task.starts_with("Register");
    assert!(!second.requests.iter().any(is_again), "{:?}", second.requests);
    by_hand.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_does_nothing_is_no_mistake_of_the_target() {
    let by_hand = ByHand::start().await;
    let output = by_hand.run(&["--rule", "KYC-3"], 1).wait_with_output().expect("ends");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{text}");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.contains("nothing has come of \""), "{told}{text}");
    assert!(!told.contains("does not conform"), "{told}");
    by_hand.sandbox.stop().await;
}

/// Judges rules while the person skips the tasks that begin with a word.
async fn judge_skipping(rules: [&str; 2], word: &'static str) -> (WorkedOff, String) {
    let by_hand = ByHand::start().await;
    let arguments = ["--rule", rules[0], "--rule", rules[1], "--worklist", "-"];
    let mut run = by_hand.run(&arguments, 20);
    let mut person = by_hand.person();
    person.skips = run.stdin.take().map(|typed| (word, Mutex::new(typed)));
    let printed = run.stderr.take().expect("is piped");
    let output = std::thread::spawn(move || run.wait_with_output().expect("ends"));
    let done = person.work_off(printed, |_| false).await;
    let output = output.join().expect("ends");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(done.requests.iter().any(|one| one.task.starts_with(word)), "{text}");
    by_hand.sandbox.stop().await;
    (done, text)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_skipped_leaves_its_rule_judged_in_part() {
    let (_, text) = judge_skipping(["KYC-3", "KYC-2"], "Reject").await;
    let told = "the person at the Portal has skipped \"Reject the KYC session\"";
    assert!(text.contains(told), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_nobody_pays_in_leaves_out_only_what_needs_it() {
    let (done, text) = judge_skipping(["ACC-1", "TRF-1"], "Simulate").await;
    let told = "the person at the Portal has skipped \"Simulate a bank payin of EUR ";
    assert!(text.contains(told), "{text}");
    let mut prepared = done.requests.iter().filter(|one| one.case == "preparation");
    assert!(prepared.any(|one| one.task.starts_with("Simulate")), "{:?}", done.requests);
    let line = text.lines().find(|line| line.contains(" judged in full")).expect("counts");
    assert!(line.contains(" judged in full, 1 not,"), "{line}");
}
