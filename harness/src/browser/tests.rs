//! Trouble with the browser: a chromedriver that does not start, windows that break. A stand-in answers for chromedriver.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::timeout,
};

use super::{driver::Driver, installation::Installation, windows::FORGET_LIMIT, *};

/// Far above what a stand-in takes, far below what the browser is waited for.
const SOON: Duration = Duration::from_secs(5);

/// A script that never ends.
const ENDLESS: &str = "while (true) {}";

/// A folder with a chromedriver of this name; the name says what it does.
fn installed(name: &str) -> (TempDir, Installation) {
    let folder = tempfile::tempdir().expect("a folder");
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/programs/chromedriver");
    let chromedriver = folder.path().join(name);
    std::os::unix::fs::symlink(program, &chromedriver).expect("linked");
    (folder, Installation { chromedriver, chromium: PathBuf::from("chromium"), shell: None })
}

/// A server that answers like chromedriver, without a browser behind it.
#[derive(Debug, Default)]
struct StandIn {
    /// The windows opened so far, and the commands sent to them.
    asked: Mutex<Vec<String>>,
    /// Windows do nothing any more.
    has_crashed: AtomicBool,
}

impl StandIn {
    /// Listens, and gives the browser that is driven through it.
    async fn start() -> (Arc<Self>, TempDir, Browser) {
        Self::start_with(None).await
    }

    /// The same, with a shell beside the browser or without.
    async fn start_with(shell: Option<PathBuf>) -> (Arc<Self>, TempDir, Browser) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let stand_in = Arc::new(Self::default());
        let answering = stand_in.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answering.clone().serve(stream));
            }
        });
        let (folder, installed) = installed(&format!("listens-on-{port}"));
        (stand_in, folder, Browser::of(Some(Installation { shell, ..installed })))
    }

    async fn serve(self: Arc<Self>, mut stream: TcpStream) {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let Ok(byte) = stream.read_u8().await else { return };
            head.push(byte);
        }
        let head = String::from_utf8_lossy(&head).to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.and_then(|text| text.parse().ok()).unwrap_or(0)];
        stream.read_exact(&mut body).await.expect("the whole body");
        let line = head.lines().next().unwrap_or_default().trim_end_matches(" http/1.1");
        let body = String::from_utf8_lossy(&body).into_owned();
        let Some((status, value)) = self.answer(line, &body) else {
            return std::future::pending().await;
        };
        let text = json!({ "value": value }).to_string();
        let length = text.len();
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
             connection: close\r\n\r\n"
        );
        // A client that has gone away needs no answer.
        let _ = stream.write_all(format!("{head}{text}").as_bytes()).await;
    }

    /// Status and value; none when no answer comes.
    fn answer(&self, line: &str, body: &str) -> Option<(&'static str, Value)> {
        self.asked.lock().expect("kept").push(line.to_owned());
        let error = |status, code: &str| {
            Some((status, json!({ "error": code, "message": code, "stacktrace": "" })))
        };
        if line == "post /session" {
            let id = format!("window-{}", self.windows());
            return Some(("200 OK", json!({ "sessionId": id, "capabilities": {} })));
        }
        if self.has_crashed.load(Ordering::Relaxed) {
            return error("500 Internal Server Error", "invalid session id");
        }
        let value = match line.rsplit_once('/').map_or("", |(_, command)| command) {
            "sync" if body.contains(ENDLESS) => return None,
            "sync" if body.contains("throw") => {
                return error("500 Internal Server Error", "javascript error");
            }
            "sync" if body.contains("replaced") => {
                return error("404 Not Found", "stale element reference");
            }
            "sync" if body.contains("readyState") => {
                json!({ "loaded": true, "born": self.asked().len(), "status": 200 })
            }
            "url" if line.starts_with("get") => json!("http://page.example/one"),
            _ => Value::Null,
        };
        Some(("200 OK", value))
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("kept").clone()
    }

    /// The number of windows opened so far.
    fn windows(&self) -> usize {
        self.asked().iter().filter(|line| *line == "post /session").count()
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
    let error = Driver::start(&installed.chromedriver).await.expect_err("there is no program");
    assert!(matches!(error, BrowserError::Start(_)), "{error}");
    assert!(error.to_string().starts_with("chromedriver cannot be started: "), "{error}");
}

#[tokio::test]
async fn a_chromedriver_that_ends_is_not_waited_for() {
    let (_folder, installed) = installed("ends");
    let begun = Instant::now();
    let error = Driver::start(&installed.chromedriver).await.expect_err("it has ended");
    assert!(matches!(error, BrowserError::Silent), "{error}");
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn the_port_is_found_behind_what_else_is_said() {
    let (_folder, installed) = installed("listens-on-4711");
    let driver = Driver::start(&installed.chromedriver).await.expect("it listens");
    assert_eq!(driver.address(), "http://127.0.0.1:4711");
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
    assert!(error.to_string().contains("the browser refuses: "), "{error}");
    drop(tab);
    browser.window().await.expect("another window");
    assert_eq!(stand_in.windows(), 2, "{:?}", stand_in.asked());
}

#[tokio::test]
async fn an_element_that_leaves_the_page_while_it_is_found_is_not_pressed_now() {
    let (_stand_in, _folder, browser) = StandIn::start().await;
    let tab = browser.window().await.expect("a window");
    assert!(!tab.press_given("return replaced;").await.expect("the caller looks again"));
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
    let (stand_in, _folder, browser) = StandIn::start_with(Some(PathBuf::from("shell"))).await;
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
async fn a_chromedriver_that_has_died_is_started_again() {
    let (stand_in, _folder, browser) = StandIn::start().await;
    let one = browser.window().await.expect("a window");
    if let Some(driver) = browser.windows.driver.lock().await.as_mut() {
        driver.end().await;
    }
    browser.window().await.expect("a window of another chromedriver");
    assert_eq!(stand_in.windows(), 2, "{:?}", stand_in.asked());
    let is_running =
        browser.windows.driver.lock().await.as_mut().is_some_and(|one| !one.has_ended());
    assert!(is_running, "it was not started again");
    drop(one);
}

#[tokio::test]
async fn what_a_page_lacks_is_named_with_the_page() {
    let (_stand_in, _folder, browser) = StandIn::start().await;
    let tab = browser.window().await.expect("a window");
    let error = tab.press("button.nowhere").await.expect_err("there is no button");
    let wanted = "the page http://page.example/one has no button.nowhere";
    assert_eq!(error.to_string(), wanted);
}
