//! Sends open pages a signal when data of their merchant has changed.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::Uri;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{Stream, unfold};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::sleep;

use super::session::SignedIn;
use crate::app::AppState;

/// Changes within this time are sent as one.
const PAUSE: Duration = Duration::from_millis(300);
/// The longest connection; the page then connects again, which checks its session again.
const LONGEST: Duration = Duration::from_mins(10);
/// The time between signs of life; proxies close connections that are idle for a minute.
const SIGN_OF_LIFE: Duration = Duration::from_secs(20);

/// `GET /live`: server-sent events, `changed` each time; `replaced` ends the oldest stream of a
/// person who has too many pages open. What has changed since the page was made is told at once.
pub(super) async fn live(
    State(app): AppState,
    who: SignedIn,
    uri: Uri,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let (watched, stopping) = (app.changes.subscribe(), app.stopping.clone());
    let replaced = app.open_pages.open(who.person.id);
    let merchant = who.person.merchant;
    let end = Box::pin(sleep(LONGEST));
    let is_told = shown_by(&uri).is_some_and(|shown| shown != app.changes.count(merchant));
    let state = Some((watched, stopping, replaced, end, is_told));
    let changes = unfold(state, move |state| async move {
        let (mut watched, mut stopping, mut replaced, mut end, mut is_told) = state?;
        while !is_told {
            let told = tokio::select! {
                told = watched.recv() => told,
                _ = stopping.wait_for(|stop| *stop) => return None,
                () = &mut end => return None,
                _ = &mut replaced => {
                    let event = Event::default().event("replaced").data("too many pages");
                    return Some((Ok(event), None));
                }
            };
            match told {
                Ok(other) if other != merchant => {}
                Ok(_) | Err(RecvError::Lagged(_)) => is_told = true,
                Err(RecvError::Closed) => return None,
            }
        }
        sleep(PAUSE).await;
        // Changes of this time are seen when the page loads its data.
        watched = watched.resubscribe();
        // Browsers drop an event without data.
        let event = Event::default().event("changed").data("look again");
        Some((Ok(event), Some((watched, stopping, replaced, end, false))))
    });
    Sse::new(changes).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE))
}

/// The number of changes that the page shows, as its frame says.
fn shown_by(uri: &Uri) -> Option<u64> {
    let mut pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    pairs.find(|(name, _)| name == "shows")?.1.parse().ok()
}
