//! Trouble with the browser: one that does not start, windows that break. A stand-in answers for it.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    time::timeout,
};

use super::{
    installation::Installation, process::BrowserProcess, window::STANDARD, windows::FORGET_LIMIT, *,
};

/// Far above what a stand-in takes, far below what the browser is waited for.
const SOON: Duration = Duration::from_secs(5);

/// A script that never ends.
const ENDLESS: &str = "while (true) {}";

/// The command that opens a window.
const OPENING: &str = "Target.createBrowserContext";

/// The command that closes a window.
const CLOSING: &str = "Target.disposeBrowserContext";

/// A folder with a browser of this name; the name says what it does.
fn installed(name: &str) -> (TempDir, Installation) {
    let folder = tempfile::tempdir().expect("a folder");
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/programs/browser");
    let chromium = folder.path().join(name);
    std::os::unix::fs::symlink(program, &chromium).expect("linked");
    (folder, Installation { chromium, shell: None })
}

/// A server that answers like a browser, without pages behind it.
#[derive(Debug, Default)]
struct StandIn {
    /// The commands given so far.
    asked: Mutex<Vec<String>>,
    /// Windows do nothing any more.
    has_crashed: AtomicBool,
    /// A dialog of the page was answered.
    has_accepted: AtomicBool,
}

impl StandIn {
    /// Listens, and gives the browser that is driven through it.
    async fn start() -> (Arc<Self>, TempDir, Browser) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let stand_in = Arc::new(Self::default());
        let answering = stand_in.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answering.clone().serve(stream));
            }
        });
        let (folder, installed) = installed(&format!("speaks-at-{port}"));
        (stand_in, folder, Browser::of(Some(installed)))
    }

    /// The same, with a shell beside the browser.
    async fn start_with_shell() -> (Arc<Self>, TempDir, Browser) {
        let (stand_in, folder, browser) = Self::start().await;
        drop(browser);
        let programs = std::fs::read_dir(folder.path()).expect("a folder");
        let chromium = programs.map(|one| one.expect("a program").path()).next().expect("one");
        let shell = Some(chromium.clone());
        (stand_in, folder, Browser::of(Some(Installation { chromium, shell })))
    }

    async fn serve(self: Arc<Self>, stream: TcpStream) {
        let (from, mut to) = stream.into_split();
        let mut messages = BufReader::new(from).split(0);
        while let Ok(Some(message)) = messages.next_segment().await {
            let message: Value = serde_json::from_slice(&message).expect("a message");
            for mut answer in self.answers(&message) {
                if answer["method"].is_null() {
                    answer["id"] = message["id"].clone();
                }
                let text = format!("{answer}\0");
                // A client that has gone away needs no answer.
                let _ = to.write_all(text.as_bytes()).await;
            }
        }
    }

    /// The answers to a command, and events; none when no answer comes.
    fn answers(&self, message: &Value) -> Vec<Value> {
        let method = message["method"].as_str().expect("a method").to_owned();
        self.asked.lock().expect("kept").push(method.clone());
        let of_page = !message["sessionId"].is_null();
        if of_page && self.has_crashed.load(Ordering::Relaxed) {
            let error = json!({ "code": -32001, "message": "Session with given id not found." });
            return vec![json!({ "error": error })];
        }
        let script = message["params"]["expression"].as_str().unwrap_or_default();
        let result = match method.as_str() {
            "Runtime.evaluate" if script.contains(ENDLESS) => return Vec::new(),
            "Runtime.evaluate" if script.contains("crash()") => {
                let session = &message["sessionId"];
                return vec![json!({ "method": "Inspector.targetCrashed", "sessionId": session })];
            }
            "Runtime.evaluate" if script.contains("throw") => {
                json!({ "exceptionDetails": { "text": "Uncaught" } })
            }
            "Runtime.evaluate" if script.contains("confirm") => {
                let session = &message["sessionId"];
                return vec![
                    json!({ "method": "Page.javascriptDialogOpening", "sessionId": session }),
                    json!({ "result": { "result": { "value": true } } }),
                ];
            }
            "Runtime.evaluate" if script.contains("responseStatus") => {
                json!({ "result": { "value": { "status": 200 } } })
            }
            "Page.handleJavaScriptDialog" => {
                let is_yes = message["params"]["accept"] == true;
                self.has_accepted.store(is_yes, Ordering::Relaxed);
                json!({})
            }
            "Target.getTargetInfo" => json!({ "targetInfo": { "url": "http://page.example/one" } }),
            "Target.attachToTarget" => json!({ "sessionId": format!("page-{}", self.windows()) }),
            _ => json!({}),
        };
        vec![json!({ "result": result })]
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("kept").clone()
    }

    /// The number of windows opened so far.
    fn windows(&self) -> usize {
        self.asked().iter().filter(|one| *one == OPENING).count()
    }
}

#[tokio::test]
async fn without_a_browser_it_is_said_what_to_install() {
    let error = Browser::of(None).window().await.expect_err("there is no browser");
    assert!(error.to_string().contains(INSTALL), "{error}");
}

#[tokio::test]
async fn a_program_that_is_gone_is_named_as_what_cannot_be_started() {
    let (folder, installed) = installed("ends");
    drop(folder);
    let error = BrowserProcess::start(&installed.chromium).expect_err("there is no program");
    assert!(matches!(error, BrowserError::Start(_)), "{error}");
    assert!(error.to_string().starts_with("the browser cannot be started: "), "{error}");
}

