//! The agreement with an editor: what it knows, and what it is offered.

use std::path::PathBuf;

use lsp_server::RequestId;
use lsp_types::{
    CodeLensOptions, CompletionOptions, DidChangeWatchedFilesRegistrationOptions,
    ExecuteCommandOptions, FileSystemWatcher, GlobPattern, HoverProviderCapability,
    InitializeParams, OneOf, Registration, RegistrationParams, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind,
    notification::{DidChangeWatchedFiles, Notification as _},
};
use serde_json::{Value, json};

use super::lenses::{RUN, STOP};

/// The abilities of an editor that matter here.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct EditorAbilities {
    /// It knows snippets.
    pub(super) snippets: bool,
    /// It reads lenses again when it is asked to.
    pub(super) refreshes_lenses: bool,
    /// It tells which files change on the disk when it is asked to.
    pub(super) watches_files: bool,
}

impl EditorAbilities {
    pub(super) fn of(parameters: &InitializeParams) -> Self {
        let known = json!(parameters.capabilities);
        let has = |pointer: &str| known.pointer(pointer) == Some(&Value::Bool(true));
        Self {
            snippets: has("/textDocument/completion/completionItem/snippetSupport"),
            refreshes_lenses: has("/workspace/codeLens/refreshSupport"),
            watches_files: has("/workspace/didChangeWatchedFiles/dynamicRegistration"),
        }
    }
}

/// The folders that an editor has open.
pub(super) fn folders(parameters: &InitializeParams) -> Vec<PathBuf> {
    #[expect(deprecated, reason = "older editors name one folder in this way")]
    let one = parameters.root_uri.iter();
    let several = parameters.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    several.chain(one).filter_map(|address| address.to_file_path().ok()).collect()
}

/// The answer to the first request of an editor.
pub(super) fn offered() -> Value {
    // The start of a reference, of a tag, of a cell, of the next word, of a value.
    let triggers = ["{", "@", "|", " ", ":"].map(str::to_owned);
    let capabilities = ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::FULL)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers.into()),
            resolve_provider: Some(true),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![RUN.to_owned(), STOP.to_owned()],
            ..ExecuteCommandOptions::default()
        }),
        ..ServerCapabilities::default()
    };
    let server = json!({ "name": "conform", "version": env!("CARGO_PKG_VERSION") });
    json!({ "capabilities": capabilities, "serverInfo": server })
}

/// The files of a suite about whose changes the editor tells.
const WATCHED: [&str; 3] = ["**/features/**", "**/schemas/**", "**/fixtures/**"];

/// The request that the editor tells which files change on the disk.
pub(super) fn watching(id: &RequestId) -> RegistrationParams {
    let watcher = |pattern: &str| FileSystemWatcher {
        glob_pattern: GlobPattern::String(pattern.to_owned()),
        kind: None,
    };
    let options =
        DidChangeWatchedFilesRegistrationOptions { watchers: WATCHED.map(watcher).into() };
    RegistrationParams {
        registrations: vec![Registration {
            id: format!("files-{id}"),
            method: DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: Some(json!(options)),
        }],
    }
}
