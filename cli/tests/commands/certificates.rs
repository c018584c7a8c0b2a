//! Certificates that a target must refuse (HOOK-14) are judged only if the target can see them.

use std::fs;

use conformance_harness::sink::Authority;
use ralio_sandbox::Config;

use crate::support::conform::ROOT;

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_the_target_cannot_see_is_not_applicable() {
    let folder = tempfile::tempdir().expect("a folder");
    let authority = Authority::kept_in(folder.path()).expect("an authority");
    let webhook_ca_pem = Some(authority.pem().to_owned());
    let config = Config { webhook_ca_pem, ..Config::default() };
    let sandbox = ralio_sandbox::start(config).await.expect("starts");
    let profile = folder.path().join("profile.yaml");
    for (sink, words) in [
        ("", ["2 passed", "conforms"]),
        (
            ", url: 'https://hooks.example.com'",
            ["2 not applicable", "by `sink.url` only, and what stands there shows its own"],
        ),
        (
            ", host: no-such-host.invalid",
            ["2 not applicable", "the target did not connect to https://no-such-host.invalid:"],
        ),
    ] {
        let text = format!(
            "name: the target\napi: {}\nportal: {}\noperator: json\ncapabilities: [drain, decided]\n\
             sink: {{ listen: '127.0.0.1:0', authority: {}{sink} }}\n",
            sandbox.api_url(),
            sandbox.portal_url(),
            folder.path().display(),
        );
        fs::write(&profile, text).expect("written");
        let output = tokio::process::Command::new(env!("CARGO_BIN_EXE_conform"))
            .args(["run", "--rule", "HOOK-14.2", "--target"])
            .arg(&profile)
            .current_dir(ROOT)
            .env("RALIO_OPERATOR_KEY", sandbox.operator_key())
            .output()
            .await
            .expect("conform starts");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(words.iter().all(|word| text.contains(word)), "{sink} {words:?}: {text}");
    }
    sandbox.stop().await;
}
