//! Hostile and broken targets: their answers are bounded, told as they are, and never make the command hang or grow.

use std::{
    fs,
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

use ralio_sandbox::Sandbox;
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::support::{own_suite::own_suite, trusting_sandbox::trusting_sandbox};

use crate::support::conform::ROOT;

/// A time far above these runs and far below one that waits for an endless answer.
const SOON: Duration = Duration::from_mins(2);

/// A sandbox behind servers that answer some requests in its place.
struct Bench {
    sandbox: Sandbox,
    folder: TempDir,
    profile: String,
}

/// The behaviour of a server in front of the sandbox, by the first line of a request.
type Behaviour = fn(&str) -> Option<Behaving>;

#[derive(Clone, Copy)]
enum Behaving {
    /// These bytes, once.
    Answer(&'static str),
    /// A head and a body that never ends.
    Endless,
}

impl Bench {
    async fn start(behaviour: Behaviour, more: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let sandbox = trusting_sandbox(folder.path()).await;
        let api = in_front_of(sandbox.api_url(), behaviour).await;
        let portal = in_front_of(sandbox.portal_url(), behaviour).await;
        let file = folder.path().join("profile.yaml");
        let text = format!(
            "name: a hostile target\napi: {api}\nportal: {portal}\noperator: json\n\
             sink: {{ listen: '127.0.0.1:0', authority: {} }}\n{more}",
            folder.path().display()
        );
        fs::write(&file, text).expect("written");
        let profile = file.to_str().expect("is text").to_owned();
        Self { sandbox, folder, profile }
    }

    /// Judges the target by some scenarios; gives the output and the most memory that was used, in MiB.
    fn judge(&self, arguments: &[&str]) -> (Output, u64) {
        let begun = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_conform"))
            .args(["run", "--target", &self.profile])
            .args(arguments)
            .current_dir(ROOT)
            .env("RALIO_OPERATOR_KEY", self.sandbox.operator_key())
            .stdout(fs::File::create(self.folder.path().join("out")).expect("a file"))
            .stderr(Stdio::inherit())
            .spawn()
            .expect("conform starts");
        let mut peak = 0;
        let status = loop {
            peak = peak.max(peak_memory_mib(child.id()));
            if let Some(status) = child.try_wait().expect("it can be asked") {
                break status;
            }
            assert!(begun.elapsed() < SOON, "still running after {SOON:?}");
            std::thread::sleep(Duration::from_millis(20));
        };
        let stdout = fs::read(self.folder.path().join("out")).expect("written");
        (Output { status, stdout, stderr: Vec::new() }, peak)
    }
}

/// The most memory that a process has used so far; 0 where the system does not tell.
fn peak_memory_mib(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}

/// The origin of a server that behaves so, and hands every other request on.
async fn in_front_of(origin: &str, behaviour: Behaviour) -> String {
    let behind = origin.trim_start_matches("http://").trim_end_matches('/').to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, behind.clone(), behaviour));
        }
    });
    format!("http://{address}")
}

