//! The path of a request: ids stand in it as references, as in `{ana}`.

use super::{
    context::ScenarioCheck,
    forms::is_literal,
    mistakes::{StepPlace, UNDOCUMENTED},
    phrase_index::UsedPhrase,
    references,
};

/// Checks the parts of a path that no word of its operation is.
pub(super) fn check(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    phrase: &UsedPhrase,
    knows_people: bool,
) {
    let Some(path) = phrase.word("path") else { return };
    let path = path.split('?').next().unwrap_or_default();
    if scenario.mistakes.is_on_purpose(place) {
        return;
    }
    let template = scenario.answered.first().map_or("", |operation| operation.path.as_str());
    let mut wanted = template.split('/');
    for part in path.split('/') {
        let wanted = wanted.next();
        if part.is_empty() || wanted == Some(part) || is_reference(part) {
            continue;
        }
        let is_parameter = wanted.is_some_and(|wanted| wanted.starts_with('{'));
        let meant = references::meant(scenario, part).filter(|_| knows_people);
        // A refusal of a name among other wrong ids is what a row of Examples may be about.
        let is_row = scenario.expected.is_refusal && !scenario.mistakes.is_in_step(place, part);
        let meant = meant.filter(|_| !is_row || !part.bytes().all(|one| one.is_ascii_lowercase()));
        let (reason, remedy) = match meant {
            Some(meant) if part.contains('{') != part.contains('}') => {
                (format!("{part:?} has one brace only"), format!("write {meant}"))
            }
            Some(meant) => (format!("{part:?} is not the id of anybody"), format!("write {meant}")),
            None if part.contains(['{', '}', '$', '<', '>']) => (
                format!("{part:?} is no reference"),
                "write a name between two braces, as in {order}".to_owned(),
            ),
            None if is_parameter && !scenario.expected.is_refusal && !is_id(part) => (
                format!("{part:?} is no id, and no refusal is expected"),
                format!(
                    "write a reference, as in {{order}} (if it is on purpose, write {UNDOCUMENTED} in the line above)"
                ),
            ),
            None => continue,
        };
        scenario.mistakes.in_step(place, part, reason, remedy);
    }
}

/// True for a reference, which is checked as such.
fn is_reference(part: &str) -> bool {
    let inner = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
    inner.is_some_and(|inner| is_literal(inner) && !inner.contains('}'))
}

/// True for a UUID.
fn is_id(part: &str) -> bool {
    uuid::Uuid::parse_str(part).is_ok()
}
