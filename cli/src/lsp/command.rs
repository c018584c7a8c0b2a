//! The command `lsp`: reads the messages of an editor, answers them, and tells it of mistakes and runs.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::{
    CodeLensOptions, CompletionOptions, DidChangeTextDocumentParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, ExecuteCommandOptions, ExecuteCommandParams,
    HoverProviderCapability, InitializeParams, LogMessageParams, MessageType, OneOf,
    ServerCapabilities, ShowMessageParams, TextDocumentSyncCapability, TextDocumentSyncKind,
    notification::{
        DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument,
        LogMessage, Notification as _, PublishDiagnostics, ShowMessage,
    },
    request::{
        CodeLensRefresh, CodeLensRequest, Completion, ExecuteCommand, Formatting, GotoDefinition,
        HoverRequest, Request as _,
    },
};
use ralio_conformance::load_description;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{
    lens_runs::{LensEvent, LensRun, LensRuns},
    lenses::{RUN, RunOrder},
    session::Session,
};
use crate::{
    arguments::{LspArguments, SuiteArgument},
    error::CommandError,
    exit_code::NOT_JUDGED,
    suite_folder::SuiteFolder,
};

/// The time without a message after which a changed text is checked.
const CALM: Duration = Duration::from_millis(150);

/// The longest time that a changed text waits for its check while messages keep coming.
const LONGEST_WAIT: Duration = Duration::from_millis(600);

/// The time between two looks at a run.
const LOOK: Duration = Duration::from_millis(50);

/// Serves an editor until it ends the session.
pub(crate) fn lsp(arguments: &LspArguments) -> Result<u8, CommandError> {
    let (connection, threads) = Connection::stdio();
    let code = match begin(arguments, &connection)? {
        Some(mut server) => {
            let is_over = server.serve();
            server.runs.end();
            if is_over { 0 } else { NOT_JUDGED }
        }
        None => NOT_JUDGED,
    };
    drop(connection);
    threads.join().map_err(CommandError::Output)?;
    Ok(code)
}

/// Agrees with the editor on what is offered; none if the suite cannot be read, which the editor is told.
fn begin<'c>(
    arguments: &LspArguments,
    connection: &'c Connection,
) -> Result<Option<EditorServer<'c>>, CommandError> {
    let (id, parameters) = connection.initialize_start().map_err(CommandError::report)?;
    let parameters: InitializeParams =
        serde_json::from_value(parameters).map_err(CommandError::report)?;
    let text = parameters.capabilities.text_document;
    let items = text.and_then(|text| text.completion).and_then(|known| known.completion_item);
    let knows_templates = items.and_then(|items| items.snippet_support).unwrap_or_default();
    let workspace = parameters.capabilities.workspace;
    let lens = workspace.and_then(|workspace| workspace.code_lens);
    let refreshes = lens.and_then(|lens| lens.refresh_support).unwrap_or_default();
    let folder = parameters.workspace_folders.unwrap_or_default().into_iter().next();
    let folder = folder.and_then(|folder| folder.uri.to_file_path().ok());
    let session = root(arguments, folder).and_then(|root| {
        let description = load_description(&root)?;
        Session::new(root, description, knows_templates)
    });
    let session = match session {
        Ok(session) => session,
        Err(error) => {
            let code = ErrorCode::RequestFailed as i32;
            let _ = connection.sender.send(Response::new_err(id, code, error.to_string()).into());
            return Ok(None);
        }
    };
    let offered = json!({
        "capabilities": capabilities(),
        "serverInfo": { "name": "conform", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, offered).map_err(CommandError::report)?;
    let runs = LensRuns::new(arguments.target.clone(), session.root.clone());
    Ok(Some(EditorServer { connection, session, runs, refreshes, changed: None, requests: 0 }))
}

/// The suite's folder: the given one, that of the editor or one above it, or that of the current folder.
fn root(arguments: &LspArguments, folder: Option<PathBuf>) -> Result<PathBuf, CommandError> {
    let given = &arguments.suite;
    let found = match (&given.folder, folder) {
        (None, Some(folder)) => {
            let above = folder.ancestors().map(|folder| SuiteArgument::of(folder.to_path_buf()));
            let mut suites = above.filter_map(|folder| SuiteFolder::find(&folder).ok());
            suites.next().map_or_else(|| SuiteFolder::find(given), Ok)
        }
        _ => SuiteFolder::find(given),
    }?;
    if found.is_temporary() {
        return Err(CommandError::NothingToWatch);
    }
    found.canonicalize().map_err(CommandError::Runtime)
}

fn capabilities() -> ServerCapabilities {
    // A capital letter begins a person, a brace a reference, a bar a cell, a space the next word.
    let signs = ["{", "@", "|", " ", ":"].map(str::to_owned);
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::FULL)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(signs.into()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![RUN.to_owned()],
            ..ExecuteCommandOptions::default()
        }),
        ..ServerCapabilities::default()
    }
}

/// The conversation with the editor.
struct EditorServer<'c> {
    connection: &'c Connection,
    session: Session,
    runs: LensRuns,
    /// True if the editor reads lenses again when it is asked to.
    refreshes: bool,
    /// The time of the first change that is not checked yet.
    changed: Option<Instant>,
    /// The number of requests to the editor.
    requests: i32,
}

