//! The server of the desk's page: on loopback alone, behind a token in its address.

use std::{convert::Infallible, path::PathBuf, sync::Arc};

use axum::{
    Json, Router,
    body::Body,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
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
    work::{DeskWork, EditedText},
};

const PAGE: &str = include_str!("../../templates/desk/desk.html");
const STYLE: &str = include_str!("../../templates/desk/desk.css");
const SCRIPT: &str = include_str!("../../templates/desk/desk.js");

/// The greatest text of a file in bytes.
const LONGEST: usize = 4 << 20;

/// The headers of every answer: nothing from elsewhere is loaded, and nobody else frames or caches the page.
const HEADERS: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
         form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// The things that the handlers share.
pub(super) struct DeskState {
    pub(super) root: PathBuf,
    pub(super) token: String,
    pub(super) work: UnboundedSender<DeskWork>,
}

type SharedDesk = State<Arc<DeskState>>;

/// Serves the page until the process ends.
pub(super) async fn serve(listener: TcpListener, state: DeskState) -> std::io::Result<()> {
    let router = Router::new()
        .route("/{token}/", get(page))
        .route("/{token}/desk.css", get(style))
        .route("/{token}/desk.js", get(script))
        .route("/{token}/tree", get(tree))
        .route("/{token}/file", get(read).post(write))
        .route("/{token}/check", post(check))
        .route("/{token}/run", post(run))
        .route("/{token}/stop", post(stop))
        .route("/{token}/portal/{merchant}", post(portal))
        .layer(DefaultBodyLimit::max(LONGEST))
        .with_state(Arc::new(state));
    axum::serve(listener, router).await
}

/// An answer with the headers of every answer.
fn guarded(answer: impl IntoResponse) -> Response {
    let mut answer = answer.into_response();
    for (name, value) in HEADERS {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

fn refused(status: StatusCode, message: &str) -> Response {
    guarded((status, Json(json!({ "error": message }))))
}

/// Refuses whoever does not know the token.
fn admit(state: &DeskState, token: &str) -> Result<(), Response> {
    let is_known = state.token == token;
    let message = "this address has another token; open the one that `conform desk` has printed";
    if is_known { Ok(()) } else { Err(refused(StatusCode::NOT_FOUND, message)) }
}

async fn page(State(state): SharedDesk, Path(token): Path<String>) -> Response {
    admit(&state, &token).map_or_else(|no| no, |()| guarded(Html(PAGE)))
}

async fn style(State(state): SharedDesk, Path(token): Path<String>) -> Response {
    let text = ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE);
    admit(&state, &token).map_or_else(|no| no, |()| guarded(text))
}

async fn script(State(state): SharedDesk, Path(token): Path<String>) -> Response {
    let text = ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT);
    admit(&state, &token).map_or_else(|no| no, |()| guarded(text))
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

async fn tree(State(state): SharedDesk, Path(token): Path<String>) -> Response {
    if let Err(no) = admit(&state, &token) {
        return no;
    }
    answered(ask(&state, DeskWork::Tree).await)
}

async fn check(
    State(state): SharedDesk,
    Path(token): Path<String>,
    Json(edited): Json<EditedText>,
) -> Response {
    if let Err(no) = admit(&state, &token) {
        return no;
    }
    answered(ask(&state, |answer| DeskWork::Check(edited, answer)).await)
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

async fn read(
    State(state): SharedDesk,
    Path(token): Path<String>,
    Query(named): Query<NamedFile>,
) -> Response {
    if let Err(no) = admit(&state, &token) {
        return no;
    }
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

async fn write(
    State(state): SharedDesk,
    Path(token): Path<String>,
    Json(saved): Json<SavedText>,
) -> Response {
    if let Err(no) = admit(&state, &token) {
        return no;
    }
    let SavedText { path, text, version } = saved;
    match desk_files::write(&state.root, &path, &text, version.as_deref()) {
        Ok(version) => guarded(Json(json!({ "version": version }))),
        Err(error) => not_done(&error),
    }
}

/// Runs scenarios; the answer has a line of JSON for each event, as it comes.
async fn run(
    State(state): SharedDesk,
    Path(token): Path<String>,
    Json(edited): Json<EditedText>,
) -> Response {
    if let Err(no) = admit(&state, &token) {
        return no;
    }
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

async fn stop(State(state): SharedDesk, Path(token): Path<String>) -> Response {
    if let Err(no) = admit(&state, &token) {
        return no;
    }
    let _ = state.work.send(DeskWork::Stop);
    guarded(StatusCode::NO_CONTENT)
}

async fn portal(
    State(state): SharedDesk,
    Path((token, merchant)): Path<(String, i64)>,
) -> Response {
    if let Err(no) = admit(&state, &token) {
        return no;
    }
    match ask(&state, |answer| DeskWork::Portal(merchant, answer)).await {
        Some(Ok(url)) => guarded(Json(json!({ "url": url }))),
        Some(Err(reason)) => refused(StatusCode::BAD_GATEWAY, &reason),
        None => refused(StatusCode::SERVICE_UNAVAILABLE, ENDED),
    }
}
