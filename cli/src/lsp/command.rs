//! The command `lsp`: agrees with an editor, and serves it until it ends the session.

use std::path::{Path, PathBuf};

use lsp_server::{Connection, ErrorCode, Message, Response};
use lsp_types::{
    InitializeParams,
    notification::{Exit, Notification as _},
};

use super::{
    lens_runs::LensRuns,
    offers::{EditorAbilities, folders, offered},
    server::EditorServer,
    session::Session,
};
use crate::{
    arguments::{LspArguments, SuiteArgument},
    error::CommandError,
    exit_code::NOT_JUDGED,
    suite_folder::SuiteFolder,
};

/// Serves an editor until it ends the session.
pub(crate) fn lsp(arguments: &LspArguments) -> Result<u8, CommandError> {
    let (connection, threads) = Connection::stdio();
    let is_over = match begin(arguments, &connection)? {
        Some(server) => server.serve(),
        None => false,
    };
    drop(connection);
    threads.join().map_err(CommandError::Output)?;
    Ok(if is_over { 0 } else { NOT_JUDGED })
}

/// Agrees with the editor on what is offered; none if the suite cannot be read, which the editor is told.
fn begin<'c>(
    arguments: &LspArguments,
    connection: &'c Connection,
) -> Result<Option<EditorServer<'c>>, CommandError> {
    let (id, parameters) = connection.initialize_start().map_err(CommandError::report)?;
    let parameters: InitializeParams =
        serde_json::from_value(parameters).map_err(CommandError::report)?;
    let abilities = EditorAbilities::of(&parameters);
    let session = root(&arguments.suite, &folders(&parameters))
        .and_then(|root| Session::new(root, abilities.snippets));
    let session = match session {
        Ok(session) => session,
        Err(error) => {
            let code = ErrorCode::RequestFailed as i32;
            let _ = connection.sender.send(Response::new_err(id, code, error.to_string()).into());
            // The editor has read it when it ends the session.
            let is_last = |message: &Message| match message {
                Message::Notification(told) => told.method == Exit::METHOD,
                _ => false,
            };
            let _ = connection.receiver.iter().find(is_last);
            return Ok(None);
        }
    };
    connection.initialize_finish(id, offered()).map_err(CommandError::report)?;
    let runs = LensRuns::new(arguments.target.clone(), session.root.clone());
    Ok(Some(EditorServer::new(connection, session, runs, abilities)))
}

/// The suite's folder: the given one, that of the editor or one above it, or that of the current folder.
fn root(given: &SuiteArgument, open: &[PathBuf]) -> Result<PathBuf, CommandError> {
    let above = open.iter().flat_map(|folder| folder.ancestors());
    let above = above.filter(|_| given.folder.is_none()).map(Path::to_path_buf);
    let mut suites = above.filter_map(|folder| SuiteFolder::find(&SuiteArgument::of(folder)).ok());
    let found = suites.next().map_or_else(|| SuiteFolder::find(given), Ok)?;
    if found.is_temporary() {
        return Err(CommandError::NothingToWatch);
    }
    found.canonicalize().map_err(CommandError::Runtime)
}
