//! Causes: failures that say the same are one, and what goes along with a cause is joined to it.

use conformance_harness::{
    cause::{Causes, causes_text},
    report::Paint,
    run::Observer as _,
    sight::{MISSING, Sight},
    verdict::{Fault, Nonconformance, Verdict},
};

use crate::failure::outcome;

fn causes() -> Causes {
    Causes::of(vec![Verdict::Failed, Verdict::Error], |_| Some("Then it walks"))
}

fn step(what: &str) -> Fault {
    Nonconformance::new(what, "EUR 12.50", "EUR 7.00").into()
}

fn missing(member: &str) -> Fault {
    let sight = Sight { place: format!("/toys/*/{member}"), fact: MISSING.to_owned() };
    Nonconformance::new("the answer is not what the API documents", "a body", "another")
        .of_check("documented response")
        .sighting(vec![sight])
        .into()
}

#[test]
fn failures_that_differ_in_people_and_amounts_are_one_cause() {
    let mut causes = causes();
    for name in ["Ana", "Bruno", "Carla"] {
        let fault = step(&format!("{name}'s EUR account holds another amount"));
        causes.ended(&outcome(1, Verdict::Failed, vec![fault]));
    }
    let found = causes.found();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].count(), 3);
    assert!(found[0].title.starts_with("somebody's money account holds another amount"));
}

#[test]
fn the_mistake_in_a_message_gives_the_title_and_its_consequences_are_joined() {
    let mut causes = causes();
    let both = || vec![step("the toy does not walk"), missing("legs")];
    causes.ended(&outcome(1, Verdict::Failed, both()));
    causes.ended(&outcome(1, Verdict::Failed, both()));
    causes.ended(&outcome(1, Verdict::Failed, vec![step("the toy does not walk")]));
    let found = causes.found();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].title, "`legs` is missing");
    assert_eq!((found[0].direct.len(), found[0].joined.len()), (2, 1));
}

#[test]
fn two_mistakes_are_two_causes_and_warnings_are_none() {
    let mut causes = causes();
    causes.ended(&outcome(1, Verdict::Failed, vec![missing("legs")]));
    causes.ended(&outcome(0, Verdict::Error, vec![Fault::error("nobody answers")]));
    causes.ended(&outcome(1, Verdict::Warning, vec![missing("arms")]));
    let text = causes_text(&causes.found(), Paint(false));
    assert!(text.contains("1. ") && text.contains("2. ") && !text.contains("arms"), "{text}");
    assert!(text.contains("for example TOY-1.1 Walking"), "{text}");
}