/// Reads one request, answers it or hands it on, and closes the connection.
async fn serve(mut stream: TcpStream, behind: String, behaviour: Behaviour) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        head.push(byte);
    }
    let text = String::from_utf8_lossy(&head).to_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.and_then(|text| text.trim().parse().ok()).unwrap_or(0)];
    let _ = stream.read_exact(&mut body).await;
    let line = String::from_utf8_lossy(&head).lines().next().unwrap_or_default().to_owned();
    match behaviour(&line) {
        Some(Behaving::Answer(answer)) => drop(stream.write_all(answer.as_bytes()).await),
        Some(Behaving::Endless) => {
            let head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n";
            let _ = stream.write_all(head).await;
            let part = vec![b'['; 1 << 16];
            while stream.write_all(&part).await.is_ok() {}
        }
        None => {
            let Ok(mut other) = TcpStream::connect(&behind).await else { return };
            let (first, rest) = head.split_at(line.len() + 2);
            let request = [first, b"connection: close\r\n", rest, &body].concat();
            let _ = other.write_all(&request).await;
            let _ = tokio::io::copy(&mut other, &mut stream).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_without_an_end_are_findings_and_take_little_memory() {
    let endless = |line: &str| line.contains(" /api/v1/").then_some(Behaving::Endless);
    let bench = Bench::start(endless, "").await;
    let (output, peak) =
        bench.judge(&["--verbose", "--rule", "AUTH-1", "--rule", "OUT-1", "--rule", "KYC-1"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("its body is longer than 12 MiB"), "{text}");
    assert!(text.len() < 100_000, "{} bytes of output", text.len());
    assert!(peak < 600, "{peak} MiB of memory");
    bench.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drain_that_is_refused_is_not_called_restless() {
    let refusing = |line: &str| {
        let refusal = "HTTP/1.1 415 Unsupported Media Type\r\ncontent-length: 0\r\n\
                       connection: close\r\n\r\n";
        line.contains("/drain ").then_some(Behaving::Answer(refusal))
    };
    let bench = Bench::start(refusing, "capabilities: [drain]\n").await;
    let (output, _) = bench.judge(&["--rule", "ACC-5"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("the Portal refused what should be possible"), "{text}");
    assert!(text.contains("status 415") && text.contains("/drain'"), "{text}");
    assert!(!text.contains("does not come to rest"), "{text}");
    bench.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_target_says_cannot_control_the_terminal() {
    let strange = |line: &str| {
        let answer = "HTTP/1.1 201 Created\r\ncontent-type: text/plain\r\ncontent-length: 18\r\n\
                      connection: close\r\n\r\n\u{1b}]0;owned\u{7}\0\r\u{202e}nice";
        line.contains("POST /api/v1/account/individual-users ").then_some(Behaving::Answer(answer))
    };
    let bench = Bench::start(strange, "").await;
    let (output, _) = bench.judge(&["--verbose", "--rule", "USER-1"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains(r"\u{1b}]0;owned\u{7}\u{0}\r\u{202e}"), "{text}");
    let is_control = |letter: char| letter.is_control() && letter != '\n';
    assert!(!text.contains(is_control) && !text.contains('\u{202e}'), "{text:?}");
    bench.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deviation_of_no_scenario_is_refused_in_every_run() {
    let deviation = "deviations: [{ scenario: AUTH-99.1, reason: it is old }]\n";
    let bench = Bench::start(|_| None, deviation).await;
    let (output, _) = bench.judge(&["--rule", "AUTH-1"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let known = deviation.replace("AUTH-99.1", "AUTH-2.1");
    let bench = Bench::start(|_| None, &known).await;
    let (output, _) = bench.judge(&["--rule", "AUTH-1"]);
    assert_eq!(output.status.code(), Some(0), "a scenario that a filter leaves out is known");
}

/// Runs a suite of one scenario with these last steps against the embedded sandbox.
fn judged(steps: &str) -> Output {
    let feature = format!(
        "Feature: F\n  @source-S\n  Rule: ONE-1 It is so\n  @ONE-1.1\n  Scenario: S\n    Given a merchant\n    And the merchant \
         listens only for \"account.activated\"\n    And Ana is a verified user\n    And the \
         merchant's endpoint answers 503\n    When the merchant opens a EUR account for Ana\n    \
         {steps}\n      | account.activated |\n"
    );
    let folder = own_suite(&[("features/one.feature", &feature)]);
    Command::new(env!("CARGO_BIN_EXE_conform"))
        .args(["run", "--suite", folder.path().to_str().expect("is text")])
        .output()
        .expect("conform starts")
}

#[test]
fn an_event_that_was_never_accepted_is_not_delivered() {
    let output = judged("Then these events are delivered:");
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("account.activated arrived, and no attempt was answered 2xx"), "{text}");
    assert!(text.contains("account.activated (not accepted)"), "{text}");
    let output = judged("Then these events arrive:");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}