impl EditorServer<'_> {
    /// Answers until the editor ends the session; false if it is gone without a word.
    fn serve(&mut self) -> bool {
        loop {
            let wait = match (self.changed, self.runs.is_running) {
                (Some(changed), _) => CALM.min(LONGEST_WAIT.saturating_sub(changed.elapsed())),
                (None, true) => LOOK,
                (None, false) => Duration::MAX,
            };
            match self.connection.receiver.recv_timeout(wait) {
                Ok(Message::Request(request)) => match self.connection.handle_shutdown(&request) {
                    Ok(false) => self.answer(request),
                    Ok(true) => return true,
                    Err(_) => return false,
                },
                Ok(Message::Notification(told)) => {
                    if told.method == "exit" {
                        return false;
                    }
                    self.take(told);
                }
                Ok(Message::Response(_)) => {}
                Err(error) if error.is_timeout() => self.check(),
                Err(_) => return false,
            }
            self.tell_news();
        }
    }

    fn answer(&mut self, request: Request) {
        let id = request.id.clone();
        let answered = match request.method.as_str() {
            Completion::METHOD => {
                read(request).map(|asked| json!(self.session.completions(&asked)))
            }
            HoverRequest::METHOD => {
                self.fresh(request, |session, asked: lsp_types::HoverParams| {
                    json!(session.explanation(&asked.text_document_position_params))
                })
            }
            GotoDefinition::METHOD => {
                self.fresh(request, |session, asked: lsp_types::GotoDefinitionParams| {
                    json!(session.definition(&asked.text_document_position_params))
                })
            }
            CodeLensRequest::METHOD => {
                self.fresh(request, |session, asked: lsp_types::CodeLensParams| {
                    json!(session.lenses(&asked.text_document.uri))
                })
            }
            Formatting::METHOD => {
                self.fresh(request, |session, asked| json!(session.layout(&asked)))
            }
            ExecuteCommand::METHOD => read(request).and_then(|asked| self.execute(asked)),
            method => Err((ErrorCode::MethodNotFound, format!("{method} is not offered"))),
        };
        self.send(match answered {
            Ok(value) => Response::new_ok(id, value),
            Err((code, message)) => Response::new_err(id, code as i32, message),
        });
    }

    /// An answer for which the suite must be up to date.
    fn fresh<P: DeserializeOwned>(
        &mut self,
        request: Request,
        answer: impl FnOnce(&Session, P) -> Value,
    ) -> Result<Value, (ErrorCode, String)> {
        let asked = read(request)?;
        self.check();
        Ok(answer(&self.session, asked))
    }

    fn execute(&mut self, asked: ExecuteCommandParams) -> Result<Value, (ErrorCode, String)> {
        let invalid = |reason: String| (ErrorCode::InvalidParams, reason);
        if asked.command != RUN {
            return Err(invalid(format!("{:?} is no command; there is {RUN}", asked.command)));
        }
        let order = asked.arguments.into_iter().next().unwrap_or_default();
        let order: RunOrder =
            serde_json::from_value(order).map_err(|error| invalid(error.to_string()))?;
        let Some((path, _)) = self.session.text(&order.uri) else {
            return Err(invalid(format!("{} is not open", order.uri)));
        };
        let run = LensRun {
            edited: self.session.edited(),
            path: path.to_path_buf(),
            line: order.line,
            is_whole_rule: order.whole_rule,
        };
        if !self.runs.begin(run) {
            self.show(MessageType::WARNING, "a run is going on; wait for its end".to_owned());
        }
        Ok(Value::Null)
    }

    fn take(&mut self, told: Notification) {
        let Notification { method, params } = told;
        match method.as_str() {
            DidOpenTextDocument::METHOD => {
                if let Ok(DidOpenTextDocumentParams { text_document: one }) = parsed(params) {
                    self.edit(one.uri, one.text, one.version);
                }
            }
            DidChangeTextDocument::METHOD => {
                let Ok(DidChangeTextDocumentParams { text_document, mut content_changes }) =
                    parsed(params)
                else {
                    return;
                };
                if let Some(last) = content_changes.pop() {
                    self.edit(text_document.uri, last.text, text_document.version);
                }
            }
            DidCloseTextDocument::METHOD => {
                if let Ok(DidCloseTextDocumentParams { text_document }) = parsed(params) {
                    self.session.close(&text_document.uri);
                    self.changed.get_or_insert_with(Instant::now);
                    let none = json!({ "uri": text_document.uri, "diagnostics": [] });
                    self.notify(PublishDiagnostics::METHOD, none);
                }
            }
            DidChangeWatchedFiles::METHOD => {
                self.session.is_stale = true;
                self.changed.get_or_insert_with(Instant::now);
            }
            _ => {}
        }
    }

    fn edit(&mut self, address: lsp_types::Url, text: String, version: i32) {
        self.session.edit(address, text, version);
        self.changed.get_or_insert_with(Instant::now);
    }

    /// Checks the texts if one has changed, and tells the mistakes.
    fn check(&mut self) {
        if self.changed.take().is_none() {
            return;
        }
        match self.session.refresh() {
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
                LensEvent::Told(message) => {
                    let told = LogMessageParams { typ: MessageType::INFO, message };
                    self.notify(LogMessage::METHOD, told);
                }
                LensEvent::Judged(id, judged) => {
                    self.session.judged.insert(id, judged);
                }
                LensEvent::Ended(words, is_good) => {
                    self.publish();
                    let kind = if is_good { MessageType::INFO } else { MessageType::ERROR };
                    self.show(kind, words);
                    if self.refreshes {
                        self.requests += 1;
                        let method = CodeLensRefresh::METHOD.to_owned();
                        self.send(Request::new(self.requests.into(), method, Value::Null));
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

    /// Sends a message. An editor that is gone is noticed where its messages are read.
    fn send(&self, message: impl Into<Message>) {
        let _ = self.connection.sender.send(message.into());
    }
}

fn read<P: DeserializeOwned>(request: Request) -> Result<P, (ErrorCode, String)> {
    parsed(request.params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

fn parsed<P: DeserializeOwned>(parameters: Value) -> serde_json::Result<P> {
    serde_json::from_value(parameters)
}
