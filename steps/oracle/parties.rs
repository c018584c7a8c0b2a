//! Events about related parties (KYB-11). The API does not show related parties, so their events are compared with each other.

use std::collections::BTreeMap;

use conformance_harness::verdict::Nonconformance;

use crate::{
    edition::{self, key, state},
    oracle::{ArrivedEvent, arrived::CHECK},
    world::{Census, Listening},
};

/// A KYC session of a related party, as far as its events show.
struct PartySession {
    /// The id of the related party.
    party: String,
    /// The type of the event that ended it.
    ended: Option<String>,
}

impl PartySession {
    fn is_verified(&self) -> bool {
        self.ended.as_deref() == Some(edition::VERIFIED_EVENT)
    }
}

/// Findings about events of sessions that were not announced, of sessions that have ended, or of levels that were not reached.
pub(crate) fn check(
    census: &Census,
    listening: &Listening,
    events: &[ArrivedEvent],
) -> Vec<Nonconformance> {
    // Sessions that were announced before the merchant listened are not known here.
    let before = census.kyb_sessions.values().flatten();
    let ids = before.filter_map(|session| session.get("id")?.as_str());
    if ids.into_iter().any(|id| listening.known_before.contains(id)) {
        return Vec::new();
    }
    let all = [edition::PARTY_EVENT, edition::USER_LEVEL_EVENT, edition::VERIFIED_EVENT];
    if all.iter().any(|kind| !listening.subscribed.contains(*kind)) {
        return Vec::new();
    }
    let mut sessions: BTreeMap<String, PartySession> = BTreeMap::new();
    let wrong = events.iter().filter_map(|event| {
        let problem = follow(&mut sessions, event)?;
        let what = format!("{} about a related party does not fit", event.event_type);
        let finding = Nonconformance::new(what, problem, "this event");
        Some(
            finding
                .of_check(CHECK)
                .of_rule("KYB-11")
                .shown_in_event(&event.event_type, &event.body),
        )
    });
    wrong.collect()
}

/// Takes one event into account; gives the event that was expected if this one does not fit.
fn follow(
    sessions: &mut BTreeMap<String, PartySession>,
    event: &ArrivedEvent,
) -> Option<&'static str> {
    if event.event_type == edition::PARTY_EVENT {
        let party = edition::announced_party(&event.body).unwrap_or_default().to_owned();
        let open = sessions.values().any(|one| one.party == party && one.ended.is_none());
        let done = sessions.values().any(|one| one.party == party && one.is_verified());
        let id = edition::announced_session(&event.body).unwrap_or_default().to_owned();
        let again = sessions.insert(id, PartySession { party, ended: None }).is_some();
        return (open || done || again)
            .then_some("one session at a time, and none for a related party who is verified");
    }
    if event.text(key::ENTITY_TYPE) != Some(edition::PARTY_ENTITY) {
        return None;
    }
    let party = event.text(key::PARTY_ID).unwrap_or_default();
    if event.event_type == edition::USER_LEVEL_EVENT {
        let reached = sessions.values().any(|one| one.party == party && one.is_verified());
        return (!reached).then_some("a session of the same related party that was verified");
    }
    let session = sessions.get_mut(event.text(key::SESSION_ID).unwrap_or_default());
    let Some(session) = session.filter(|session| session.party == party) else {
        return Some("a session that was created for this related party");
    };
    if session.ended.is_some() {
        return Some("no further event of a session that has ended");
    }
    let is_review = Some(event.event_type.as_str()) == edition::session_event(state::REVIEW);
    session.ended = (!is_review).then(|| event.event_type.clone());
    None
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn event(event_type: &str, data: &Value) -> ArrivedEvent {
        let body = json!({ "eventType": event_type, "data": data });
        let resource = edition::resource_of(&body).unwrap_or_default().to_owned();
        ArrivedEvent {
            id: String::new(),
            event_type: event_type.to_owned(),
            resource,
            body,
            accepted: Some(0),
        }
    }

    fn announced(session: &str) -> ArrivedEvent {
        let data = json!({ "relatedParty": { "id": "carla" }, "kycSession": { "id": session } });
        event(edition::PARTY_EVENT, &data)
    }

    fn about(event_type: &str, session: &str) -> ArrivedEvent {
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
            about("kyc.session_manual_review", "a"),
            about("kyc.session_failed", "a"),
            announced("b"),
            about("kyc.session_verified", "b"),
            about("kyc.state_updated", ""),
        ];
        assert_eq!(problems(&events), 0);
    }

    #[test]
    fn an_event_that_does_not_follow_from_earlier_events_is_found() {
        for events in [
            vec![about("kyc.session_verified", "a")],
            vec![announced("a"), announced("b")],
            vec![announced("a"), about("kyc.state_updated", "")],
            vec![
                announced("a"),
                about("kyc.session_failed", "a"),
                about("kyc.session_failed", "a"),
            ],
            vec![announced("a"), about("kyc.session_verified", "a"), announced("b")],
        ] {
            assert_eq!(problems(&events), 1, "{events:?}");
        }
    }
}
