//! A sandbox with one merchant, whose operator works on pages, and the commands that are tried with maps of it.

use std::{
    cell::Cell,
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use conformance_harness::{
    browser::Browser,
    client::{Client, Outgoing},
};
use ralio_sandbox::Sandbox;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    process::Command,
    time::timeout,
};

use super::{
    back_office::BackOffice,
    one_time_code::SECRET,
    other_portal::{self, NAME},
};
use crate::support::{conform::ROOT, trusting_sandbox::trusting_sandbox};

/// The map of the sandbox's Portal.
pub(crate) const SUITE_MAP: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/portals/sandbox.yaml");

/// The map of the second Portal.
const OTHER_MAP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/commands/pages/other.yaml");

/// The longest time without an output that is awaited at a terminal.
const SILENCE: Duration = Duration::from_secs(20);

/// True if no browser is installed here, so that pages cannot be tried. The gate needs one.
pub(crate) fn browser_is_missing() -> bool {
    let is_missing = !conform::browser_is_there();
    assert!(!is_missing || std::env::var_os("CI").is_none(), "there is no browser");
    is_missing
}

/// An ended command.
pub(crate) struct Ended {
    pub(crate) is_success: bool,
    pub(crate) code: Option<i32>,
    /// Its output and its messages.
    pub(crate) told: String,
}

/// A sandbox with one merchant.
pub(crate) struct PagesBench {
    sandbox: Sandbox,
    folder: TempDir,
    office: BackOffice,
    files: Cell<usize>,
}

impl PagesBench {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let sandbox = trusting_sandbox(folder.path()).await;
        let client = Client::new(true).expect("a client");
        let mut office = BackOffice {
            client,
            api: sandbox.api_url().to_owned(),
            portal: sandbox.portal_url().to_owned(),
            operator_key: sandbox.operator_key().to_owned(),
            merchant: 0,
            api_code: String::new(),
            api_key: String::new(),
        };
        let made = office.make_merchant(json!({ "name": "By pages", "apiKey": {} })).await;
        let text = |value: &Value| value.as_str().expect("is text").to_owned();
        office.merchant = made["id"].as_i64().expect("an id");
        (office.api_code, office.api_key) =
            (text(&made["apiKey"]["apiCode"]), text(&made["apiKey"]["apiKey"]));
        Self { sandbox, folder, office, files: Cell::new(0) }
    }

    /// The merchant's settings.
    pub(crate) async fn settings(&self) -> Value {
        self.office.settings().await
    }

    pub(crate) async fn serve_other_portal(&self) -> String {
        other_portal::serve(self.office.clone()).await
    }

    fn profile(&self, portal: &str, operator: &str) -> String {
        format!(
            "name: by pages\napi: {}\nportal: {portal}\ncapabilities: []\n{operator}\n\
             sink: {{ listen: '127.0.0.1:0', authority: {} }}\nperson_timeout_seconds: 2\n",
            self.sandbox.api_url(),
            self.folder.path().display()
        )
    }

    pub(crate) fn json_profile(&self) -> String {
        self.profile(self.sandbox.portal_url(), "operator: json")
    }

    pub(crate) fn pages_profile(&self, map: &str) -> String {
        let operator = format!("operator: pages\nportal_map: {map}");
        self.profile(self.sandbox.portal_url(), &operator)
    }

    pub(crate) fn other_profile(&self, portal: &str) -> String {
        self.profile(portal, &format!("operator: pages\nportal_map: {OTHER_MAP}"))
    }

    /// The file of a map that is the sandbox's but for a change.
    pub(crate) fn changed_map(&self, change: impl Fn(&str) -> String) -> String {
        let map = fs::read_to_string(SUITE_MAP).expect("the map is there");
        let file = self.file("map", &change(&map));
        file.display().to_string()
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        self.files.set(self.files.get() + 1);
        let file = self.folder.path().join(format!("{name}-{}.yaml", self.files.get()));
        fs::write(&file, text).expect("written");
        file
    }

    /// A run of these rules against the target of a profile.
    pub(crate) async fn run(&self, profile: &str, rules: &[&str]) -> Ended {
        ended(&mut self.run_command(profile, rules).await).await
    }

    /// The same by a person who has an e-mail address and a password, with which each scenario on pages signs in.
    pub(crate) async fn run_with_password(&self, profile: &str, rules: &[&str]) -> Ended {
        let (email, password) = ("pia@merchant.example", "a long password of Pia");
        let browser = Browser::default();
        let tab = browser.window().await.expect("a window opens");
        let portal = self.sandbox.portal_url();
        let link = self.office.sign_in_link().await;
        tab.open(&format!("{portal}{link}")).await.expect("the link opens");
        tab.press("main form button").await.expect("the link signs in");
        tab.open(&format!("{portal}/settings/sign-in")).await.expect("the page opens");
        let fields = json!({ "email": email, "password": password, "again": password });
        let fill = "for (const [name, text] of Object.entries(arguments[0]))
            document.querySelector(`main [name=${name}]`).value = text;";
        tab.run(fill, vec![fields]).await.expect("the fields are there");
        tab.press("main form:has([name=password]) button").await.expect("it is saved");
        drop(tab);
        browser.close().await;
        let mut command = self.run_command(profile, rules).await;
        command
            .env_remove("RALIO_PORTAL_SIGN_IN_LINK")
            .env("RALIO_PORTAL_EMAIL", email)
            .env("RALIO_PORTAL_PASSWORD", password);
        ended(&mut command).await
    }

    /// The same as `run` at a terminal, where a person answers a question each time that it is asked.
    pub(crate) async fn run_at_terminal(
        &self,
        profile: &str,
        rules: &[&str],
        question: &str,
        answer: impl Fn() -> String,
    ) -> Ended {
        let mut command = self.run_command(profile, rules).await;
        command.env_remove("KONTOR_CODE_SECRET");
        let mut terminal = at_terminal(command.as_std());
        terminal.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut run = terminal.spawn().expect("`script` gives a terminal");
        let mut keyboard = run.stdin.take().expect("is piped");
        let mut screen = run.stdout.take().expect("is piped");
        let (mut told, mut answered) = (String::new(), 0);
        let mut bytes = [0; 4096];
        while let Ok(Ok(count @ 1..)) = timeout(SILENCE, screen.read(&mut bytes)).await {
            told.push_str(&String::from_utf8_lossy(&bytes[..count]));
            if told.matches(question).count() > answered {
                answered += 1;
                let line = format!("{}\n", answer());
                keyboard.write_all(line.as_bytes()).await.expect("typed");
            }
        }
        let ended = timeout(SILENCE, run.wait()).await.map_err(|_| format!("it waits: {told}"));
        let status = ended.expect("ends in time").expect("ends");
        Ended { is_success: status.success(), code: status.code(), told }
    }

    /// A check of a map against the sandbox, as its JSON operator sees it.
    pub(crate) async fn check(&self, map: &str, more: &[&str]) -> Ended {
        let profile = self.file("profile", &self.pages_profile(SUITE_MAP));
        let pictures = self.folder.path().join("pictures");
        let mut command = self.command(&["portal", "check", map], &profile).await;
        ended(command.arg("--pictures").arg(pictures).args(more)).await
    }

    /// A run of these rules that has not begun.
    async fn run_command(&self, profile: &str, rules: &[&str]) -> Command {
        let profile = self.file("profile", profile);
        let mut command = self.command(&["run"], &profile).await;
        command.args(rules.iter().flat_map(|rule| ["--rule", rule]));
        command
    }

    async fn command(&self, words: &[&str], profile: &Path) -> Command {
        let link = self.office.sign_in_link().await;
        let mut command = Command::new(env!("CARGO_BIN_EXE_conform"));
        command
            .args(words)
            .arg("--target")
            .arg(profile)
            .current_dir(ROOT)
            .env("RALIO_OPERATOR_KEY", self.sandbox.operator_key())
            .env("RALIO_API_CODE", &self.office.api_code)
            .env("RALIO_API_KEY", &self.office.api_key)
            .env("RALIO_PORTAL_SIGN_IN_LINK", link)
            .env("KONTOR_NAME", NAME)
            .env("KONTOR_CODE_SECRET", SECRET)
            .env_remove("RALIO_WEBHOOK_SECRET")
            .kill_on_drop(true);
        command
    }
}

