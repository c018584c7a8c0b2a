//! A sandbox with a merchant, and the commands that are tried on profiles of it.

use std::{fs, process::Output};

use conformance_harness::{
    client::{Client, Outgoing},
    sink::Authority,
};
use ralio_sandbox::{Config, Sandbox};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;

use crate::support::conform::ROOT;

/// A sandbox that trusts the authority in `folder`, and one merchant's key.
pub(crate) struct Bench {
    pub(crate) sandbox: Sandbox,
    pub(crate) folder: TempDir,
    pub(crate) api_code: String,
    pub(crate) api_key: String,
}

/// A mistake: the profile and the environment that have it, and the words that must name reason and remedy.
pub(crate) struct Mistake {
    pub(crate) profile: String,
    pub(crate) environment: Vec<(&'static str, String)>,
    pub(crate) words: Vec<String>,
}

/// A mistake in a profile.
pub(crate) fn mistake(profile: impl Into<String>, words: &[&str]) -> Mistake {
    let words = words.iter().map(ToString::to_string).collect();
    Mistake { profile: profile.into(), environment: Vec::new(), words }
}

impl Mistake {
    /// The same mistake with this variable, which is unset if the value is empty.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.environment.push((name, value.into()));
        self
    }
}

impl Bench {
    pub(crate) async fn start() -> Self {
        Self::trusting(true).await
    }

    /// A bench whose sandbox trusts the sink, or does not.
    pub(crate) async fn trusting(is_trusting: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let authority = Authority::kept_in(folder.path()).expect("an authority");
        let webhook_ca_pem = is_trusting.then(|| authority.pem().to_owned());
        let config = Config { webhook_ca_pem, ..Config::default() };
        let sandbox = ralio_sandbox::start(config).await.expect("starts");
        let merchant = portal(&sandbox, "", Some(json!({ "name": "One" }))).await;
        let key = portal(&sandbox, &format!("/{}/api-keys", merchant["id"]), None).await;
        let text = |name: &str| key[name].as_str().expect("is text").to_owned();
        Self { folder, api_code: text("apiCode"), api_key: text("apiKey"), sandbox }
    }

    /// A profile without a mistake.
    pub(crate) fn profile(&self) -> String {
        format!(
            "name: the target\napi: {}\nportal: {}\noperator: json\neffect_timeout_seconds: 1\n\
             sink: {{ listen: '127.0.0.1:0', authority: {} }}\n",
            self.sandbox.api_url(),
            self.sandbox.portal_url(),
            self.folder.path().display(),
        )
    }

    /// The same of a target whose Portal a person uses.
    pub(crate) fn by_hand(&self) -> String {
        self.profile().replace("operator: json", "operator: person")
    }

    /// Runs conform with all credentials, this profile and these changes of the environment.
    pub(crate) async fn conform(
        &self,
        arguments: &[&str],
        profile: &str,
        environment: &[(&'static str, String)],
    ) -> Output {
        let path = self.folder.path().join("target.yaml");
        fs::write(&path, profile).expect("written");
        let mut command = Command::new(env!("CARGO_BIN_EXE_conform"));
        command
            .args(arguments)
            .arg("--target")
            .arg(&path)
            .current_dir(ROOT)
            .env("RALIO_OPERATOR_KEY", self.sandbox.operator_key())
            .env("RALIO_API_CODE", &self.api_code)
            .env("RALIO_API_KEY", &self.api_key)
            .env("RALIO_WEBHOOK_SECRET", "whsec-of-the-merchant")
            .env("RALIO_CODE_2FA", "123456");
        for (name, value) in environment {
            match value.as_str() {
                "" => command.env_remove(name),
                value => command.env(name, value),
            };
        }
        command.output().await.expect("conform starts")
    }

    /// Makes sure that the doctor and a run name a mistake as one of the set-up.
    pub(crate) async fn refuses(&self, mistake: &Mistake) {
        let run = &["run", "--rule", "HOOK-4.1"][..];
        for arguments in [&["doctor"][..], run] {
            let Mistake { profile, environment, words } = mistake;
            let output = self.conform(arguments, profile, environment).await;
            let text = printed(&output);
            assert_eq!(output.status.code(), Some(2), "{arguments:?} {words:?}\n{text}");
            for word in words {
                assert!(text.contains(word), "{arguments:?} does not say {word:?}:\n{text}");
            }
            assert!(!text.contains("does not conform"), "{arguments:?} blames the target:\n{text}");
            assert!(!text.contains(&self.api_key), "a key is shown:\n{text}");
        }
    }

    /// Makes sure that all of these are named.
    pub(crate) async fn refuses_all(&self, mistakes: &[Mistake]) {
        for mistake in mistakes {
            self.refuses(mistake).await;
        }
    }
}

/// Asks the operator's interface to make something.
async fn portal(sandbox: &Sandbox, path: &str, body: Option<Value>) -> Value {
    let request = Outgoing::new("POST", format!("/operator/v1/merchants{path}"));
    let request = request.bearer(sandbox.operator_key());
    let request = match &body {
        Some(body) => request.json(body),
        None => request,
    };
    let client = Client::new(true).expect("a client");
    let answer = client.send(sandbox.portal_url(), request).await.expect("answers");
    answer.response.json().clone()
}

/// The whole output of a command.
pub(crate) fn printed(output: &Output) -> String {
    let out = String::from_utf8_lossy(&output.stdout);
    format!("{out}{}", String::from_utf8_lossy(&output.stderr))
}
