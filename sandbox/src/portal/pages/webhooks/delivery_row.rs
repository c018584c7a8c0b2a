//! A delivery in a list.

use serde_json::Value;

use crate::domain::clock::Moment;
use crate::domain::id::Id;
use crate::portal::pages::shown::{Stamp, StateLabel, end_of};
use crate::store::{Delivery, DeliveryLine, Scope};

/// The states of deliveries.
pub(super) const STATES: [&str; 3] = ["PENDING", "DELIVERED", "FAILED"];

/// The state with that code.
pub(super) fn state_of(code: &str) -> StateLabel {
    StateLabel::of(STATES.into_iter().find(|known| *known == code).unwrap_or(STATES[0]))
}

/// The answer to an attempt, in words.
pub(super) fn answer_of(status: Option<u16>, error: Option<&str>) -> String {
    match (status, error) {
        (Some(status), _) => status.to_string(),
        (None, Some(error)) => {
            // People do not need the operating system's number of the error.
            let (told, _) = error.split_once(" (os error").unwrap_or((error, ""));
            format!("No answer: {told}")
        }
        (None, None) => "No answer".to_owned(),
    }
}

/// The addresses and the names of the pages about the resource of an event, and about the KYC
/// session that the event names.
pub(super) fn pages_about(scope: &Scope<'_>, delivery: &Delivery) -> Vec<(String, &'static str)> {
    let resource = page_about(scope, &delivery.event_type, &delivery.resource_id);
    resource.into_iter().chain(page_of_session(scope, &delivery.body)).collect()
}

fn page_of_session(scope: &Scope<'_>, body: &str) -> Option<(String, &'static str)> {
    let event: Value = serde_json::from_str(body).ok()?;
    let data = &event["data"];
    let id = data["sessionId"].as_str().or_else(|| data["kycSession"]["id"].as_str())?;
    let session = scope.session(Id::parse(id)?).ok()?;
    Some((format!("/kyc/{}", session.id), "The KYC session"))
}

fn page_about(
    scope: &Scope<'_>,
    event_type: &str,
    resource: &str,
) -> Option<(String, &'static str)> {
    let (noun, _) = event_type.split_once('.')?;
    let (pages, name) = match noun {
        "payin" | "payout" | "transfer" => ("orders", "The order"),
        "account" => ("accounts", "The account"),
        "viban" => ("virtual-ibans", "The virtual IBAN"),
        _ if scope.individual(Id::parse(resource)?).is_ok() => ("users", "The user"),
        _ => ("businesses", "The company"),
    };
    Some((format!("/{pages}/{resource}"), name))
}

/// One row of a list.
pub(super) struct DeliveryRow {
    pub(super) id: String,
    pub(super) event_type: String,
    pub(super) resource: String,
    /// The end of the resource's id.
    pub(super) end: String,
    pub(super) state: StateLabel,
    pub(super) attempts: i64,
    /// The answer to the last attempt.
    pub(super) answer: String,
    pub(super) created_at: Stamp,
    pub(super) next_attempt_at: Option<Stamp>,
}

impl DeliveryRow {
    /// The type of the event in parts; a narrow page breaks the line between them.
    pub(super) fn parts(&self) -> impl Iterator<Item = &str> {
        self.event_type.split_inclusive(['.', '_'])
    }

    /// The row of `line`, at the time `now`.
    pub(super) fn of(line: DeliveryLine, now: Moment) -> Self {
        let answer = answer_of(line.status, line.error.as_deref());
        Self {
            id: line.id.to_string(),
            event_type: line.event_type,
            end: end_of(&line.resource_id),
            resource: line.resource_id,
            state: state_of(&line.state),
            attempts: line.attempts,
            answer: if line.attempts == 0 { "Not tried yet".to_owned() } else { answer },
            created_at: Stamp::new(line.created_at, now),
            next_attempt_at: line.next_attempt_at.map(|at| Stamp::new(at, now)),
        }
    }
}
