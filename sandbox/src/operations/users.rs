//! Users: registering them, and their levels.

use serde_json::{Map, Value};

use super::events::emit;
use crate::domain::id::Id;
use crate::domain::user::{Level, User, UserKind};
use crate::store::{Result, Scope, fresh_id};

/// Registers a user, at level `LIGHT` (USER-1, USER-2, USER-4).
pub(crate) fn create(
    scope: &Scope<'_>,
    kind: UserKind,
    profile: Map<String, Value>,
) -> Result<User> {
    let (level, created_at) = (Level::Light, scope.now);
    let mut user = User { id: fresh_id(), kind, record: 0, level, profile, created_at };
    user.record = scope.insert_user(&user)?;
    Ok(user)
}

/// Sets the level of a user, and emits its event if the level changes (KYC-2, KYC-8, KYB-13).
pub(crate) fn set_level(scope: &Scope<'_>, id: Id<User>, level: Level) -> Result<User> {
    let mut user = scope.user(id)?;
    if user.level != level {
        user.level = level;
        scope.save_level(&user)?;
        let event = user.level_event(scope.now);
        let subscribed = scope.find_endpoint()?.map(|endpoint| endpoint.events);
        emit(scope, &event.in_words_of(&subscribed.unwrap_or_default()))?;
    }
    Ok(user)
}
