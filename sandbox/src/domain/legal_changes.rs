//! The changes of state that these rules allow are those of `fixtures/transitions.yaml`.

use std::collections::BTreeSet;

use serde_json::Value;
use uuid::Uuid;

use super::clock::Moment;
use super::id::Id;
use super::kyb::KybState;
use super::order::OrderState;
use super::session::{KycSession, SessionState};
use super::user::Level;
use super::viban::VibanState;

type Change = (String, String);

/// The changes that the file lists for a kind of resource.
fn listed(resource: &str) -> BTreeSet<Change> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/transitions.yaml");
    let all: Vec<Value> = serde_yaml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let one = all.iter().find(|one| one["resource"] == resource).unwrap();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let changes = one["changes"].as_array().unwrap().iter();
    changes.map(|change| (word(&change["from"]), word(&change["to"]))).collect()
}

/// The changes among these states that are allowed.
fn allowed<S: Copy + 'static>(
    states: &'static [S],
    code: fn(S) -> &'static str,
    may_become: fn(S, S) -> bool,
) -> BTreeSet<Change> {
    let pairs = states.iter().flat_map(|from| states.iter().map(move |to| (*from, *to)));
    let legal = pairs.filter(|(from, to)| may_become(*from, *to));
    legal.map(|(from, to)| (code(from).to_owned(), code(to).to_owned())).collect()
}

/// True if a session can be decided so, or can expire. The decisions are those that the operator can make.
fn session_may_become(from: SessionState, to: SessionState) -> bool {
    let id = Uuid::from_u128(1);
    let start = KycSession::start(Id::new(id), Id::new(id), Moment::from_millis(0));
    let mut session = KycSession { state: from, ..start };
    match to {
        SessionState::NotStarted => false,
        SessionState::Expired => from.is_open(),
        to => to != from && session.decide(to, Moment::from_millis(1)).is_ok(),
    }
}

#[test]
fn the_legal_changes_of_state_are_those_of_the_reviewed_file() {
    let orders = allowed(&OrderState::ALL, OrderState::code, OrderState::may_become);
    assert_eq!(orders, listed("order"));
    let sessions = allowed(&SessionState::ALL, SessionState::code, session_may_become);
    assert_eq!(sessions, listed("KYC session"));
    let companies = allowed(&KybState::ALL, KybState::code, KybState::may_become);
    assert_eq!(companies, listed("KYB session"));
    let vibans = allowed(&VibanState::ALL, VibanState::code, VibanState::may_become);
    assert_eq!(vibans, listed("virtual IBAN"));
    let levels = [Level::Light, Level::Regular].map(Level::code);
    for resource in ["level of a person", "level of a company"] {
        let both = [(levels[0], levels[1]), (levels[1], levels[0])];
        let both = both.map(|(from, to)| (from.to_owned(), to.to_owned()));
        assert_eq!(listed(resource), both.into(), "{resource}");
    }
}
