//! The chromedriver process: started on a port of its own choice, and ended with the run.

use std::{process::Stdio, time::Duration};

use fantoccini::{
    Client, ClientBuilder,
    wd::{Capabilities, TimeoutConfiguration},
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    time::timeout,
};

use super::{BrowserError, Installed};

/// It listens within a fraction of a second; a cold disk may take longer.
const START_LIMIT: Duration = Duration::from_secs(20);

/// Pages of a target on this machine are there in milliseconds; this bounds one that never comes.
const PAGE_LIMIT: Duration = Duration::from_secs(10);

/// What chromedriver says when it listens, before the port.
const LISTENING: &str = "started successfully on port ";

/// A running chromedriver. It dies with this value; the browser, which talks to it through a pipe, dies with it.
#[derive(Debug)]
pub(super) struct Driver {
    process: Child,
    address: String,
    installed: Installed,
}

impl Driver {
    pub(super) async fn start(installed: Installed) -> Result<Self, BrowserError> {
        let mut process = Command::new(&installed.chromedriver)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let output = process.stdout.take().ok_or(BrowserError::Silent)?;
        let mut lines = BufReader::new(output).lines();
        let port = async {
            while let Some(line) = lines.next_line().await? {
                if let Some((_, rest)) = line.split_once(LISTENING) {
                    return Ok(rest.trim_end_matches('.').to_owned());
                }
            }
            Err(BrowserError::Silent)
        };
        let port = timeout(START_LIMIT, port).await.map_err(|_| BrowserError::Silent)??;
        // Nobody reads what it says later; a full pipe would stop it.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { process, address: format!("http://127.0.0.1:{port}"), installed })
    }

    /// Whether the process is gone.
    pub(super) fn has_ended(&mut self) -> bool {
        !matches!(self.process.try_wait(), Ok(None))
    }

    /// Opens a window.
    pub(super) async fn open(&self) -> Result<Client, BrowserError> {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(self.capabilities());
        let opened = timeout(START_LIMIT, builder.connect(self.address())).await;
        let client = opened.map_err(|_| BrowserError::Silent)?.map_err(Box::new)?;
        let limits = TimeoutConfiguration::new(Some(PAGE_LIMIT), Some(PAGE_LIMIT), None);
        client.update_timeouts(limits).await?;
        Ok(client)
    }

    fn capabilities(&self) -> Capabilities {
        let arguments = [
            "--headless=new",
            // Containers and build servers run as root and with little shared memory.
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--no-proxy-server",
            "--remote-debugging-pipe",
            "--window-size=1440,900",
        ];
        let options = json!({ "binary": self.installed.chromium, "args": arguments });
        let mut capabilities = Capabilities::new();
        capabilities.insert("browserName".into(), "chrome".into());
        capabilities.insert("goog:chromeOptions".into(), options);
        // A page that asks whether somebody is sure is told yes.
        capabilities.insert("unhandledPromptBehavior".into(), Value::from("accept"));
        capabilities
    }

    /// Where it listens.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    pub(super) async fn end(&mut self) {
        // It may be dead already; then there is nothing to end.
        let _ = self.process.kill().await;
    }
}
