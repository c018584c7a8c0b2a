//! Users and their levels.

use rusqlite::{OptionalExtension, Row, params};
use serde_json::{Map, Value};

use super::page::Listing;
use super::sql::Json;
use super::{Page, PageRequest, Result, Scope, fresh_id};
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::user::{Level, User};

const COLUMNS: &str = "id, seq, level, profile, created_at";

fn user_of(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: row.get(0)?,
        kyc_id: row.get(1)?,
        level: row.get(2)?,
        profile: row.get::<_, Json<_>>(3)?.0,
        created_at: row.get(4)?,
    })
}

impl Scope<'_> {
    /// Makes a user, who is not verified yet.
    pub(crate) fn create_user(&self, profile: Map<String, Value>) -> Result<User> {
        let insert = "INSERT INTO users (id, merchant_id, level, profile, created_at) \
             VALUES (?1, ?2, ?3, ?4, ?5)";
        let (id, level, profile) = (fresh_id(), Level::Light, Json(profile));
        let row = params![id, self.id, level, profile, self.now];
        let kyc_id = self.conn().prepare_cached(insert)?.insert(row)?;
        Ok(User { id, kyc_id, level, profile: profile.0, created_at: self.now })
    }

    /// The user with that id.
    pub(crate) fn user(&self, id: Id<User>) -> Result<User> {
        let select = "SELECT id, seq, level, profile, created_at FROM users \
             WHERE id = ?1 AND merchant_id = ?2";
        let found = self.conn().prepare_cached(select)?.query_row(params![id, self.id], user_of);
        Ok(found.optional()?.ok_or(Refusal::NotFound("user"))?)
    }

    /// All users, oldest first.
    pub(crate) fn users(&self, request: PageRequest) -> Result<Page<User>> {
        let listing = Listing {
            table: "users",
            columns: COLUMNS,
            condition: "merchant_id = ?".to_owned(),
            parameters: vec![self.id.0.into()],
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
