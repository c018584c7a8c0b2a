//! The chromedriver process: started on a port of its own choice, and ended with the run.

use std::{path::Path, process::Stdio, time::Duration};

use fantoccini::wd::Capabilities;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    time::timeout,
};

use super::{BrowserError, window::Window};

/// chromedriver listens within a fraction of a second; a cold disk may take longer.
const START_LIMIT: Duration = Duration::from_secs(20);

/// The number of starts. chromedriver takes a free port of IPv4, and ends if somebody else has the same port of IPv6.
const STARTS: usize = 5;

/// Pages of a target on this machine are there in milliseconds; this bounds one that never comes.
const PAGE_LIMIT_MS: u32 = 10_000;

/// The words of chromedriver when it listens, before the port.
const LISTENING: &str = "started successfully on port ";

/// The arguments that the browser is started with.
const ARGUMENTS: [&str; 9] = [
    "--headless=new",
    // Containers and build servers run as root and with little shared memory.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-proxy-server",
    "--remote-debugging-pipe",
    // No tabs and toolbars are drawn around pages.
    "--kiosk",
    // The next page uses the frame of the one before, which is not kept for going back: less work for each page.
    "--disable-features=RenderDocument,BackForwardCache",
    // No host has a name below `.example` (RFC 2606). Without a network, asking for one takes seconds.
    "--host-resolver-rules=MAP *.example ~NOTFOUND",
];

/// A running chromedriver. It dies with this value; the browser, which talks to it through a pipe, dies with it.
#[derive(Debug)]
pub(super) struct Driver {
    process: Child,
    address: String,
}

impl Driver {
    /// Starts chromedriver and waits until it listens.
    pub(super) async fn start(chromedriver: &Path) -> Result<Self, BrowserError> {
        for _ in 1..STARTS {
            match Self::start_once(chromedriver).await {
                Err(BrowserError::Silent) => {}
                started => return started,
            }
        }
        Self::start_once(chromedriver).await
    }

    async fn start_once(chromedriver: &Path) -> Result<Self, BrowserError> {
        let mut process = Command::new(chromedriver)
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
        // The rest of its output is of no use, but a full pipe would stop it.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { process, address: format!("http://127.0.0.1:{port}") })
    }

    /// True if the process is gone.
    pub(super) fn has_ended(&mut self) -> bool {
        !matches!(self.process.try_wait(), Ok(None))
    }

    /// Opens a window of a browser.
    pub(super) async fn open(&self, browser: &Path) -> Result<Window, BrowserError> {
        let opened = Window::open(&self.address, capabilities(browser));
        timeout(START_LIMIT, opened).await.map_err(|_| BrowserError::Silent)?
    }

    /// The address at which it listens.
    #[cfg(test)]
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Ends the process.
    pub(super) async fn end(&mut self) {
        // It may be dead already; then there is nothing to end.
        let _ = self.process.kill().await;
    }
}

fn capabilities(browser: &Path) -> Capabilities {
    let options = json!({ "binary": browser, "args": ARGUMENTS });
    let limits = json!({ "script": PAGE_LIMIT_MS, "pageLoad": PAGE_LIMIT_MS });
    let mut capabilities = Capabilities::new();
    capabilities.insert("browserName".into(), "chrome".into());
    capabilities.insert("goog:chromeOptions".into(), options);
    capabilities.insert("timeouts".into(), limits);
    // A page that asks whether somebody is sure is told yes.
    capabilities.insert("unhandledPromptBehavior".into(), Value::from("accept"));
    capabilities
}
