//! A browser's process: started without a user interface, spoken to through two pipes, and ended with the run.

use std::{
    fs,
    io::{self, PipeReader, PipeWriter},
    os::fd::OwnedFd,
    path::{Path, PathBuf},
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use command_fds::{CommandFdExt as _, FdMapping};
use serde_json::json;
use tempfile::TempDir;
use tokio::{
    net::unix::pipe::{Receiver, Sender},
    process::{Child, Command},
    time::timeout,
};

use super::{BrowserError, connection::DevToolsConnection, window::Window};

/// A browser opens a window within a second; a cold disk may take longer.
const START_LIMIT: Duration = Duration::from_secs(20);

/// A browser that has closed its pipes ends soon.
const END_LIMIT: Duration = Duration::from_secs(1);

/// Pause between two polls for its end.
const END_PAUSE: Duration = Duration::from_millis(10);

/// The arguments that the browser is started with.
const ARGUMENTS: &[&str] = &[
    "--headless=new",
    // Commands come through descriptor 3, answers go through descriptor 4. A browser whose pipe is closed ends, so that none is
    // left behind by a run that was killed.
    "--remote-debugging-pipe",
    // Containers and build servers run as root and with little shared memory.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-proxy-server",
    // No tabs and toolbars are drawn around pages.
    "--kiosk",
    // The browser asks nobody anything, and fetches nothing but pages.
    "--no-first-run",
    "--no-startup-window",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--metrics-recording-only",
    "--password-store=basic",
    // Pages may be pressed before they are drawn for the first time, and may open windows.
    "--allow-pre-commit-input",
    "--disable-popup-blocking",
    "--disable-hang-monitor",
    // No key of the person who runs the suite is asked for.
    "--use-mock-keychain",
    // A form that was sent may be sent again.
    "--disable-prompt-on-repost",
    // A window behind another one works like the one before it.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    // The next page uses the frame of the one before, which is not kept for going back: less work for each page.
    "--disable-features=RenderDocument,BackForwardCache",
    // No host has a name below `.example` (RFC 2606). Without a network, asking for one takes seconds.
    "--host-resolver-rules=MAP *.example ~NOTFOUND",
];

/// The descriptors at which the browser reads commands and writes answers.
const COMMANDS: i32 = 3;
const ANSWERS: i32 = 4;

/// A running browser. It dies with this value.
#[derive(Debug)]
pub(super) struct BrowserProcess {
    program: PathBuf,
    process: Child,
    connection: DevToolsConnection,
    /// The folder in which it keeps what it needs while it runs.
    pub(super) profile: TempDir,
}

impl BrowserProcess {
    /// Starts a browser.
    pub(super) fn start(program: &Path) -> Result<Self, BrowserError> {
        let profile = tempfile::Builder::new().prefix("conform-browser-").tempdir()?;
        let (commands, to) = io::pipe()?;
        let (from, answers) = io::pipe()?;
        let mut command = Command::new(program);
        command
            .args(ARGUMENTS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            // Ctrl-C in a terminal ends the run, which still needs the browser to set back what it has set.
            .process_group(0)
            .fd_mappings(mappings(commands, answers))
            .map_err(io::Error::other)?;
        let process = command.spawn()?;
        let (to, from) = (OwnedFd::from(to), OwnedFd::from(from));
        let connection =
            DevToolsConnection::over(Sender::from_owned_fd(to)?, Receiver::from_owned_fd(from)?);
        Ok(Self { program: program.to_owned(), process, connection, profile })
    }

    /// True if the process is gone, or does not answer any more.
    pub(super) fn has_ended(&mut self) -> bool {
        self.connection.is_over() || !matches!(self.process.try_wait(), Ok(None))
    }

    /// Opens a window.
    pub(super) async fn open(&mut self) -> Result<Window, BrowserError> {
        let opened = Window::open(self.connection.clone());
        let opened = timeout(START_LIMIT, opened).await.unwrap_or(Err(BrowserError::Silent));
        if matches!(opened, Err(BrowserError::Silent))
            && let Ok(Ok(status)) = timeout(END_LIMIT, self.process.wait()).await
        {
            return Err(BrowserError::Ended { program: self.program.clone(), status });
        }
        opened
    }

    /// Ends the process.
    pub(super) async fn end(&mut self) {
        // It may be dead already; then there is nothing to end.
        let asked = self.connection.tell(None, "Browser.close", json!({}));
        if timeout(END_LIMIT, asked).await.is_ok() {
            let _ = timeout(END_LIMIT, self.process.wait()).await;
        }
        let _ = self.process.kill().await;
    }
}

impl Drop for BrowserProcess {
    /// Removes the folder when nothing writes there any more: the browser's own processes end a moment after it.
    fn drop(&mut self) {
        let _ = self.process.start_kill();
        let begun = Instant::now();
        let mut is_there = true;
        while is_there && begun.elapsed() < END_LIMIT {
            let has_ended = !matches!(self.process.try_wait(), Ok(None));
            if has_ended {
                // A folder that cannot be removed yet, or is made again, is removed in the next round.
                let _ = fs::remove_dir_all(self.profile.path());
            }
            thread::sleep(END_PAUSE);
            is_there = self.profile.path().exists();
        }
    }
}

fn mappings(commands: PipeReader, answers: PipeWriter) -> Vec<FdMapping> {
    vec![
        FdMapping { parent_fd: commands.into(), child_fd: COMMANDS },
        FdMapping { parent_fd: answers.into(), child_fd: ANSWERS },
    ]
}
