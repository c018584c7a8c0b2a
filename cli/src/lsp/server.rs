//! The conversation with an editor: requests are answered, and it is told of mistakes and runs.

use std::time::{Duration, Instant};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::{
    CodeLensParams, CompletionItem, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, ExecuteCommandParams, FileEvent,
    GotoDefinitionParams, HoverParams, LogMessageParams, MessageType, ShowMessageParams, Url,
    notification::{
        DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument,
        Exit, LogMessage, Notification as _, PublishDiagnostics, ShowMessage,
    },
    request::{
        CodeLensRefresh, CodeLensRequest, Completion, ExecuteCommand, Formatting, GotoDefinition,
        HoverRequest, RegisterCapability, Request as _, ResolveCompletionItem, Shutdown,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{
    lens_runs::{LensEvent, LensRun, LensRuns},
    lenses::{RUN, RunOrder, STOP},
    offers::{EditorAbilities, watching},
    session::Session,
};

/// The time without a message after which a changed text is checked.
const CALM: Duration = Duration::from_millis(150);

/// The longest time that a changed text waits for its check while messages keep coming.
const LONGEST_WAIT: Duration = Duration::from_millis(600);

/// The time between two looks at a run.
const LOOK: Duration = Duration::from_millis(50);

/// The result of a request, or the reason why there is none.
type Answered = Result<Value, (ErrorCode, String)>;

/// The server of one editor.
pub(super) struct EditorServer<'c> {
    connection: &'c Connection,
    session: Session,
    runs: LensRuns,
    abilities: EditorAbilities,
    /// The time of the first change that is not checked yet.
    changed: Option<Instant>,
    /// The number of requests to the editor.
    requests: i32,
    /// True after the editor's last request: only the notification of the end follows.
    is_shut_down: bool,
}

impl<'c> EditorServer<'c> {
    pub(super) fn new(
        connection: &'c Connection,
        session: Session,
        runs: LensRuns,
        abilities: EditorAbilities,
    ) -> Self {
        let (changed, requests, is_shut_down) = (None, 0, false);
        Self { connection, session, runs, abilities, changed, requests, is_shut_down }
    }

    /// Serves until the editor ends the session; false if it closed the connection without that.
    pub(super) fn serve(mut self) -> bool {
        if self.abilities.watches_files {
            let parameters = watching(&self.requests.into());
            self.ask(RegisterCapability::METHOD, parameters);
        }
        loop {
            let wait = self.wait();
            match self.connection.receiver.recv_timeout(wait) {
                Ok(Message::Request(request)) => self.answer(request),
                Ok(Message::Notification(told)) if told.method == Exit::METHOD => break,
                Ok(Message::Notification(told)) => self.handle(told),
                Ok(Message::Response(_)) => {}
                Err(error) if error.is_timeout() => self.check(),
                Err(_) => break,
            }
            self.tell_news();
        }
        self.runs.end();
        self.is_shut_down
    }

    /// The time to wait for the next message; a check that has waited long enough is made first.
    fn wait(&mut self) -> Duration {
        if self.changed.is_some_and(|changed| changed.elapsed() >= LONGEST_WAIT) {
            self.check();
        }
        match (self.changed, self.runs.is_running()) {
            (Some(_), _) => CALM,
            (None, true) => LOOK,
            (None, false) => Duration::MAX,
        }
    }

    fn answer(&mut self, request: Request) {
        let id = request.id.clone();
        let session = &self.session;
        let answered = match request.method.as_str() {
            _ if self.is_shut_down => {
                Err((ErrorCode::InvalidRequest, "the session has ended".to_owned()))
            }
            Shutdown::METHOD => {
                self.is_shut_down = true;
                Ok(Value::Null)
            }
            Completion::METHOD => with(request, |asked| session.completions(&asked)),
            ResolveCompletionItem::METHOD => {
                with(request, |item: CompletionItem| session.explained(item))
            }
            HoverRequest::METHOD => with(request, |asked: HoverParams| {
                session.explanation(&asked.text_document_position_params)
            }),
            GotoDefinition::METHOD => with(request, |asked: GotoDefinitionParams| {
                session.definition(&asked.text_document_position_params)
            }),
            CodeLensRequest::METHOD => {
                with(request, |asked: CodeLensParams| session.lenses(&asked.text_document.uri))
            }
            Formatting::METHOD => with(request, |asked| session.layout(&asked)),
            ExecuteCommand::METHOD => {
                parameters_of(request.params).and_then(|asked| self.execute(asked))
            }
            method => Err((ErrorCode::MethodNotFound, format!("{method} is not offered"))),
        };
        self.send(match answered {
            Ok(value) => Response::new_ok(id, value),
            Err((code, message)) => Response::new_err(id, code as i32, message),
        });
    }

    fn execute(&mut self, asked: ExecuteCommandParams) -> Answered {
        let invalid = |reason: String| (ErrorCode::InvalidParams, reason);
        match asked.command.as_str() {
            STOP => {
                self.runs.stop();
                return Ok(Value::Null);
            }
            RUN => {}
            other => {
                return Err(invalid(format!(
                    "{other:?} is no command; there are {RUN} and {STOP}"
                )));
            }
        }
        let order = asked.arguments.into_iter().next().unwrap_or_default();
        let order: RunOrder =
            serde_json::from_value(order).map_err(|error| invalid(error.to_string()))?;
        let Some(open) = self.session.text(&order.uri) else {
            return Err(invalid(format!("{} is not open", order.uri)));
        };
        let run = LensRun {
            edited: self.session.edited(),
            path: open.path.clone(),
            version: open.version,
            line: order.line,
            is_whole_rule: order.whole_rule,
        };
        if !self.runs.begin(run) {
            let words = format!("a run is going on; wait for its end, or stop it with {STOP}");
            self.show(MessageType::WARNING, words);
        }
        Ok(Value::Null)
    }

    /// Handles a notification. One that cannot be understood changes nothing, and nobody can be answered.
    fn handle(&mut self, told: Notification) {
        let Notification { method, params } = told;
        match method.as_str() {
            DidOpenTextDocument::METHOD => {
                if let Ok(DidOpenTextDocumentParams { text_document: one }) = parameters_of(params)
                {
                    self.edit(one.uri, one.text, one.version);
                }
            }
            DidChangeTextDocument::METHOD => {
                let Ok(DidChangeTextDocumentParams { text_document, mut content_changes }) =
                    parameters_of(params)
                else {
                    return;
                };
                if let Some(last) = content_changes.pop() {
                    self.edit(text_document.uri, last.text, text_document.version);
                }
            }
            DidCloseTextDocument::METHOD => {
                if let Ok(DidCloseTextDocumentParams { text_document }) = parameters_of(params) {
                    self.session.close(&text_document.uri);
                    self.changed.get_or_insert_with(Instant::now);
                    let none = json!({ "uri": text_document.uri, "diagnostics": [] });
                    self.notify(PublishDiagnostics::METHOD, none);
                }
            }
            DidChangeWatchedFiles::METHOD => {
                if let Ok(DidChangeWatchedFilesParams { changes }) = parameters_of(params) {
                    self.changed.get_or_insert_with(Instant::now);
                    let is_document = |change: &FileEvent| change.uri.path().contains("/schemas/");
                    if changes.iter().any(is_document)
                        && let Err(error) = self.session.read_documents()
                    {
                        self.show(MessageType::ERROR, error.to_string());
                    }
                }
            }
            _ => {}
        }
    }

    fn edit(&mut self, address: Url, text: String, version: i32) {
        if self.session.edit(address, text, version) {
            self.changed.get_or_insert_with(Instant::now);
        }
    }

    /// Checks the suite if a text has changed, and tells the mistakes.
    fn check(&mut self) {
        if self.changed.take().is_none() {
            return;
        }
        match self.session.check() {
            Ok(()) => self.publish(),
            Err(error) => self.show(MessageType::ERROR, error.to_string()),
        }
    }

    fn publish(&self) {
        for found in self.session.diagnostics() {
            self.notify(PublishDiagnostics::METHOD, found);
        }
    }

    /// Tells the editor what runs have found since the last look.
    fn tell_news(&mut self) {
        for event in self.runs.news() {
            match event {
                LensEvent::Log(message) => {
                    let told = LogMessageParams { typ: MessageType::INFO, message };
                    self.notify(LogMessage::METHOD, told);
                }
                LensEvent::Judged(id, judged) => self.session.judge(id, judged),
                LensEvent::Ended(words, is_good) => {
                    // The findings stand at the lines of the text as it was checked last.
                    self.changed.get_or_insert_with(Instant::now);
                    self.check();
                    let kind = if is_good { MessageType::INFO } else { MessageType::ERROR };
                    self.show(kind, words);
                    if self.abilities.refreshes_lenses {
                        self.ask(CodeLensRefresh::METHOD, Value::Null);
                    }
                }
            }
        }
    }

    fn show(&self, typ: MessageType, message: String) {
        self.notify(ShowMessage::METHOD, ShowMessageParams { typ, message });
    }

    fn notify(&self, method: &str, told: impl Serialize) {
        self.send(Notification::new(method.to_owned(), told));
    }

    /// Sends a request whose answer does not matter.
    fn ask(&mut self, method: &str, parameters: impl Serialize) {
        self.requests += 1;
        self.send(Request::new(self.requests.into(), method.to_owned(), parameters));
    }

    /// Sends a message. A closed editor is detected by the reader, so an error is ignored here.
    fn send(&self, message: impl Into<Message>) {
        let _ = self.connection.sender.send(message.into());
    }
}

/// The answer to a request with these parameters.
fn with<P: DeserializeOwned, R: Serialize>(
    request: Request,
    answer: impl FnOnce(P) -> R,
) -> Answered {
    parameters_of(request.params).map(|asked| json!(answer(asked)))
}

fn parameters_of<P: DeserializeOwned>(parameters: Value) -> Result<P, (ErrorCode, String)> {
    serde_json::from_value(parameters)
        .map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}
