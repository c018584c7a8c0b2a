//! `conform lie` as its users meet it: the suite behind it sees the target as it is or red under the right rule, and a plain
//! client gets changed deliveries.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Child, ChildStdout, Command, Output, Stdio},
    time::Duration,
};

use conformance_harness::{
    checks::{Encoding, signature},
    client::{Client, Outgoing},
    sink::{Authority, Certificate, Reach, Sink},
};
use ralio_sandbox::{Config, Sandbox};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::conform::ROOT;

/// A time far above that of one delivery.
const LONG: Duration = Duration::from_secs(8);

/// A sandbox that trusts the proxy, and the authority of the clients' webhook servers, which only the proxy trusts.
struct Bench {
    sandbox: Sandbox,
    folder: TempDir,
    clients: Authority,
}

/// A running `conform lie`.
struct Lying {
    child: Child,
    printed: BufReader<ChildStdout>,
    /// The text so far.
    introduction: String,
    api: String,
    portal: String,
}

fn conform() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conform"));
    command.current_dir(ROOT).stdout(Stdio::piped());
    command
}

impl Bench {
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let authority = Authority::kept_in(&folder.path().join("proxy")).expect("an authority");
        let clients = Authority::kept_in(&folder.path().join("clients")).expect("an authority");
        let webhook_ca_pem = Some(authority.pem().to_owned());
        let config = Config { webhook_ca_pem, ..Config::default() };
        let sandbox = ralio_sandbox::start(config).await.expect("starts");
        Self { sandbox, folder, clients }
    }

    /// A profile of the target at these addresses, with the sink's authority in this folder.
    fn profile(&self, name: &str, api: &str, portal: &str) -> String {
        let file = self.folder.path().join(format!("{name}.yaml"));
        let text = format!(
            "name: {name}\napi: {api}\nportal: {portal}\noperator: json\n\
             layers: [guides, reference, decided]\n\
             capabilities: [clock, drain, idempotency, rate-limit]\n\
             sink: {{ listen: '127.0.0.1:0', authority: {} }}\n",
            self.folder.path().join(name).display()
        );
        fs::write(&file, text).expect("written");
        file.display().to_string()
    }

    fn lie(&self, options: &[&str]) -> Lying {
        let (api, portal) = (self.sandbox.api_url(), self.sandbox.portal_url());
        let mut child = conform()
            .args(["lie", "--target", &self.profile("proxy", api, portal)])
            .args(["--listen", "127.0.0.1:0", "--endpoint-ca"])
            .arg(self.folder.path().join("clients/ca.pem"))
            .args(options)
            .spawn()
            .expect("conform starts");
        let mut printed = BufReader::new(child.stdout.take().expect("is piped"));
        let mut introduction = String::new();
        while !introduction.contains("ready") {
            let read = printed.read_line(&mut introduction).expect("is text");
            assert!(read > 0, "{introduction}");
        }
        let place = |name: &str| {
            let line = introduction.lines().find(|line| line.starts_with(name));
            let mut words = line.expect("a line").split_whitespace();
            words.nth(1).expect("an address").to_owned()
        };
        let (api, portal) = (place("API"), place("Portal"));
        Lying { child, printed, introduction, api, portal }
    }

    /// Judges the target behind the proxy by these rules.
    async fn judged(&self, lying: &Lying, rules: &[&str]) -> Output {
        let mut command = conform();
        command
            .args(["run", "--target", &self.profile("clients", &lying.api, &lying.portal)])
            .args(rules.iter().flat_map(|rule| ["--rule", rule]))
            .env("RALIO_OPERATOR_KEY", self.sandbox.operator_key());
        let run = tokio::task::spawn_blocking(move || command.output());
        run.await.expect("no panic").expect("conform starts")
    }
}

