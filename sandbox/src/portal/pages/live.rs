//! Tells open pages that something of their merchant has changed, so that they look again.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{Stream, unfold};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::sleep;

use super::session::SignedIn;
use crate::app::AppState;

/// What changes together is told once.
const PAUSE: Duration = Duration::from_millis(300);
/// A page that stays open asks again by itself; whoever has been signed out meanwhile is noticed then.
const LONGEST: Duration = Duration::from_mins(10);
/// Proxies close connections on which nothing is said for a minute.
const SIGN_OF_LIFE: Duration = Duration::from_secs(20);

/// `GET /live`: server-sent events, `changed` each time; `replaced` ends the oldest stream of a
/// person who has too many pages open.
pub(super) async fn live(
    State(app): AppState,
    who: SignedIn,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let (watched, stopping) = (app.changes.subscribe(), app.stopping.clone());
    let replaced = app.open_pages.open(who.person.id);
    let merchant = who.person.merchant;
    let end = Box::pin(sleep(LONGEST));
    let state = Some((watched, stopping, replaced, end));
    let changes = unfold(state, move |state| async move {
        let (mut watched, mut stopping, mut replaced, mut end) = state?;
        loop {
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
                Ok(_) | Err(RecvError::Lagged(_)) => break,
                Err(RecvError::Closed) => return None,
            }
        }
        sleep(PAUSE).await;
        // Whatever came meanwhile is seen when the page looks.
        watched = watched.resubscribe();
        // Browsers tell no event that carries nothing.
        let event = Event::default().event("changed").data("look again");
        Some((Ok(event), Some((watched, stopping, replaced, end))))
    });
    Sse::new(changes).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE))
}
