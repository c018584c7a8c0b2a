//! Snapshots of a target's own: left pending by a run, reviewed on the command line, compared whatever the target claims.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use ralio_sandbox::Sandbox;
use tempfile::TempDir;

use crate::support::{conform::ROOT, trusting_sandbox::trusting_sandbox};

/// A running sandbox that claims nothing, and a profile with a folder for its own snapshots.
struct OwnTarget {
    folder: TempDir,
    sandbox: Sandbox,
}

impl OwnTarget {
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let sandbox = trusting_sandbox(folder.path()).await;
        let text = format!(
            "name: a modest target\napi: {}\nportal: {}\noperator: json\nlayers: [guides]\nquiet_seconds: 1\n\
             snapshots: own\nsink: {{ listen: '127.0.0.1:0', authority: {} }}\n",
            sandbox.api_url(),
            sandbox.portal_url(),
            folder.path().display()
        );
        fs::write(folder.path().join("profile.yaml"), text).expect("written");
        Self { folder, sandbox }
    }

    fn snapshot(&self, name: &str) -> PathBuf {
        self.folder.path().join("own").join(name)
    }

    /// Carries out a command about this target; `answers` are typed in. Gives the exit code and the output.
    async fn conform(&self, words: &str, answers: &'static str) -> (Option<i32>, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_conform"));
        command
            .args(words.split(' '))
            .arg("--target")
            .arg(self.folder.path().join("profile.yaml"))
            .current_dir(ROOT)
            .env("RALIO_OPERATOR_KEY", self.sandbox.operator_key())
            // On a build server nothing is left pending.
            .env_remove("CI")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let asked = tokio::task::spawn_blocking(move || {
            let mut running = command.spawn().expect("conform starts");
            let mut stdin = running.stdin.take().expect("it is piped");
            stdin.write_all(answers.as_bytes()).expect("written");
            drop(stdin);
            running.wait_with_output().expect("it ends")
        });
        let output = asked.await.expect("no panic");
        let text = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&text).into_owned())
    }

    /// Asserts the exit code, and that the output has this text.
    async fn says(&self, words: &str, answers: &'static str, code: i32, text: &str) {
        let (found, told) = self.conform(words, answers).await;
        assert_eq!(found, Some(code), "{words}: {told}");
        assert!(told.contains(text), "{words} does not say {text:?}: {told}");
    }
}

fn replace(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).expect("readable");
    assert!(text.contains(from), "{text}");
    fs::write(file, text.replace(from, to)).expect("written");
}

const RUN: &str = "run --rule ACC-1.3 --rule HOOK-6.25";

#[tokio::test(flavor = "multi_thread")]
async fn a_target_has_snapshots_of_its_own_which_are_reviewed_on_the_command_line() {
    let target = OwnTarget::start().await;
    target.says("snapshots", "", 0, "0 of ").await;
    target.says(RUN, "", 2, "nobody has accepted the snapshots").await;
    target.says("snapshots", "", 1, "2 pending; `conform snapshots review`").await;
    target.says("snapshots accept ACC-1.4", "", 2, "pending are: ACC-1.3, HOOK-6.25_kyc").await;
    target.says("snapshots accept --all", "", 0, "accepted ACC-1.3").await;
    target.says(RUN, "", 0, "2 passed").await;

    // A difference is a finding, though the target claims nothing that is decided.
    let accepted = target.snapshot("ACC-1.3.snap");
    replace(&accepted, "\"Main Account\"", "\"Old Account\"");
    target.says(RUN, "", 1, "differs from its snapshot \"ACC-1.3\"").await;
    target.says("snapshots review", "s\n", 1, "-  \"label\": \"Old Account\"").await;
    target.says("snapshots review", "what\nr\n", 0, "\"what\" is none of a, r, s and q").await;
    target.says(RUN, "", 1, "differs from its snapshot").await;
    target.says("snapshots review", "a\n", 0, "nothing waits").await;
    target.says(RUN, "", 0, "2 passed").await;

    // A person lets a part be any.
    replace(&accepted, "\"Main Account\"", "\"Main [any]\"");
    target.says(RUN, "", 0, "2 passed").await;

    fs::copy(&accepted, target.snapshot("ACC-99.1.snap")).expect("copied");
    target.says("snapshots", "", 1, "orphaned: no scenario asks for it").await;
    target.says("snapshots prune", "", 0, "removed ACC-99.1").await;
    assert!(!target.snapshot("ACC-99.1.snap").exists());
    target.sandbox.stop().await;
}
