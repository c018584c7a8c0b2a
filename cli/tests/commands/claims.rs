//! Capabilities: the verdict on the sandbox stays the same if it claims only some of them.

use std::{fs, process::Command};

use crate::support::{conform::ROOT, trusting_sandbox::trusting_sandbox};

/// Judges a sandbox that claims only these capabilities; a scenario that needs another one must say so.
async fn conforms_claiming(capabilities: &str, more: &[&'static str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = trusting_sandbox(folder.path()).await;
    let profile = folder.path().join("profile.yaml");
    let text = format!(
        "name: a modest target\napi: {}\nportal: {}\noperator: json\ncapabilities: [{capabilities}]\n\
         sink: {{ listen: '127.0.0.1:0', authority: {} }}\n",
        sandbox.api_url(),
        sandbox.portal_url(),
        folder.path().display()
    );
    fs::write(&profile, text).expect("written");
    let mut run = Command::new(env!("CARGO_BIN_EXE_conform"));
    run.arg("run")
        .arg("--target")
        .arg(&profile)
        .args(["--evidence", "none"])
        .args(more)
        .current_dir(ROOT)
        .env("RALIO_OPERATOR_KEY", sandbox.operator_key());
    let ended = tokio::task::spawn_blocking(move || run.output()).await.expect("no panic");
    let output = ended.expect("conform starts");
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "[{capabilities}]: {text}");
    sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_conforms_if_it_claims_nothing() {
    conforms_claiming("", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_conforms_if_it_cannot_be_drained() {
    // A target that claims nothing cannot be drained either, and was judged by all other scenarios above.
    let others = "@decided or @needs-clock or @needs-idempotency or @needs-rate-limit";
    conforms_claiming("clock, idempotency, rate-limit, decided", &["--tags", others]).await;
}
