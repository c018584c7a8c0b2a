//! Users, companies and their verification, as compliance works on them.

mod case;
mod case_page;
mod cases;
mod document;
mod facts;
mod kyc;
mod rejection;
mod user;
mod users;
mod verify;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use super::page;
use super::shown::{Stamp, State};
use crate::app::App;
use crate::domain::clock::Moment;
use crate::domain::session::{Check, Session};

/// Longer texts of strangers are cut on pages.
const ROOM: usize = 80;

/// All pages of compliance.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/users", page(get(users::individuals)))
        .route("/users/{userId}", page(get(user::individual)))
        .route("/users/{userId}/level", page(post(user::set_level)))
        .route("/businesses", page(get(users::businesses)))
        .route("/businesses/{userId}", page(get(user::business)))
        .route("/businesses/{userId}/level", page(post(user::set_business_level)))
        .route("/kyc", page(get(kyc::queue)))
        .route("/kyc/{sessionId}", page(get(kyc::show)))
        .route("/kyc/{sessionId}/approve", page(post(kyc::approve)))
        .route("/kyc/{sessionId}/review", page(post(kyc::review)))
        .route("/kyc/{sessionId}/reject", page(post(kyc::reject)))
        .route("/verify/{sessionId}", page(get(verify::show)))
        .merge(case_routes())
}

fn case_routes() -> Router<Arc<App>> {
    let case = Router::new()
        .route("/", page(get(case::show)))
        .route("/documents/{documentId}", page(get(document::show)))
        .route("/related-parties", page(post(case::declare)))
        .route("/related-parties/{partyId}/kyc-sessions", page(post(case::renew_session)))
        .route("/request-info", page(post(case::request_info)))
        .route("/approve", page(post(case::approve)))
        .route("/reject", page(post(case::reject)));
    Router::new()
        .route("/onboarding-business", page(get(cases::queue)))
        .nest("/onboarding-business/{sessionId}", case)
}

/// `text`, or its beginning if it has more than `room` characters.
fn short(text: &str, room: usize) -> String {
    match text.char_indices().nth(room) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A name, or what stands for one that is only blanks.
fn shown_name(name: &str) -> String {
    if name.trim().is_empty() { "No name".to_owned() } else { short(name.trim(), ROOM) }
}

/// A code in words: `SELF_EMPLOYED` is `Self employed`, and `UBO` stays.
fn words(code: &str) -> String {
    if code.len() <= 3 {
        return code.to_owned();
    }
    let mut letters = code.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    let rest = letters.as_str().replace(['_', '-'], " ").to_lowercase();
    first.into_iter().collect::<String>() + &rest
}

/// A session in a list.
struct SessionRow {
    id: String,
    name: String,
    state: State,
    created_at: Stamp,
    expires_at: Stamp,
    is_open: bool,
}

impl SessionRow {
    fn of(session: &Session, name: &str, now: Moment) -> Self {
        Self {
            id: session.id.to_string(),
            name: shown_name(name),
            state: State::of(session.state.code()),
            created_at: Stamp::new(session.created_at, now),
            expires_at: Stamp::new(session.expires_at, now),
            is_open: session.state.is_open(),
        }
    }
}

/// How a check came out.
struct CheckRow {
    name: String,
    is_refused: bool,
    /// Code, message and category of each reason.
    reasons: Vec<[String; 3]>,
    /// How many reasons are left out.
    more: usize,
}

impl CheckRow {
    fn of(check: &Check, most: usize) -> Self {
        let shown = check.reasons.iter().take(most).map(|reason| {
            [&reason.code, &reason.message, &reason.category].map(|text| short(text, 3 * ROOM))
        });
        Self {
            name: words(&check.check_type),
            is_refused: check.is_refused(),
            reasons: shown.collect(),
            more: check.reasons.len().saturating_sub(most),
        }
    }
}

/// What a `select` offers: value and label.
type Choices = Vec<(&'static str, String)>;

/// Codes in words, after `first`, which stands for no choice.
fn choices(first: Option<&str>, codes: impl IntoIterator<Item = &'static str>) -> Choices {
    let first = first.map(|label| ("", label.to_owned()));
    first.into_iter().chain(codes.into_iter().map(|code| (code, words(code)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!(short("ñññ", 2), "ññ…");
        assert_eq!(short("ññ", 2), "ññ");
        assert_eq!(shown_name(" \t"), "No name");
        let told = ["SELF_EMPLOYED", "face-matching", "LLC"].map(words);
        assert_eq!(told, ["Self employed", "Face matching", "LLC"]);
    }
}
