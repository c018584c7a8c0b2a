//! The people of merchants: their passwords, the links that let them in once, and their sessions.

use rusqlite::{OptionalExtension, Row, params};

use super::{Result, Scope, Secret, Tx, fresh_id};
use crate::domain::clock::Span;
use crate::domain::id::{Id, MerchantId};
use crate::domain::refusal::{FieldCode, Refusal};

/// How long somebody who signed in stays so, by real time.
pub(crate) const SESSION_LIFETIME: Span = Span::seconds(12 * 3600);
/// How long a link lets in, by real time.
pub(crate) const LINK_LIFETIME: Span = Span::seconds(24 * 3600);

/// Somebody who works for a merchant.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// Its identifier.
    pub(crate) id: Id<Person>,
    /// For whom.
    pub(crate) merchant: MerchantId,
    /// The name.
    pub(crate) name: String,
    /// What to sign in with, if that was set.
    pub(crate) email: Option<String>,
}

const COLUMNS: &str = "people.id, people.merchant_id, people.name, people.email";

fn person_of(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person { id: row.get(0)?, merchant: row.get(1)?, name: row.get(2)?, email: row.get(3)? })
}

impl Tx<'_> {
    /// The oldest of all people.
    pub(crate) fn first_person(&self) -> Result<Option<Person>> {
        let select = format!("SELECT {COLUMNS} FROM people ORDER BY seq LIMIT 1");
        Ok(self.conn.query_row(&select, [], person_of).optional()?)
    }

    /// Who signs in with that address, and the hash of the password to show.
    pub(crate) fn sign_in_candidate(&self, email: &str) -> Result<Option<(Person, String)>> {
        let select = format!(
            "SELECT {COLUMNS}, people.password FROM people \
             WHERE email = ?1 AND password IS NOT NULL"
        );
        let mut statement = self.conn.prepare_cached(&select)?;
        let found = statement.query_row([email], |row| Ok((person_of(row)?, row.get(4)?)));
        Ok(found.optional()?)
    }

    /// Lets in whoever has the link; it is used up.
    pub(crate) fn use_link(&self, link: &Secret) -> Result<Option<Person>> {
        let delete = "DELETE FROM sign_in_links WHERE hash = ?1 AND expires_at > ?2 \
             RETURNING person_id";
        let mut statement = self.conn.prepare_cached(delete)?;
        let row = params![link.hash(), self.real_now];
        let person: Option<Id<Person>> = statement.query_row(row, |row| row.get(0)).optional()?;
        person.map(|id| self.person(id)).transpose()
    }

    fn person(&self, id: Id<Person>) -> Result<Person> {
        let select = format!("SELECT {COLUMNS} FROM people WHERE id = ?1");
        let found = self.conn.prepare_cached(&select)?.query_row([id], person_of).optional()?;
        Ok(found.ok_or(Refusal::NotFound("person"))?)
    }

    /// A link that lets the person in once.
    pub(crate) fn add_link(&self, person: Id<Person>) -> Result<Secret> {
        self.forget_what_expired()?;
        let link = Secret::fresh();
        let insert = "INSERT INTO sign_in_links (hash, person_id, expires_at) VALUES (?1, ?2, ?3)";
        let row = params![link.hash(), person, self.real_now.plus(LINK_LIFETIME)];
        self.conn.execute(insert, row)?;
        Ok(link)
    }

    /// Begins a session of the person.
    pub(crate) fn begin_session(&self, person: Id<Person>) -> Result<Secret> {
        self.forget_what_expired()?;
        let session = Secret::fresh();
        let insert =
            "INSERT INTO portal_sessions (hash, person_id, expires_at) VALUES (?1, ?2, ?3)";
        let row = params![session.hash(), person, self.real_now.plus(SESSION_LIFETIME)];
        self.conn.execute(insert, row)?;
        Ok(session)
    }

    /// Whose session it is, while it lasts.
    pub(crate) fn session_owner(&self, session: &Secret) -> Result<Option<Person>> {
        let select = format!(
            "SELECT {COLUMNS} FROM people JOIN portal_sessions ON person_id = people.id \
             WHERE hash = ?1 AND expires_at > ?2"
        );
        let mut statement = self.conn.prepare_cached(&select)?;
        Ok(statement.query_row(params![session.hash(), self.real_now], person_of).optional()?)
    }

    /// Ends a session.
    pub(crate) fn end_session(&self, session: &Secret) -> Result<()> {
        self.conn.execute("DELETE FROM portal_sessions WHERE hash = ?1", [session.hash()])?;
        Ok(())
    }

    fn forget_what_expired(&self) -> Result<()> {
        for table in ["sign_in_links", "portal_sessions"] {
            let delete = format!("DELETE FROM {table} WHERE expires_at <= ?1");
            self.conn.execute(&delete, [self.real_now])?;
        }
        Ok(())
    }
}

impl Scope<'_> {
    /// Somebody new, who can sign in by a link.
    pub(crate) fn add_person(&self, name: &str) -> Result<Person> {
        let id = fresh_id::<Person>();
        let insert =
            "INSERT INTO people (id, merchant_id, name, created_at) VALUES (?1, ?2, ?3, ?4)";
        self.conn().execute(insert, params![id, self.id, name, self.tx.real_now])?;
        self.tx.person(id)
    }

    /// The merchant's people, oldest first.
    pub(crate) fn people(&self) -> Result<Vec<Person>> {
        let select = format!("SELECT {COLUMNS} FROM people WHERE merchant_id = ?1 ORDER BY seq");
        let mut statement = self.conn().prepare_cached(&select)?;
        Ok(statement.query_map([self.id], person_of)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Lets a person of the merchant sign in by a link.
    pub(crate) fn link_for(&self, person: Id<Person>) -> Result<Secret> {
        if self.tx.person(person)?.merchant != self.id {
            return Err(Refusal::NotFound("person").into());
        }
        self.tx.add_link(person)
    }

    /// What the person signs in with from now on; sessions but the current one end.
    pub(crate) fn set_password(
        &self,
        person: Id<Person>,
        email: &str,
        password_hash: &str,
        current: &Secret,
    ) -> Result<()> {
        let taken = "SELECT EXISTS (SELECT 1 FROM people WHERE email = ?1 AND id <> ?2)";
        if self.conn().query_row(taken, params![email, person], |row| row.get(0))? {
            let detail = "somebody else signs in with this address";
            return Err(Refusal::field("/email", FieldCode::NotAllowed, detail).into());
        }
        let update =
            "UPDATE people SET email = ?3, password = ?4 WHERE id = ?1 AND merchant_id = ?2";
        self.conn().execute(update, params![person, self.id, email, password_hash])?;
        let end = "DELETE FROM portal_sessions WHERE person_id = ?1 AND hash <> ?2";
        self.conn().execute(end, params![person, current.hash()])?;
        self.conn().execute("DELETE FROM sign_in_links WHERE person_id = ?1", [person])?;
        Ok(())
    }
}
