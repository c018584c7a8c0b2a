//! A desk over a suite of its own, for the tests of several files.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use reqwest::{Client, StatusCode};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{conform::ROOT, own_suite::own_suite};

/// A desk over a suite of its own. It ends with this value.
pub(crate) struct Desk {
    child: Child,
    pub(crate) address: String,
    pub(crate) suite: TempDir,
    pub(crate) client: Client,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) const FILE: &str = "features/payouts/bank-payout.feature";

impl Desk {
    /// Opens a desk over one feature of the project and these files.
    pub(crate) fn open(files: &[(&str, &str)]) -> Self {
        conformance_harness::install_crypto();
        let feature = fs::read_to_string(Path::new(ROOT).join(FILE)).expect("readable");
        let all: Vec<(&str, &str)> =
            [(FILE, feature.as_str())].into_iter().chain(files.iter().copied()).collect();
        let suite = own_suite(&all);
        let mut child = Command::new(env!("CARGO_BIN_EXE_conform"))
            .args(["desk", "--suite"])
            .arg(suite.path())
            .env_remove("RALIO_OPERATOR_KEY")
            .stdout(Stdio::piped())
            .spawn()
            .expect("conform starts");
        let mut line = String::new();
        let output = child.stdout.take().expect("an output");
        BufReader::new(output).read_line(&mut line).expect("it says where it is");
        let address = line.split_whitespace().last().expect("an address").to_owned();
        let client = Client::builder().no_proxy().build().expect("a client");
        Self { child, address, suite, client }
    }

    pub(crate) async fn get(&self, path: &str) -> (StatusCode, String) {
        let answer =
            self.client.get(format!("{}{path}", self.address)).send().await.expect("answers");
        (answer.status(), answer.text().await.expect("a text"))
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> (StatusCode, String) {
        let request = self.client.post(format!("{}{path}", self.address)).json(body);
        let answer = request.send().await.expect("answers");
        (answer.status(), answer.text().await.expect("a text"))
    }

    pub(crate) fn text(&self) -> String {
        fs::read_to_string(self.suite.path().join(FILE)).expect("readable")
    }
}