#[tokio::test]
async fn a_browser_that_ends_is_not_waited_for() {
    let (_folder, installed) = installed("ends");
    let begun = Instant::now();
    let error = Browser::of(Some(installed)).window().await.expect_err("it has ended");
    let ended = "has ended (exit status: 1); start it by hand to see why";
    assert!(error.to_string().contains(ended), "{error}");
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_window_that_did_well_is_used_again() {
    let (stand_in, _folder, browser) = StandIn::start().await;
    for _ in 0..3 {
        let tab = browser.window().await.expect("a window");
        assert_eq!(tab.open("http://page.example/one").await.expect("a page"), 200);
    }
    assert_eq!(stand_in.windows(), 1, "{:?}", stand_in.asked());
}

#[tokio::test]
async fn a_window_in_which_a_command_never_ended_is_not_used_again() {
    let (stand_in, _folder, browser) = StandIn::start().await;
    let tab = browser.window().await.expect("a window");
    let hangs = timeout(Duration::from_millis(1), tab.run(ENDLESS, Vec::new())).await;
    assert!(hangs.is_err(), "it never ends");
    drop(tab);
    let begun = Instant::now();
    let tab = browser.window().await.expect("another window");
    assert!(begun.elapsed() < FORGET_LIMIT, "the broken window was tried again");
    assert_eq!(tab.open("http://page.example/one").await.expect("a page"), 200);
    assert_eq!(stand_in.windows(), 2, "{:?}", stand_in.asked());
}

#[tokio::test]
async fn a_window_in_which_a_command_failed_is_not_used_again() {
    let (stand_in, _folder, browser) = StandIn::start().await;
    let tab = browser.window().await.expect("a window");
    let error = tab.run("throw new Error()", Vec::new()).await.expect_err("it throws");
    assert!(error.to_string().contains("the browser refused the command: "), "{error}");
    drop(tab);
    browser.window().await.expect("another window");
    assert_eq!(stand_in.windows(), 2, "{:?}", stand_in.asked());
    assert!(stand_in.asked().iter().any(|one| one == CLOSING), "{:?}", stand_in.asked());
}

#[tokio::test]
async fn a_page_that_crashes_ends_the_command_that_waits_for_it() {
    let (_stand_in, _folder, browser) = StandIn::start().await;
    let tab = browser.window().await.expect("a window");
    let begun = Instant::now();
    let error = tab.run("crash()", Vec::new()).await.expect_err("it has crashed");
    assert!(matches!(error, BrowserError::Silent), "{error}");
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_page_that_asks_whether_somebody_is_sure_is_told_yes() {
    let (stand_in, _folder, browser) = StandIn::start().await;
    let tab = browser.window().await.expect("a window");
    tab.run("return confirm('Sure?')", Vec::new()).await.expect("an answer");
    // The answer to the dialog was sent before this command.
    tab.look(Appearance { width_px: 360, ..STANDARD }).await.expect("a window");
    assert!(stand_in.has_accepted.load(Ordering::Relaxed), "{:?}", stand_in.asked());
}

#[tokio::test]
async fn a_window_that_crashed_while_nobody_used_it_is_replaced() {
    let (stand_in, _folder, browser) = StandIn::start().await;
    drop(browser.window().await.expect("a window"));
    stand_in.has_crashed.store(true, Ordering::Relaxed);
    let replaced = browser.window().await;
    assert_eq!(stand_in.windows(), 2, "{:?}", stand_in.asked());
    // This one is as dead, which is only found out when it is told something.
    assert!(replaced.is_err());
    stand_in.has_crashed.store(false, Ordering::Relaxed);
    browser.window().await.expect("a window that lives");
}

#[tokio::test]
async fn documents_are_shown_in_a_window_of_the_browser_itself() {
    let (stand_in, _folder, browser) = StandIn::start_with_shell().await;
    for _ in 0..2 {
        let tab = browser.window().await.expect("a window of the shell");
        let other = tab.for_documents().await.expect("a window");
        let other = other.expect("the shell cannot show documents");
        assert!(other.for_documents().await.expect("no trouble").is_none());
    }
    assert_eq!(stand_in.windows(), 2, "{:?}", stand_in.asked());
}

#[tokio::test]
async fn without_a_shell_one_window_shows_pages_and_documents() {
    let (stand_in, _folder, browser) = StandIn::start().await;
    let tab = browser.window().await.expect("a window");
    assert!(tab.for_documents().await.expect("no trouble").is_none());
    assert_eq!(stand_in.windows(), 1, "{:?}", stand_in.asked());
}

#[tokio::test]
async fn a_browser_that_has_died_is_started_again() {
    let (stand_in, _folder, browser) = StandIn::start().await;
    let one = browser.window().await.expect("a window");
    for (_, process) in browser.windows.processes.lock().await.iter_mut() {
        process.end().await;
    }
    browser.window().await.expect("a window of another browser");
    assert_eq!(stand_in.windows(), 2, "{:?}", stand_in.asked());
    let mut processes = browser.windows.processes.lock().await;
    assert_eq!(processes.len(), 1, "{processes:?}");
    assert!(!processes[0].1.has_ended(), "it was not started again");
    drop(one);
}

#[tokio::test]
async fn an_ended_browser_leaves_no_folder_behind() {
    let (_stand_in, _folder, browser) = StandIn::start().await;
    let tab = browser.window().await.expect("a window");
    let folder = browser.windows.processes.lock().await[0].1.profile.path().to_owned();
    assert!(folder.is_dir(), "{}", folder.display());
    drop(tab);
    browser.close().await;
    assert!(!folder.exists(), "{}", folder.display());
}

#[tokio::test]
async fn what_a_page_lacks_is_named_with_the_page() {
    let (_stand_in, _folder, browser) = StandIn::start().await;
    let tab = browser.window().await.expect("a window");
    let error = tab.press("button.nowhere").await.expect_err("there is no button");
    let wanted = "the page http://page.example/one has no button.nowhere";
    assert_eq!(error.to_string(), wanted);
}
