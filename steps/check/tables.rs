//! The table below a step: whether its phrase reads one, its columns, and the words in its cells.

use conformance_harness::{nearest, schema::Shape};
use gherkin::Table;

use super::{
    context::{ScenarioCheck, meant_or_known, unknown_word},
    forms::is_literal,
    messages::allowed_values,
    mistakes::StepPlace,
    phrase_index::UsedPhrase,
    spelling::unknown_event,
};
use crate::language::{TableExplanation, terms};

/// The words before the names of columns.
const COLUMNS: &str = "the columns are";

pub(super) fn check(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    phrase: &UsedPhrase,
) {
    let explained = phrase.explanation.table.as_ref();
    let (table, explained) = match (&place.step.table, explained) {
        (Some(table), Some(explained)) => (table, explained),
        (Some(_), None) => {
            let reason = "nobody reads the table below this step".to_owned();
            let remedy = format!("`{}` takes no table", phrase.explanation.phrase);
            return scenario.mistakes.in_row(place, 0, "|", reason, remedy);
        }
        (None, Some(_)) if place.step.value.ends_with(':') => {
            let reason = "this step needs a table below it".to_owned();
            let remedy = explained.map(|one| one.says.clone()).unwrap_or_default();
            return scenario.mistakes.in_step(place, "", reason, remedy);
        }
        (None, _) => return,
    };
    check_columns(scenario, place, table, explained);
}

fn check_columns(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    table: &Table,
    explained: &TableExplanation,
) {
    let Some(first) = table.rows.first() else { return };
    let is_named = first.iter().any(|cell| explained.columns.contains(cell));
    if is_named && table.rows.len() == 1 {
        let reason = "the table has no row after the names of its columns".to_owned();
        scenario.mistakes.in_row(place, 0, "", reason, explained.says.clone());
    }
    check_once(scenario, place, table, explained);
    let has_events = explained.further.as_deref() == Some("event");
    if is_named && !has_events {
        check_names(scenario, place, first, explained);
    } else if !explained.columns.is_empty() && !has_events && first.len() != explained.columns.len()
    {
        let columns = explained.columns.join(", ");
        let reason = format!("the table has {} columns", first.len());
        let remedy = format!("it needs {}: {columns}", explained.columns.len());
        scenario.mistakes.in_row(place, 0, "", reason, remedy);
    }
    if has_events {
        check_events(scenario, place, table, is_named);
    }
    if !explained.cells.is_empty() {
        check_cells(scenario, place, table, &explained.cells);
    }
}

/// The cells of a column of which each may stand once.
fn check_once(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    table: &Table,
    explained: &TableExplanation,
) {
    let Some(once) = &explained.once else { return };
    let named = table.rows.first().and_then(|row| row.iter().position(|cell| cell == once));
    let by_order = explained.columns.iter().position(|column| column == once);
    let Some(column) = named.or(by_order) else { return };
    let cells: Vec<Option<&String>> = table.rows.iter().map(|row| row.get(column)).collect();
    for (row, cell) in cells.iter().enumerate() {
        let Some(text) = cell.filter(|_| cells[..row].contains(cell)) else { continue };
        let reason = format!("{text} has a row already, and the last one counts alone");
        let remedy = "write one row for it".to_owned();
        scenario.mistakes.in_row(place, row, text, reason, remedy);
    }
}

/// The first row names the columns, each once.
fn check_names(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    first: &[String],
    explained: &TableExplanation,
) {
    let columns: Vec<&str> = explained.columns.iter().map(String::as_str).collect();
    for (index, name) in first.iter().enumerate() {
        let again = first[..index].contains(name);
        if again || !columns.contains(&name.as_str()) {
            let reason = if again {
                format!("the column {name:?} stands twice")
            } else {
                format!("nobody reads the column {name:?}")
            };
            let near = nearest(name, columns.iter().copied(), 1);
            let meant = near.first().filter(|_| !again).map(String::as_str);
            let remedy = meant_or_known(meant, COLUMNS, &columns);
            scenario.mistakes.in_row(place, 0, name, reason, remedy);
        }
    }
    if let Some(missing) = columns.iter().find(|name| !first.iter().any(|cell| cell == *name)) {
        let reason = format!("the column {missing:?} is missing");
        let remedy = meant_or_known(None, COLUMNS, &columns);
        scenario.mistakes.in_row(place, 0, "", reason, remedy);
    }
}

