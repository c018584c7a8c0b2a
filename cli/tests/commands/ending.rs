//! Runs that end before their time: a signal, a target that dies or cannot deliver, outputs that are full or closed.

use std::{
    fs,
    io::{self, BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use conformance_harness::{
    client::{Client, Outgoing},
    sink::Authority,
};
use ralio_sandbox::{Config, Sandbox};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::support::conform::ROOT;

fn conform(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conform"));
    command.args(arguments).current_dir(ROOT).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A sandbox that trusts the sink, and a folder with a profile of it; `sink` are further keys of the sink.
async fn started(is_trusting: bool, sink: &str) -> (Sandbox, TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let authority = Authority::kept_in(folder.path()).expect("an authority");
    let webhook_ca_pem = is_trusting.then(|| authority.pem().to_owned());
    let config = Config { webhook_ca_pem, ..Config::default() };
    let sandbox = ralio_sandbox::start(config).await.expect("starts");
    let profile = folder.path().join("profile.yaml");
    let text = format!(
        "name: the target\napi: {}\nportal: {}\noperator: json\ncapabilities: [clock, drain]\n\
         sink: {{ listen: '127.0.0.1:0', authority: {}{sink} }}\neffect_timeout_seconds: 1\n",
        sandbox.api_url(),
        sandbox.portal_url(),
        folder.path().display()
    );
    fs::write(&profile, text).expect("written");
    let profile = profile.to_str().expect("is text").to_owned();
    (sandbox, folder, profile)
}

/// Waits for the end of a run without holding up the sandbox.
async fn ended(mut command: Command) -> Output {
    let run = tokio::task::spawn_blocking(move || command.output());
    run.await.expect("no panic").expect("conform starts")
}

/// The run's output up to the line that holds this text.
fn read_until(run: &mut Child, text: &str) -> (BufReader<std::process::ChildStdout>, String) {
    let mut printed = BufReader::new(run.stdout.take().expect("is piped"));
    let mut read = String::new();
    while !read.contains(text) {
        assert!(printed.read_line(&mut read).expect("is text") > 0, "no {text:?} in {read}");
    }
    (printed, read)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_ends_the_run_with_a_report_of_what_was_judged() {
    for signal in ["INT", "TERM"] {
        let (sandbox, folder, profile) = started(true, "").await;
        let report = folder.path().join("junit.xml");
        let report_path = report.to_str().expect("is text");
        let mut run =
            conform(&["run", "--target", &profile, "--junit", report_path, "--jobs", "1"])
                .env("RALIO_OPERATOR_KEY", sandbox.operator_key())
                .spawn()
                .expect("conform starts");
        let (mut printed, mut text) = read_until(&mut run, " scenarios, 0 failed");
        let sent =
            Command::new("kill").arg(format!("-{signal}")).arg(run.id().to_string()).status();
        assert!(sent.expect("kill runs").success());
        printed.read_to_string(&mut text).expect("is text");
        assert_eq!(run.wait().expect("ends").code(), Some(2), "{text}");
        assert!(text.contains(&format!("interrupted by SIG{signal}: ")), "{text}");
        assert!(text.contains(" not judged\n") && text.contains("could not be judged"), "{text}");
        let report = fs::read_to_string(report).expect("is there");
        assert!(report.contains(&format!("message=\"interrupted by SIG{signal}: ")), "{report}");
        assert!(report.ends_with("</testsuites>\n") && report.contains("<testcase "), "{report}");
        sandbox.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_dies_ends_the_run_with_one_cause() {
    let (sandbox, _folder, profile) = started(true, "").await;
    let mut run = conform(&["run", "--target", &profile, "--jobs", "4"])
        .env("RALIO_OPERATOR_KEY", sandbox.operator_key())
        .spawn()
        .expect("conform starts");
    let (mut printed, mut text) = read_until(&mut run, " scenarios, 0 failed");
    sandbox.stop().await;
    printed.read_to_string(&mut text).expect("is text");
    assert_eq!(run.wait().expect("ends").code(), Some(2), "{text}");
    assert_eq!(text.matches("the target no longer answers: ").count(), 1, "{text}");
    assert!(!text.contains("\n2. "), "one cause explains all: {text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_does_not_trust_the_sink_cannot_be_judged() {
    let (sandbox, _folder, profile) = started(false, "").await;
    let mut run = conform(&["run", "--target", &profile, "features/payouts", "features/transfers"]);
    run.env("RALIO_OPERATOR_KEY", sandbox.operator_key());
    let output = ended(run).await;
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("does not trust its certificate; let it trust"), "{text}");
    assert!(!text.contains("does not conform") && !text.contains("warning:"), "{text}");
    sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sink_that_cannot_be_reached_is_warned_of_and_named() {
    // The port of this origin is closed.
    let (sandbox, _folder, profile) = started(true, ", url: 'https://localhost:9'").await;
    let mut run = conform(&["run", "--target", &profile, "--rule", "OUT-1"]);
    run.env("RALIO_OPERATOR_KEY", sandbox.operator_key());
    let output = ended(run).await;
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(2), "{text}");
    let warning =
        "warning: the webhook sink does not answer at its own address https://localhost:9/";
    assert_eq!(text.matches(warning).count(), 1, "{text}");
    let cause = "the target does not reach the webhook sink at https://localhost:9";
    assert_eq!(text.matches(cause).count(), 1, "{text}");
    assert!(!text.contains("does not conform"), "{text}");
    sandbox.stop().await;
}

/// The number of merchants in a sandbox.
async fn merchants(sandbox: &Sandbox) -> usize {
    let client = Client::new(true).expect("a client");
    let request = Outgoing::new("GET", "/operator/v1/merchants").bearer(sandbox.operator_key());
    let answer = client.send(sandbox.portal_url(), request).await.expect("answers");
    answer.response.json()["merchants"].as_array().expect("a list").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn merchants_that_were_made_for_the_run_are_deleted_unless_they_are_to_be_kept() {
    let (sandbox, _folder, profile) = started(true, "").await;
    let before = merchants(&sandbox).await;
    for (option, made) in [("--fail-fast", 0), ("--keep", 4)] {
        let mut run = conform(&["run", "--target", &profile, "--rule", "AUTH-5", option]);
        run.env("RALIO_OPERATOR_KEY", sandbox.operator_key());
        let output = ended(run).await;
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
        assert_eq!(merchants(&sandbox).await, before + made, "{option}");
    }
    sandbox.stop().await;
}

/// A Portal without the deletion of merchants, which it answers with this status, before the one at `url`; and the number
/// of deletions that it was asked for.
async fn portal_without_deletion(url: &str, status: u16) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let own = format!("http://{}", listener.local_addr().expect("is bound"));
    let behind = url.strip_prefix("http://").expect("plain http").to_owned();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(pass_on(client, behind.clone(), status, count.clone()));
        }
    });
    (own, asked)
}

/// Passes on one request, and refuses a deletion.
async fn pass_on(
    mut client: TcpStream,
    behind: String,
    status: u16,
    asked: Arc<AtomicUsize>,
) -> io::Result<()> {
    let mut read = Vec::new();
    while !read.contains(&b'\n') {
        if client.read_buf(&mut read).await? == 0 {
            return Ok(());
        }
    }
    let line = String::from_utf8_lossy(&read);
    let path = line.split(' ').nth(1).unwrap_or_default();
    // Other deletions, such as that of a key, stand deeper.
    if line.starts_with("DELETE ") && path.matches('/').count() == 4 {
        asked.fetch_add(1, Ordering::Relaxed);
        let head =
            format!("HTTP/1.1 {status} No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        return client.write_all(head.as_bytes()).await;
    }
    let end = read.iter().position(|byte| *byte == b'\n').unwrap_or_default() + 1;
    let mut server = TcpStream::connect(behind).await?;
    server.write_all(&read[..end]).await?;
    // Each connection carries one request, so that every request is seen here.
    server.write_all(b"connection: close\r\n").await?;
    server.write_all(&read[end..]).await?;
    tokio::io::copy_bidirectional(&mut client, &mut server).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_cannot_delete_merchants_keeps_them_without_a_failure() {
    let (sandbox, _folder, profile) = started(true, "").await;
    for status in [404, 405, 501] {
        let before = merchants(&sandbox).await;
        let (portal, asked) = portal_without_deletion(sandbox.portal_url(), status).await;
        let text = fs::read_to_string(&profile).expect("is there");
        let without = format!("{profile}-{status}.yaml");
        let text = text.replace(sandbox.portal_url(), &portal);
        fs::write(&without, text).expect("written");
        let mut run = conform(&["run", "--target", &without, "--rule", "AUTH-5", "--jobs", "1"]);
        run.env("RALIO_OPERATOR_KEY", sandbox.operator_key());
        let output = ended(run).await;
        let text = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{status}: {text}");
        assert!(!text.contains("warning:"), "{status}: {text}");
        assert_eq!(merchants(&sandbox).await, before + 4, "{status}");
        assert_eq!(asked.load(Ordering::Relaxed), 1, "{status}: asked once, then no more");
    }
    sandbox.stop().await;
}

#[test]
fn an_output_that_is_full_is_exit_code_2() {
    let full = || fs::File::options().write(true).open("/dev/full").expect("is there");
    for arguments in
        [&["list"][..], &["rules"], &["steps"], &["--help"], &["run", "--rule", "AUTH-1"]]
    {
        let output = conform(arguments).stdout(full()).output().expect("conform starts");
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {text}");
        let is_said = text.contains("the output cannot be written: No space left on device");
        assert!(is_said || arguments == ["--help"], "{arguments:?}: {text}");
    }
    let deaf = conform(&["list"]).stdout(full()).stderr(full()).status().expect("conform starts");
    assert_eq!(deaf.code(), Some(2));
}

#[test]
fn an_output_that_is_closed_is_exit_code_2() {
    let mut run = conform(&["list"]).spawn().expect("conform starts");
    drop(run.stdout.take());
    let output = run.wait_with_output().expect("ends");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("the output cannot be written: Broken pipe"), "{text}");
}

/// Runs one rule in a shell with these commands before it, and writes the report to `place`.
fn report_to(place: &Path, before: &str) -> Output {
    let program = env!("CARGO_BIN_EXE_conform");
    let run = format!("{before} exec {program} run --rule AUTH-1 --junit {}", place.display());
    Command::new("sh").args(["-c", &run]).current_dir(ROOT).output().expect("sh starts")
}

#[test]
fn an_old_report_stays_when_there_is_no_room_for_the_new_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = folder.path().join("junit.xml");
    fs::write(&report, "the old report").expect("written");
    // No file may become larger than half a kilobyte, as on a full disk.
    let output = report_to(&report, "trap '' XFSZ; ulimit -f 1;");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("the JUnit report") && text.contains("cannot be written"), "{text}");
    assert_eq!(fs::read_to_string(&report).expect("is there"), "the old report");
    assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1, "no partial file is left");
    assert_eq!(report_to(&report, "").status.code(), Some(0));
    assert!(fs::read_to_string(&report).expect("is there").starts_with("<?xml"));
}

#[test]
fn a_report_to_a_full_device_is_exit_code_2_and_the_device_stays() {
    let output = report_to(Path::new("/dev/full"), "");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("/dev/full cannot be written: No space left on device"), "{text}");
    assert!(!Path::new("/dev/full").is_file());
}
