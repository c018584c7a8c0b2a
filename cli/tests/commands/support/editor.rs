//! An editor that speaks with the language server.

use std::{
    fs,
    io::BufReader,
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use lsp_server::{Message, Notification, Request};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{conform::ROOT, own_suite::own_suite};

/// A time far above what any answer takes.
pub(crate) const LONGEST: Duration = Duration::from_mins(1);

pub(crate) const FILE: &str = "features/payouts/bank-payout.feature";

/// An editor with one open file, which need not be as it is on the disk.
pub(crate) struct Editor {
    pub(crate) server: Child,
    pub(crate) input: Option<ChildStdin>,
    pub(crate) output: Receiver<Message>,
    pub(crate) suite: TempDir,
    pub(crate) requests: i32,
    pub(crate) version: i32,
    /// The messages of the server that came while an answer was awaited.
    pub(crate) received: Vec<(String, Value)>,
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

pub(crate) fn feature() -> String {
    fs::read_to_string(Path::new(ROOT).join(FILE)).expect("readable")
}

pub(crate) fn start(folder: &Path) -> (Child, ChildStdin, Receiver<Message>) {
    let mut server = Command::new(env!("CARGO_BIN_EXE_conform"))
        .args(["lsp", "--stdio"])
        .current_dir(folder)
        .env_remove("RALIO_OPERATOR_KEY")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("conform starts");
    let input = server.stdin.take().expect("an input");
    let mut printed = BufReader::new(server.stdout.take().expect("an output"));
    let (sender, output) = channel();
    thread::spawn(move || {
        while let Ok(Some(message)) = Message::read(&mut printed) {
            if sender.send(message).is_err() {
                break;
            }
        }
    });
    (server, input, output)
}

impl Editor {
    /// Opens the file with this text.
    pub(crate) fn open(text: &str) -> Self {
        let suite = own_suite(&[(FILE, &feature())]);
        let (server, input, output) = start(suite.path());
        let (received, input) = (Vec::new(), Some(input));
        let mut editor = Self { server, input, output, suite, requests: 0, version: 0, received };
        let known = json!({
            "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } },
            "workspace": { "codeLens": { "refreshSupport": true } },
        });
        let offered = editor.ask("initialize", &json!({ "capabilities": known }));
        assert_eq!(offered["capabilities"]["hoverProvider"], true, "{offered}");
        editor.tell("initialized", &json!({}));
        let document = json!({ "uri": editor.address(), "languageId": "cucumber", "version": 0, "text": text });
        editor.tell("textDocument/didOpen", &json!({ "textDocument": document }));
        editor
    }

    pub(crate) fn address(&self) -> String {
        format!("file://{}", self.suite.path().join(FILE).display())
    }

    pub(crate) fn change(&mut self, text: &str) {
        self.version += 1;
        let document = json!({ "uri": self.address(), "version": self.version });
        let changes = json!([{ "text": text }]);
        let change = json!({ "textDocument": document, "contentChanges": changes });
        self.tell("textDocument/didChange", &change);
    }

    pub(crate) fn tell(&mut self, method: &str, told: &Value) {
        self.send(&Notification::new(method.to_owned(), told).into());
    }

    pub(crate) fn send(&mut self, message: &Message) {
        message.write(self.input.as_mut().expect("it is open")).expect("the server reads");
    }

    pub(crate) fn next(&mut self) -> Message {
        self.output.recv_timeout(LONGEST).expect("the server goes on")
    }

    /// The exit code of the server, which must end by itself.
    pub(crate) fn exit_code(&mut self) -> Option<i32> {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.server.try_wait().expect("it is a process of ours") {
                return status.code();
            }
            assert!(begun.elapsed() < LONGEST, "the server does not end");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// The result of a request, or its error.
    pub(crate) fn ask(&mut self, method: &str, asked: &Value) -> Value {
        self.requests += 1;
        let id = self.requests.into();
        self.send(&Request::new(self.requests.into(), method.to_owned(), asked).into());
        loop {
            match self.next() {
                Message::Response(answer) if answer.id == id => {
                    return match answer.response_result {
                        Ok(value) => value,
                        Err(error) => json!({ "error": error.message }),
                    };
                }
                other => self.keep(other),
            }
        }
    }

    pub(crate) fn keep(&mut self, message: Message) {
        match message {
            Message::Notification(told) => self.received.push((told.method, told.params)),
            Message::Request(asked) => self.received.push((asked.method, asked.params)),
            Message::Response(answer) => unreachable!("nobody asked for {answer:?}"),
        }
    }

    /// The next message of this kind.
    pub(crate) fn wait_for(&mut self, method: &str) -> Value {
        loop {
            if let Some(at) = self.received.iter().position(|(kind, _)| kind == method) {
                return self.received.remove(at).1;
            }
            let next = self.next();
            self.keep(next);
        }
    }

    /// The mistakes of this version of the text.
    pub(crate) fn mistakes(&mut self, version: i32) -> Vec<Value> {
        loop {
            let told = self.wait_for("textDocument/publishDiagnostics");
            if told["version"] == version {
                return told["diagnostics"].as_array().expect("a list").clone();
            }
        }
    }

    /// Asks about the first place of these words in a text.
    pub(crate) fn at(&mut self, method: &str, text: &str, words: &str) -> Value {
        let place = place(text, words);
        let document = json!({ "uri": self.address() });
        self.ask(method, &json!({ "textDocument": document, "position": place }))
    }

    /// The completions after the last letter of a text.
    pub(crate) fn completions(&mut self, text: &str) -> Vec<Value> {
        self.change(text);
        let line = text.lines().count() - 1;
        let units = text.lines().last().expect("a line").encode_utf16().count();
        let place = json!({ "line": line, "character": units });
        let document = json!({ "uri": self.address() });
        let asked = json!({ "textDocument": document, "position": place });
        let found = self.ask("textDocument/completion", &asked);
        found["items"].as_array().expect("a list").clone()
    }
}

/// The place of the first letter of these words.
pub(crate) fn place(text: &str, words: &str) -> Value {
    let before = &text[..text.find(words).expect("the words stand there")];
    let line = before.rsplit('\n').next().unwrap_or_default();
    json!({ "line": before.matches('\n').count(), "character": line.encode_utf16().count() })
}