/// The command at a terminal of its own.
fn at_terminal(command: &std::process::Command) -> Command {
    let program = [command.get_program()].into_iter().chain(command.get_args());
    let words = program.map(|word| format!("'{}'", word.to_str().expect("is text")));
    let mut terminal = Command::new("script");
    terminal.args(["--quiet", "--return", "--flush", "--command"]);
    terminal.arg(words.collect::<Vec<_>>().join(" ")).arg("/dev/null");
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => terminal.env(name, value),
            None => terminal.env_remove(name),
        };
    }
    terminal.current_dir(command.get_current_dir().expect("is set"));
    terminal
}

async fn ended(command: &mut Command) -> Ended {
    let output = command.output().await.expect("conform starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let told = format!("{}{}", text(&output.stdout), text(&output.stderr));
    Ended { is_success: output.status.success(), code: output.status.code(), told }
}

impl BackOffice {
    /// Makes a merchant.
    async fn make_merchant(&self, body: Value) -> Value {
        let request = Outgoing::new("POST", "/operator/v1/merchants");
        let request = request.bearer(&self.operator_key).json(&body);
        self.send(&self.portal, request).await.response.json().clone()
    }

    /// The path of a link that signs somebody in.
    async fn sign_in_link(&self) -> String {
        let person = self.post("/people", Some(json!({ "name": "Pia" }))).await.expect("a person");
        let id = person["id"].as_str().map_or_else(|| person["id"].to_string(), str::to_owned);
        let link = self.post(&format!("/people/{id}/sign-in-links"), None).await.expect("a link");
        let url = link["url"].as_str().expect("is text");
        url.strip_prefix(&self.portal).unwrap_or(url).to_owned()
    }
}
