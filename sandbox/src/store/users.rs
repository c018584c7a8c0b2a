//! Users and their levels.

use rusqlite::{OptionalExtension, Row, params};
use serde_json::{Map, Value};

use super::page::Listing;
use super::sql::Json;
use super::{Page, PageRequest, Result, Scope, fresh_id};
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::user::{Level, User, UserKind};

pub(super) const COLUMNS: &str = "id, kind, seq, level, profile, created_at";

pub(super) fn user_of(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: row.get(0)?,
        kind: row.get(1)?,
        record: row.get(2)?,
        level: row.get(3)?,
        profile: row.get::<_, Json<_>>(4)?.0,
        created_at: row.get(5)?,
    })
}

impl Scope<'_> {
    /// Makes a user, who is not verified yet.
    pub(crate) fn create_user(&self, kind: UserKind, profile: Map<String, Value>) -> Result<User> {
        let insert = "INSERT INTO users (id, merchant_id, kind, level, profile, created_at, \
             search_text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let (id, level, created_at) = (fresh_id(), Level::Light, self.now);
        let mut user = User { id, kind, record: 0, level, profile, created_at };
        let text = format!("{id} {} {}", user.full_name(), user.email()).to_lowercase();
        let profile = Json(&user.profile);
        let row = params![id, self.id, kind, level, profile, created_at, text];
        user.record = self.conn().prepare_cached(insert)?.insert(row)?;
        Ok(user)
    }

    /// The user with that id, whoever it is.
    pub(crate) fn user(&self, id: Id<User>) -> Result<User> {
        let select = "SELECT id, kind, seq, level, profile, created_at FROM users \
             WHERE id = ?1 AND merchant_id = ?2";
        let found = self.conn().prepare_cached(select)?.query_row(params![id, self.id], user_of);
        Ok(found.optional()?.ok_or(Refusal::NotFound("user"))?)
    }

    /// Makes sure that there is a user with that id, and of that kind if it matters.
    pub(crate) fn expect_user(&self, kind: Option<UserKind>, id: Id<User>) -> Result<()> {
        let select = "SELECT kind FROM users WHERE id = ?1 AND merchant_id = ?2";
        let mut statement = self.conn().prepare_cached(select)?;
        let found = statement.query_row(params![id, self.id], |row| row.get(0)).optional()?;
        match found {
            Some(found) if kind.is_none_or(|kind| kind == found) => Ok(()),
            _ => Err(Refusal::NotFound("user").into()),
        }
    }

    /// The natural person with that id.
    pub(crate) fn individual(&self, id: Id<User>) -> Result<User> {
        self.user_of_kind(UserKind::Individual, id)
    }

    /// The company with that id.
    pub(crate) fn business(&self, id: Id<User>) -> Result<User> {
        self.user_of_kind(UserKind::Business, id)
    }

    fn user_of_kind(&self, kind: UserKind, id: Id<User>) -> Result<User> {
        let user = self.user(id)?;
        if user.kind == kind { Ok(user) } else { Err(Refusal::NotFound("user").into()) }
    }

    /// All users of that kind, oldest first.
    pub(crate) fn users(&self, kind: UserKind, request: PageRequest) -> Result<Page<User>> {
        let listing = Listing {
            table: "users",
            columns: COLUMNS,
            condition: "merchant_id = ? AND kind = ?".to_owned(),
            parameters: vec![self.id.0.into(), kind.code().to_owned().into()],
            newest_first: false,
        };
        listing.page(self.conn(), request, user_of)
    }

    /// Gives the user that level, and tells of it if it is another than before.
    pub(crate) fn set_level(&self, id: Id<User>, level: Level) -> Result<User> {
        let mut user = self.user(id)?;
        if user.level != level {
            user.level = level;
            let update = "UPDATE users SET level = ?3 WHERE id = ?1 AND merchant_id = ?2";
            self.conn().prepare_cached(update)?.execute(params![id, self.id, level])?;
            self.emit(&user.level_event(self.now))?;
        }
        Ok(user)
    }
}
