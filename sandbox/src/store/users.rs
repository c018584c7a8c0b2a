//! Rows of users.

use rusqlite::{OptionalExtension, Row, params};

use super::error::Result;
use super::page::Listing;
use super::sql::Json;
use super::transaction::Scope;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::user::{User, UserKind};
use crate::listing::{ListPage, PageRequest};

/// The columns that [`user_of`] reads, by position.
pub(super) const COLUMNS: &str = "id, kind, seq, level, profile, created_at";

/// Reads a user from a row of [`COLUMNS`].
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
    /// Inserts a user and returns the number of its row.
    pub(crate) fn insert_user(&self, user: &User) -> Result<i64> {
        let insert = "INSERT INTO users (id, merchant_id, kind, level, profile, created_at, \
             search_text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let User { id, kind, level, profile, created_at, .. } = user;
        let text = format!("{id} {} {}", user.full_name(), user.email()).to_lowercase();
        let row = params![id, self.id, kind, level, Json(profile), created_at, text];
        Ok(self.conn().prepare_cached(insert)?.insert(row)?)
    }

    /// The user with that id, of any kind.
    pub(crate) fn user(&self, id: Id<User>) -> Result<User> {
        let select = "SELECT id, kind, seq, level, profile, created_at FROM users \
             WHERE id = ?1 AND merchant_id = ?2";
        let found = self.conn().prepare_cached(select)?.query_row(params![id, self.id], user_of);
        Ok(found.optional()?.ok_or(Refusal::NotFound("user"))?)
    }

    /// Refuses an id without a user, or with a user of another kind if `kind` is given.
    pub(crate) fn expect_user(&self, kind: Option<UserKind>, id: Id<User>) -> Result<()> {
        let select = "SELECT kind FROM users WHERE id = ?1 AND merchant_id = ?2";
        let mut statement = self.conn().prepare_cached(select)?;
        let found = statement.query_row(params![id, self.id], |row| row.get(0)).optional()?;
        match found {
            Some(found) if kind.is_none_or(|kind| kind == found) => Ok(()),
            _ => Err(Refusal::NotFound("user").into()),
        }
    }

    /// The individual with that id.
    pub(crate) fn individual(&self, id: Id<User>) -> Result<User> {
        self.user_of_kind(UserKind::Individual, id)
    }

    /// The company with that id (KYB-16).
    pub(crate) fn business(&self, id: Id<User>) -> Result<User> {
        self.user_of_kind(UserKind::Business, id)
    }

    fn user_of_kind(&self, kind: UserKind, id: Id<User>) -> Result<User> {
        let user = self.user(id)?;
        if user.kind == kind { Ok(user) } else { Err(Refusal::NotFound("user").into()) }
    }

    /// All users of that kind, oldest first.
    pub(crate) fn users(&self, kind: UserKind, request: PageRequest) -> Result<ListPage<User>> {
        let listing = Listing {
            table: "users",
            columns: COLUMNS,
            condition: "merchant_id = ? AND kind = ?".to_owned(),
            parameters: vec![self.id.0.into(), kind.code().to_owned().into()],
            newest_first: false,
        };
        listing.page(self.conn(), request, user_of)
    }

    /// Saves the level of the user.
    pub(crate) fn save_level(&self, user: &User) -> Result<()> {
        let update = "UPDATE users SET level = ?3 WHERE id = ?1 AND merchant_id = ?2";
        self.conn().prepare_cached(update)?.execute(params![user.id, self.id, user.level])?;
        Ok(())
    }
}
