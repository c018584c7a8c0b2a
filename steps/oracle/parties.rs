//! Events about the persons behind companies, whom the API does not show: judged by each other.

use std::collections::BTreeMap;

use conformance_harness::verdict::Nonconformance;
use serde_json::Value;

use crate::{
    edition,
    oracle::{ArrivedEvent, arrived::CHECK},
    world::{Census, Listening},
};

/// What is known of one session so far.
struct Session {
    party: String,
    ended: Option<String>,
}

fn text<'a>(event: &'a ArrivedEvent, pointer: &str) -> &'a str {
    event.body.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// What was told of sessions that nobody announced, of a session twice, or of a level that nobody has reached.
pub(crate) fn check(
    census: &Census,
    listening: &Listening,
    events: &[ArrivedEvent],
) -> Vec<Nonconformance> {
    // What was announced before somebody listened is not known here.
    let before = census.kyb_sessions.values().flatten();
    let ids = before.filter_map(|session| session.get("id")?.as_str());
    if ids.into_iter().any(|id| listening.known_before.contains(id)) {
        return Vec::new();
    }
    let all = [edition::PARTY_EVENT, edition::LEVEL_EVENTS[0].0, "kyc.session_verified"];
    if all.iter().any(|kind| !listening.subscribed.contains(*kind)) {
        return Vec::new();
    }
    let mut sessions: BTreeMap<String, Session> = BTreeMap::new();
    let wrong = events.iter().filter_map(|event| {
        let problem = follow(&mut sessions, event)?;
        let what = format!("{} about a related party does not fit", event.event_type);
        let finding = Nonconformance::new(what, problem, "this event");
        Some(finding.of_check(CHECK).shown_by(event.body.to_string()))
    });
    wrong.collect()
}

/// Takes one event into account; what should have been instead, when it does not fit.
fn follow(sessions: &mut BTreeMap<String, Session>, event: &ArrivedEvent) -> Option<&'static str> {
    if event.event_type == edition::PARTY_EVENT {
        let party = text(event, "/data/relatedParty/id").to_owned();
        let open = sessions.values().any(|one| one.party == party && one.ended.is_none());
        let verified = |one: &Session| one.ended.as_deref() == Some("kyc.session_verified");
        let done = sessions.values().any(|one| one.party == party && verified(one));
        let id = text(event, "/data/kycSession/id").to_owned();
        let again = sessions.insert(id, Session { party, ended: None }).is_some();
        return (open || done || again)
            .then_some("one session at a time, and none for whoever is verified");
    }
    if text(event, "/data/entityType") != "related-party" {
        return None;
    }
    let party = text(event, "/data/relatedPartyId");
    if event.event_type == edition::LEVEL_EVENTS[0].0 {
        let verified = |one: &Session| one.ended.as_deref() == Some("kyc.session_verified");
        let reached = sessions.values().any(|one| one.party == party && verified(one));
        return (!reached).then_some("a session of the same related party that was verified");
    }
    let session = sessions.get_mut(text(event, "/data/sessionId"));
    let Some(session) = session.filter(|session| session.party == party) else {
        return Some("a session that was announced for this related party");
    };
    if session.ended.is_some() {
        return Some("no further event of a session that has ended");
    }
    let is_review = Some(event.event_type.as_str()) == edition::session_event("REVIEW");
    session.ended = (!is_review).then(|| event.event_type.clone());
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(event_type: &str, data: &Value) -> ArrivedEvent {
        let body = json!({ "eventType": event_type, "data": data });
        let resource = edition::resource_of(&body).unwrap_or_default().to_owned();
        ArrivedEvent { id: String::new(), event_type: event_type.to_owned(), resource, body }
    }

    fn announced(session: &str) -> ArrivedEvent {
        let data = json!({ "relatedParty": { "id": "carla" }, "kycSession": { "id": session } });
        event(edition::PARTY_EVENT, &data)
    }

    fn told(event_type: &str, session: &str) -> ArrivedEvent {
        let entity = "related-party";
        let mut data = json!({ "relatedPartyId": "carla", "entityType": entity });
        data["sessionId"] = session.into();
        event(event_type, &data)
    }

    fn problems(events: &[ArrivedEvent]) -> usize {
        let mut sessions = BTreeMap::new();
        events.iter().filter_map(|event| follow(&mut sessions, event)).count()
    }

    #[test]
    fn a_second_try_that_succeeds_fits() {
        let events = [
            announced("a"),
            told("kyc.session_manual_review", "a"),
            told("kyc.session_failed", "a"),
            announced("b"),
            told("kyc.session_verified", "b"),
            told("kyc.state_updated", ""),
        ];
        assert_eq!(problems(&events), 0);
    }

    #[test]
    fn what_does_not_follow_from_what_was_told_is_found() {
        for events in [
            vec![told("kyc.session_verified", "a")],
            vec![announced("a"), announced("b")],
            vec![announced("a"), told("kyc.state_updated", "")],
            vec![announced("a"), told("kyc.session_failed", "a"), told("kyc.session_failed", "a")],
            vec![announced("a"), told("kyc.session_verified", "a"), announced("b")],
        ] {
            assert_eq!(problems(&events), 1, "{events:?}");
        }
    }
}