/// A column of types of events, and columns that name members of them.
fn check_events(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    table: &Table,
    is_named: bool,
) {
    let first = table.rows.first().map(Vec::as_slice).unwrap_or_default();
    if !is_named && first.len() > 1 {
        let reason = "a table of several columns needs a first row with their names".to_owned();
        let remedy = "begin it with `event`, and go on with members as in data.orderId".to_owned();
        return scenario.mistakes.in_row(place, 0, "", reason, remedy);
    }
    let column = first.iter().position(|cell| cell == "event").unwrap_or_default();
    let known: Vec<&str> = scenario.messages.event_types().collect();
    for (index, row) in table.rows.iter().enumerate().skip(usize::from(is_named)) {
        let Some(types) = row.get(column) else { continue };
        let members = first.iter().zip(row).enumerate();
        let members =
            members.filter(|(at, (_, cell))| is_named && *at != column && !cell.is_empty());
        let members: Vec<(&String, &String)> = members.map(|(_, member)| member).collect();
        let mut shapes = Vec::new();
        for event in types.split(" or ").map(str::trim) {
            let Some(shape) = scenario.messages.event(event) else {
                let (reason, remedy) = unknown_event(event, &known);
                scenario.mistakes.in_row(place, index, event, reason, remedy);
                continue;
            };
            check_members(scenario, place, &members, (event, shape));
            shapes.push(shape);
        }
        check_values(scenario, place, index, (&members, &shapes));
    }
}

/// The columns of a row are members of its event.
fn check_members(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    members: &[(&String, &String)],
    (event, shape): (&str, &Shape),
) {
    for (member, _) in members {
        let pointer = pointer(member);
        if !shape.nodes.iter().any(|node| node.place == pointer) {
            let places = shape.members().map(|(_, node)| node.place[1..].replace('/', "."));
            let places: Vec<String> = places.collect();
            let near = nearest(member, places.iter().map(String::as_str), 1);
            let meant = near.first().map(|near| format!("did you mean {near}? "));
            let reason = format!("{member:?} is no member of {event}");
            let remedy = format!("{}its members stand in schemas/", meant.unwrap_or_default());
            scenario.mistakes.in_row(place, 0, member, reason, remedy);
        }
    }
}

/// The cells of a row are values that one of its events can have.
fn check_values(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    row: usize,
    (members, shapes): (&[(&String, &String)], &[&Shape]),
) {
    for (member, cell) in members {
        let pointer = pointer(member);
        let nodes = shapes.iter().flat_map(|shape| &shape.nodes);
        let allowed = allowed_values(nodes.filter(|node| node.place == pointer));
        let Some(allowed) = allowed.filter(|allowed| !allowed.contains(*cell)) else { continue };
        if is_literal(cell) {
            let known: Vec<&str> = allowed.iter().map(String::as_str).collect();
            let (reason, remedy) = unknown_word(cell, &format!("a value of {member}"), &known);
            scenario.mistakes.in_row(place, row, cell, reason, remedy);
        }
    }
}

/// The place of a member in a shape: the numbers of items are stars.
fn pointer(member: &str) -> String {
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = member.split('.').map(|part| if is_number(part) { "*" } else { part });
    parts.fold(String::new(), |pointer, part| pointer + "/" + part)
}

/// Cells that are words, or words of a list.
fn check_cells(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    table: &Table,
    allowed: &[String],
) {
    let known: Vec<&str> = allowed
        .iter()
        .flat_map(|word| match terms().lists.get(word) {
            Some(list) => list.values.keys().map(String::as_str).collect(),
            None => vec![word.as_str()],
        })
        .collect();
    for (index, row) in table.rows.iter().enumerate() {
        for cell in row.iter().filter(|cell| !known.contains(&cell.as_str())) {
            let (reason, remedy) = unknown_word(cell, "a word of this table", &known);
            scenario.mistakes.in_row(place, index, cell, reason, remedy);
        }
    }
}
