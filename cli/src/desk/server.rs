//! The server of the desk's page: on loopback alone, behind a token in its address.

use std::{convert::Infallible, path::PathBuf, sync::Arc};

use axum::{
    Json, Router,
    body::Body,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{StatusCode, header},
    response::{Html, Response},
    routing::{get, post},
};
use futures::stream;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{
    net::TcpListener,
    sync::{
        mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
        oneshot,
    },
};

use super::{
    desk_files::{self, DeskFileError},
    work::{DeskWork, EditedText, TypedText},
};
use crate::own_page::{ELEMENTS, guarded, page_script, page_style, refused};

const PAGE: &str = include_str!("../../templates/desk/desk.html");
const STYLE: &str = include_str!("../../templates/desk/desk.css");

/// The modules of the page's script.
const SCRIPTS: [(&str, &str); 4] = [
    ("desk.js", include_str!("../../templates/desk/desk.js")),
    ("elements.js", ELEMENTS),
    ("stories.js", include_str!("../../templates/desk/stories.js")),
    ("underlines.js", include_str!("../../templates/desk/underlines.js")),
];

/// The greatest text of a file in bytes.
const LONGEST: usize = 4 << 20;

/// The things that the handlers share.
pub(super) struct DeskState {
    pub(super) root: PathBuf,
    pub(super) token: String,
    pub(super) work: UnboundedSender<DeskWork>,
}

type SharedDesk = State<Arc<DeskState>>;

/// Serves the page until the process ends.
pub(super) async fn serve(listener: TcpListener, state: DeskState) -> std::io::Result<()> {
    let at = |path: &str| format!("/{}/{path}", state.token);
    let router = SCRIPTS.into_iter().fold(Router::new(), |router, (name, text)| {
        router.route(&at(name), get(move || async move { page_script(text) }))
    });
    let router = router
        .route(&at(""), get(page))
        .route(&at("desk.css"), get(async || page_style(STYLE)))
        .route(&at("tree"), get(tree))
        .route(&at("file"), get(read).post(write))
        .route(&at("check"), post(check))
        .route(&at("complete"), post(completions))
        .route(&at("run"), post(run))
        .route(&at("stop"), post(stop))
        .route(&at("portal/{merchant}"), post(portal))
        .fallback(elsewhere)
        .layer(DefaultBodyLimit::max(LONGEST))
        .with_state(Arc::new(state));
    axum::serve(listener, router).await
}

/// An address without the token.
async fn elsewhere() -> Response {
    let message = "nothing is here; open the address that `conform desk` has printed";
    refused(StatusCode::NOT_FOUND, message)
}

async fn page() -> Response {
    guarded(Html(PAGE))
}

/// Asks the desk for something that has one answer.
async fn ask<T>(state: &DeskState, work: impl FnOnce(oneshot::Sender<T>) -> DeskWork) -> Option<T> {
    let (answer, answered) = oneshot::channel();
    state.work.send(work(answer)).ok()?;
    answered.await.ok()
}

const ENDED: &str = "the desk has ended; start `conform desk` again";

fn answered(found: Option<Value>) -> Response {
    match found {
        Some(found) => guarded(Json(found)),
        None => refused(StatusCode::SERVICE_UNAVAILABLE, ENDED),
    }
}

async fn tree(State(state): SharedDesk) -> Response {
    answered(ask(&state, DeskWork::Tree).await)
}

async fn check(State(state): SharedDesk, Json(edited): Json<EditedText>) -> Response {
    answered(ask(&state, |answer| DeskWork::Check(edited, answer)).await)
}

async fn completions(State(state): SharedDesk, Json(typed): Json<TypedText>) -> Response {
    answered(ask(&state, |answer| DeskWork::Complete(typed, answer)).await)
}

/// The name of a file.
#[derive(Debug, Deserialize)]
struct NamedFile {
    path: String,
}

fn not_done(error: &DeskFileError) -> Response {
    let status = match error {
        DeskFileError::Elsewhere(_) => StatusCode::FORBIDDEN,
        DeskFileError::Changed(_) => StatusCode::CONFLICT,
        DeskFileError::Disk { .. } => StatusCode::UNPROCESSABLE_ENTITY,
    };
    refused(status, &error.to_string())
}

async fn read(State(state): SharedDesk, Query(named): Query<NamedFile>) -> Response {
    match desk_files::read(&state.root, &named.path) {
        Ok((text, version)) => guarded(Json(json!({ "text": text, "version": version }))),
        Err(error) => not_done(&error),
    }
}

/// A text to save.
#[derive(Debug, Deserialize)]
struct SavedText {
    path: String,
    text: String,
    /// The version that was read; none for a new file.
    version: Option<String>,
}

async fn write(State(state): SharedDesk, Json(saved): Json<SavedText>) -> Response {
    let SavedText { path, text, version } = saved;
    match desk_files::write(&state.root, &path, &text, version.as_deref()) {
        Ok(version) => guarded(Json(json!({ "version": version }))),
        Err(error) => not_done(&error),
    }
}

/// Runs scenarios; the answer has a line of JSON for each event, as it comes.
async fn run(State(state): SharedDesk, Json(edited): Json<EditedText>) -> Response {
    let (events, coming) = unbounded_channel();
    if state.work.send(DeskWork::Run(edited, events)).is_err() {
        return refused(StatusCode::SERVICE_UNAVAILABLE, ENDED);
    }
    let lines = stream::unfold(coming, |mut coming: UnboundedReceiver<Value>| async {
        let event = coming.recv().await?;
        Some((Ok::<_, Infallible>(format!("{event}\n")), coming))
    });
    let kind = [(header::CONTENT_TYPE, "application/x-ndjson")];
    guarded((kind, Body::from_stream(lines)))
}

async fn stop(State(state): SharedDesk) -> Response {
    let _ = state.work.send(DeskWork::Stop);
    guarded(StatusCode::NO_CONTENT)
}

async fn portal(State(state): SharedDesk, Path(merchant): Path<i64>) -> Response {
    match ask(&state, |answer| DeskWork::Portal(merchant, answer)).await {
        Some(Ok(url)) => guarded(Json(json!({ "url": url }))),
        Some(Err(reason)) => refused(StatusCode::BAD_GATEWAY, &reason),
        None => refused(StatusCode::SERVICE_UNAVAILABLE, ENDED),
    }
}
