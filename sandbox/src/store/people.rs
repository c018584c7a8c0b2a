//! Rows of people, of their sign-in links and of their sessions in the Portal.

use rusqlite::{OptionalExtension, Row, params};

use super::error::Result;
use super::fresh_id::fresh_id;
use super::secret::Secret;
use super::transaction::{Scope, Tx};
use crate::domain::clock::Moment;
use crate::domain::id::{Id, MerchantId};
use crate::domain::refusal::Refusal;

/// A person who works for a merchant and signs in to the Portal.
#[derive(Debug, Clone)]
pub(crate) struct PortalPerson {
    /// Its identifier.
    pub(crate) id: Id<PortalPerson>,
    /// The merchant.
    pub(crate) merchant: MerchantId,
    /// The name of the person.
    pub(crate) name: String,
    /// The e-mail address to sign in with, if it was set.
    pub(crate) email: Option<String>,
}

const COLUMNS: &str = "people.id, people.merchant_id, people.name, people.email";

fn person_of(row: &Row<'_>) -> rusqlite::Result<PortalPerson> {
    Ok(PortalPerson {
        id: row.get(0)?,
        merchant: row.get(1)?,
        name: row.get(2)?,
        email: row.get(3)?,
    })
}

impl Tx<'_> {
    /// The oldest person of all merchants.
    pub(crate) fn first_person(&self) -> Result<Option<PortalPerson>> {
        let select = format!("SELECT {COLUMNS} FROM people ORDER BY seq LIMIT 1");
        Ok(self.conn.query_row(&select, [], person_of).optional()?)
    }

    /// The people who sign in with that e-mail address, at most one of each merchant, with the hashes
    /// of their passwords; oldest first.
    pub(crate) fn sign_in_candidates(&self, email: &str) -> Result<Vec<(PortalPerson, String)>> {
        let select = format!(
            "SELECT {COLUMNS}, people.password FROM people \
             WHERE email = ?1 AND password IS NOT NULL ORDER BY seq"
        );
        let mut statement = self.conn.prepare_cached(&select)?;
        let found = statement.query_map([email], |row| Ok((person_of(row)?, row.get(4)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Deletes a link that has not expired, and returns its person.
    pub(crate) fn take_link(&self, link: &Secret) -> Result<Option<Id<PortalPerson>>> {
        let delete = "DELETE FROM sign_in_links WHERE hash = ?1 AND expires_at > ?2 \
             RETURNING person_id";
        let mut statement = self.conn.prepare_cached(delete)?;
        let row = params![link.hash(), self.real_now];
        Ok(statement.query_row(row, |row| row.get(0)).optional()?)
    }

    /// The person with that id.
    pub(crate) fn person(&self, id: Id<PortalPerson>) -> Result<PortalPerson> {
        let select = format!("SELECT {COLUMNS} FROM people WHERE id = ?1");
        let found = self.conn.prepare_cached(&select)?.query_row([id], person_of).optional()?;
        Ok(found.ok_or(Refusal::NotFound("person"))?)
    }

    /// Inserts a sign-in link.
    pub(crate) fn insert_link(
        &self,
        link: &Secret,
        person: Id<PortalPerson>,
        expires_at: Moment,
    ) -> Result<()> {
        let insert = "INSERT INTO sign_in_links (hash, person_id, expires_at) VALUES (?1, ?2, ?3)";
        self.conn.execute(insert, params![link.hash(), person, expires_at])?;
        Ok(())
    }

    /// Inserts a session in the Portal.
    pub(crate) fn insert_portal_session(
        &self,
        session: &Secret,
        person: Id<PortalPerson>,
        expires_at: Moment,
    ) -> Result<()> {
        let insert =
            "INSERT INTO portal_sessions (hash, person_id, expires_at) VALUES (?1, ?2, ?3)";
        self.conn.execute(insert, params![session.hash(), person, expires_at])?;
        Ok(())
    }

    /// The person of a session that has not expired.
    pub(crate) fn session_owner(&self, session: &Secret) -> Result<Option<PortalPerson>> {
        let select = format!(
            "SELECT {COLUMNS} FROM people JOIN portal_sessions ON person_id = people.id \
             WHERE hash = ?1 AND expires_at > ?2"
        );
        let mut statement = self.conn.prepare_cached(&select)?;
        Ok(statement.query_row(params![session.hash(), self.real_now], person_of).optional()?)
    }

    /// Deletes a session.
    pub(crate) fn end_session(&self, session: &Secret) -> Result<()> {
        self.conn.execute("DELETE FROM portal_sessions WHERE hash = ?1", [session.hash()])?;
        Ok(())
    }

    /// Deletes expired links and sessions.
    pub(crate) fn delete_expired_sessions(&self) -> Result<()> {
        for table in ["sign_in_links", "portal_sessions"] {
            let delete = format!("DELETE FROM {table} WHERE expires_at <= ?1");
            self.conn.execute(&delete, [self.real_now])?;
        }
        Ok(())
    }
}

impl Scope<'_> {
    /// Inserts a person.
    pub(crate) fn insert_person(&self, name: &str) -> Result<PortalPerson> {
        let id = fresh_id::<PortalPerson>();
        let insert =
            "INSERT INTO people (id, merchant_id, name, created_at) VALUES (?1, ?2, ?3, ?4)";
        self.conn().execute(insert, params![id, self.id, name, self.tx().real_now])?;
        self.tx().person(id)
    }

    /// The merchant's people, oldest first.
    pub(crate) fn people(&self) -> Result<Vec<PortalPerson>> {
        let select = format!("SELECT {COLUMNS} FROM people WHERE merchant_id = ?1 ORDER BY seq");
        let mut statement = self.conn().prepare_cached(&select)?;
        Ok(statement.query_map([self.id], person_of)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Tells if another person of the merchant signs in with that e-mail address.
    pub(crate) fn is_email_of_another(
        &self,
        person: Id<PortalPerson>,
        email: &str,
    ) -> Result<bool> {
        let select = "SELECT EXISTS (SELECT 1 FROM people \
             WHERE email = ?1 AND merchant_id = ?3 AND id <> ?2)";
        Ok(self.conn().query_row(select, params![email, person, self.id], |row| row.get(0))?)
    }

    /// Saves the e-mail address and the hash of the password of a person.
    pub(crate) fn save_password(
        &self,
        person: Id<PortalPerson>,
        email: &str,
        password_hash: &str,
    ) -> Result<()> {
        let update =
            "UPDATE people SET email = ?3, password = ?4 WHERE id = ?1 AND merchant_id = ?2";
        self.conn().execute(update, params![person, self.id, email, password_hash])?;
        Ok(())
    }

    /// Deletes the sessions of a person, except the `current` one.
    pub(crate) fn delete_other_sessions(
        &self,
        person: Id<PortalPerson>,
        current: &Secret,
    ) -> Result<()> {
        let delete = "DELETE FROM portal_sessions WHERE person_id = ?1 AND hash <> ?2";
        self.conn().execute(delete, params![person, current.hash()])?;
        Ok(())
    }

    /// Deletes the sign-in links of a person.
    pub(crate) fn delete_links(&self, person: Id<PortalPerson>) -> Result<()> {
        self.conn().execute("DELETE FROM sign_in_links WHERE person_id = ?1", [person])?;
        Ok(())
    }
}