impl Lying {
    /// Ends the command by a signal; gives its exit code and the rest of its text.
    fn end(mut self) -> (Option<i32>, String) {
        let sent = Command::new("kill").arg("-INT").arg(self.child.id().to_string()).status();
        assert!(sent.expect("kill runs").success());
        let mut rest = String::new();
        self.printed.read_to_string(&mut rest).expect("is text");
        (self.child.wait().expect("ends").code(), rest)
    }
}

impl Drop for Lying {
    fn drop(&mut self) {
        // A test that fails must leave no proxy behind.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_suite_finds_the_target_as_it_is_behind_a_proxy_that_never_lies() {
    let bench = Bench::start().await;
    let faults = bench.folder.path().join("faults");
    one_fault(&faults, "{answer: getOrder, status: 418}, do: [{status: 500}]");
    let faults = faults.display().to_string();
    for options in [&[][..], &["--faults", &faults, "--fault", "one"]] {
        let lying = bench.lie(options);
        let rules = ["HOOK-1", "HOOK-3", "HOOK-9", "HOOK-10", "HOOK-14", "KYB-3", "TRF-1"];
        let output = bench.judged(&lying, &rules).await;
        assert_eq!(output.status.code(), Some(0), "{}", text(&output));
        let (code, rest) = lying.end();
        assert_eq!(code, Some(0), "{rest}");
        assert!(options.is_empty() || rest.contains("one           never fired"), "{rest}");
    }
    bench.sandbox.stop().await;
}

/// Writes a file with one fault, which breaks HOOK-4, and one change of it.
fn one_fault(folder: &Path, change: &str) {
    fs::create_dir_all(folder).expect("made");
    let text = format!(
        "- id: one\n  breaks: HOOK-4\n  title: One fault\n  changes:\n    - {{at: {change}}}\n"
    );
    fs::write(folder.join("one.yaml"), text).expect("written");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_suite_is_red_under_the_right_rule_behind_a_proxy_that_lies() {
    let bench = Bench::start().await;
    // Faults of requests with a form, of answers and of deliveries.
    let lying = bench.lie(&["--fault", "kyb-3a", "--fault", "trf-2b", "--fault", "hook-4b"]);
    assert!(
        lying.introduction.contains("A delivery is signed with a key that is not the endpoint's"),
        "{}",
        lying.introduction
    );
    for rule in ["KYB-3", "TRF-2", "HOOK-4"] {
        let output = bench.judged(&lying, &[rule]).await;
        assert_eq!(output.status.code(), Some(1), "{}", text(&output));
        assert!(text(&output).contains(&format!("{rule} ")), "{}", text(&output));
    }
    let (code, rest) = lying.end();
    assert_eq!(code, Some(0), "{rest}");
    for line in ["kyb-3a fired: POST ", "trf-2b fired: ", "hook-4b fired: delivery of "] {
        assert!(rest.contains(line), "no {line:?} in {rest}");
    }
    assert!(rest.contains("kyb-3a        fired "), "{rest}");
    bench.sandbox.stop().await;
}

/// A client that is not the suite.
struct Plain {
    client: Client,
    /// The credentials of the operator, then those of the merchant.
    bearer: String,
}

impl Plain {
    async fn send(&self, base: &str, method: &str, path: &str, body: Option<Value>) -> Value {
        let request = Outgoing::new(method, path).bearer(&self.bearer);
        let request = match &body {
            Some(body) => request.json(body),
            None => request,
        };
        let answer = self.client.send(base, request).await.expect("answers");
        assert!(answer.response.status < 300, "{}", answer.as_curl());
        answer.response.json().clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_client_gets_the_deliveries_that_a_fault_has_changed() {
    let bench = Bench::start().await;
    let faults = bench.folder.path().join("faults");
    let edits = "[{set: {at: /data/status, to: LOST}}, {sign: right}, {again: [{sign: right}]}]";
    one_fault(&faults, &format!("{{delivery: payin.completed}}, do: {edits}"));
    let lying = bench.lie(&["--faults", &faults.display().to_string(), "--fault", "one"]);
    let sink = Sink::start(&Reach::loopback(), &bench.clients).await.expect("the sink listens");
    let mailbox = sink.mailbox();
    let own = sink.address(&mailbox, Certificate::Trusted);

    let client = Client::new(true).expect("a client");
    let operator =
        Plain { client: client.clone(), bearer: bench.sandbox.operator_key().to_owned() };
    let portal = &lying.portal;
    let merchants = "/operator/v1/merchants";
    let wish = json!({ "name": "Plain", "apiKey": {} });
    let merchant = operator.send(portal, "POST", merchants, Some(wish)).await;
    let merchant_path = format!("{merchants}/{}", merchant["id"]);
    let endpoint = format!("{merchant_path}/webhook-endpoint");
    let wish = json!({ "url": own, "events": ["payin.processing", "payin.completed"] });
    let registered = operator.send(portal, "PUT", &endpoint, Some(wish)).await;
    assert_eq!(registered["url"], own, "the client sees its own address");
    let shown = operator.send(portal, "GET", &endpoint, None).await;
    assert_eq!(shown["url"], own);
    let direct = operator.send(bench.sandbox.portal_url(), "GET", &endpoint, None).await;
    assert_ne!(direct["url"], own, "the target delivers to the proxy");

    let key = &merchant["apiKey"];
    let wish = json!({ "api_code": key["apiCode"], "api_key": key["apiKey"] });
    let token = operator.send(&lying.api, "POST", "/api/v1/auth/login", Some(wish)).await;
    let bearer = token["token"].as_str().expect("a token").to_owned();
    let merchant = Plain { client, bearer };
    let accounts = merchant.send(&lying.api, "GET", "/api/v1/merchant/user/accounts", None).await;
    let mut accounts = accounts.as_array().expect("a list").iter();
    let account = accounts.find(|one| one["currency"] == "EUR").expect("a EUR account");
    let payin = json!({
        "accountId": account["id"],
        "type": "BANK",
        "amount": { "currency": "EUR", "amount": 1200 },
        "outcome": "SETTLE",
    });
    let simulated = format!("{merchant_path}/simulated-payins");
    operator.send(portal, "POST", &simulated, Some(payin)).await;

    let arrived = mailbox.wait_until(LONG, |all| all.len() >= 3).await.expect("they arrive");
    let secret = registered["secret"].as_str().expect("a secret");
    let states = arrived.iter().map(|delivery| {
        let signed = signature(secret, &delivery.body, Encoding::Hex);
        assert_eq!(delivery.header("x-signature"), Some(signed.as_str()));
        let event: Value = serde_json::from_slice(&delivery.body).expect("JSON");
        format!("{} {}", event["eventType"], event["data"]["status"]).replace('"', "")
    });
    let lost = "payin.completed LOST";
    assert_eq!(states.collect::<Vec<_>>(), ["payin.processing PROCESSING", lost, lost]);
    let (_, rest) = lying.end();
    assert!(rest.contains("one fired: delivery of payin.completed"), "{rest}");
    assert!(rest.contains("one           fired once"), "{rest}");
    bench.sandbox.stop().await;
}

#[test]
fn what_cannot_start_says_why() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let taken = taken.local_addr().expect("an address").to_string();
    for (options, wanted) in [
        (&["--fault", "kyb-3"][..], "--fault kyb-3 names no fault of "),
        (&["--variant", "framing-zip"], "the most similar are framing-gzip"),
        (&["--variant", "framing-gzip", "--variant", "framing-slow"], "give one of them"),
        (&["--listen", &taken], "choose another address"),
        (&["--endpoint-ca", "Cargo.toml"], "it holds no PEM certificate"),
    ] {
        let output = conform().arg("lie").args(options).stderr(Stdio::piped()).output();
        let output = output.expect("conform starts");
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{options:?}: {error}");
        assert!(error.contains(wanted), "{options:?}: {error}");
    }
}
