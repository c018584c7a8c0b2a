//! Users, companies and the activities of persons, in JSON.

use serde_json::{Map, Value, json};

use crate::domain::activity::{self, Language};
use crate::domain::user::{User, UserKind};

/// A user: its profile and its level (USER-1, USER-2, USER-4).
pub(crate) fn user(user: &User) -> Value {
    let mut view = Map::new();
    view.insert("id".into(), json!(user.id));
    for (field, value) in &user.profile {
        view.insert(field.clone(), value.clone());
    }
    let slug = user.profile.get("activity").and_then(Value::as_str);
    if let Some(activity) = slug.and_then(activity::find) {
        view.insert("activity".into(), self::activity(activity, Language::English));
    }
    let level = match user.kind {
        UserKind::Individual => "kycLevel",
        UserKind::Business => "kybLevel",
    };
    view.insert(level.into(), user.level.code().into());
    view.insert("createdAt".into(), json!(user.created_at));
    view.into()
}

/// An activity of the catalogue (USER-5).
pub(crate) fn activity(activity: activity::Activity, language: Language) -> Value {
    json!({"id": activity.id, "name": activity.name(language), "slug": activity.slug})
}
