//! People of merchants: sign-in links, sessions in the Portal, and passwords.

use crate::domain::clock::Span;
use crate::domain::id::Id;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::store::{PortalPerson, Result, Scope, Secret, Tx};

/// Lifetime of a session in the Portal, in real time.
pub(crate) const SESSION_LIFETIME: Span = Span::seconds(12 * 3600);
/// Lifetime of a sign-in link, in real time.
const LINK_LIFETIME: Span = Span::seconds(24 * 3600);

/// Adds a person, who can sign in by a link.
pub(crate) fn add(scope: &Scope<'_>, name: &str) -> Result<PortalPerson> {
    scope.insert_person(name)
}

/// Makes a link with which a person of the merchant signs in once.
pub(crate) fn invite(scope: &Scope<'_>, person: Id<PortalPerson>) -> Result<Secret> {
    if scope.tx().person(person)?.merchant != scope.id() {
        return Err(Refusal::NotFound("person").into());
    }
    add_link(scope.tx(), person)
}

/// Makes a link with which the person signs in once.
pub(crate) fn add_link(tx: &Tx<'_>, person: Id<PortalPerson>) -> Result<Secret> {
    tx.delete_expired_sessions()?;
    let link = Secret::fresh();
    tx.insert_link(&link, person, tx.real_now().plus(LINK_LIFETIME))?;
    Ok(link)
}

/// Uses up a link and returns its person; none if the link is unknown, used or expired.
pub(crate) fn use_link(tx: &Tx<'_>, link: &Secret) -> Result<Option<PortalPerson>> {
    let person = tx.take_link(link)?;
    person.map(|id| tx.person(id)).transpose()
}

/// Begins a session in the Portal.
pub(crate) fn begin_session(tx: &Tx<'_>, person: Id<PortalPerson>) -> Result<Secret> {
    tx.delete_expired_sessions()?;
    let session = Secret::fresh();
    tx.insert_portal_session(&session, person, tx.real_now().plus(SESSION_LIFETIME))?;
    Ok(session)
}

/// Sets the e-mail address and the password with which a person signs in.
///
/// The person's links and other sessions end; the `current` session goes on.
pub(crate) fn set_password(
    scope: &Scope<'_>,
    person: Id<PortalPerson>,
    email: &str,
    password_hash: &str,
    current: &Secret,
) -> Result<()> {
    if scope.is_email_of_another(person, email)? {
        let detail = "somebody else signs in with this address";
        return Err(Refusal::field("/email", FieldCode::NotAllowed, detail).into());
    }
    scope.save_password(person, email, password_hash)?;
    scope.delete_other_sessions(person, current)?;
    scope.delete_links(person)
}
