//! `/users` and `/businesses`: the lists of persons and companies.

use askama::Template;

use super::choices::{Choices, choices};
use super::wording::{ROOM, short, shown_name};
use crate::domain::clock::Moment;
use crate::domain::user::{Level, User, UserKind};
use crate::http::query::ListUrl;
use crate::portal::pages::filled_form::FilledForm;
use crate::portal::pages::frame::{BUSINESSES, Frame, Section, USERS};
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::pager::Pager;
use crate::portal::pages::session::SignedIn;
use crate::portal::pages::shown::{Stamp, StateLabel};
use crate::store::UserSearch;

#[derive(Template)]
#[template(path = "users.html")]
struct UsersPage {
    frame: Frame,
    typed: FilledForm,
    levels: Choices,
    /// True if the list is filtered.
    is_search: bool,
    is_companies: bool,
    rows: Vec<UserRow>,
    pager: Pager,
}

struct UserRow {
    address: String,
    name: String,
    email: String,
    level: StateLabel,
    created_at: Stamp,
}

impl UserRow {
    fn of(user: &User, now: Moment) -> Self {
        let area = area(user.kind).path;
        Self {
            address: format!("{area}/{}", user.id),
            name: shown_name(&user.full_name()),
            email: short(user.email(), ROOM),
            level: StateLabel::of(user.level.code()),
            created_at: Stamp::new(user.created_at, now),
        }
    }
}

/// The section of the Portal for users of that kind.
pub(super) const fn area(kind: UserKind) -> Section {
    match kind {
        UserKind::Individual => USERS,
        UserKind::Business => BUSINESSES,
    }
}

/// `GET /users` (USER-1)
pub(super) async fn individuals(who: SignedIn, url: ListUrl) -> PageResult {
    list(&who, &url, UserKind::Individual).await
}

/// `GET /businesses` (USER-2)
pub(super) async fn businesses(who: SignedIn, url: ListUrl) -> PageResult {
    list(&who, &url, UserKind::Business).await
}

async fn list(who: &SignedIn, url: &ListUrl, kind: UserKind) -> PageResult {
    let request = url.page()?;
    let text = url.choice("search").unwrap_or_default().to_owned();
    let wanted = url.choice("level").unwrap_or_default().to_owned();
    let level = Level::ALL.into_iter().find(|level| level.code() == wanted);
    let search = UserSearch { kind, text: text.clone(), level };
    let found = who.read(move |scope| Ok(scope.found_users(&search, request)?)).await?;
    HtmlPage::portal(&UsersPage {
        frame: who.frame(area(kind)),
        is_search: level.is_some() || !text.is_empty(),
        is_companies: kind == UserKind::Business,
        typed: FilledForm::prefilled([("search", text), ("level", wanted)]),
        levels: choices(Some("Any level"), Level::ALL.map(Level::code)),
        pager: Pager::of(url, &found),
        rows: found.items.iter().map(|user| UserRow::of(user, who.now)).collect(),
    })
}
