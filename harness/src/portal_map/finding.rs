//! Finds a control on a page, and says which ones are there instead.

use std::ops::Range;

use super::{
    control::{Control, Controls, KINDS},
    seen_page::{SeenNode, SeenPage, squeezed},
};
use crate::likeness;

/// At most this many controls are named; more would hide the one that is meant.
const MOST_NAMED: usize = 15;

/// Roles of controls that people use, which are named when another one is missing.
const USED: [&str; 17] = [
    "button",
    "link",
    "textbox",
    "searchbox",
    "spinbutton",
    "combobox",
    "listbox",
    "checkbox",
    "switch",
    "radio",
    "tab",
    "menuitem",
    "heading",
    "DisclosureTriangle",
    "dialog",
    "alert",
    "status",
];

/// The roles of the cells of a row.
const CELLS: [&str; 3] = ["cell", "gridcell", "rowheader"];

/// The kinds whose name is a part of their text.
const BY_TEXT: [&str; 4] = ["row", "text", "status", "alert"];

/// The rule for several controls that fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// There must be one only: what is done to the wrong one cannot be taken back.
    Only,
    /// The first one counts.
    First,
}

/// The places of the nodes that a control names; several if the name fits several. The control's texts are filled in.
pub(super) fn find(page: &SeenPage, control: &Control) -> Vec<usize> {
    let scopes = control.within.as_ref().map(|within| scopes(page, within));
    let is_in_scope = |place: usize| {
        scopes.as_ref().is_none_or(|scopes| scopes.iter().any(|scope| scope.contains(&place)))
    };
    let of_kind: Vec<usize> = (0..page.nodes.len())
        .filter(|place| is_of_kind(&page.nodes[*place], &control.kind) && is_in_scope(*place))
        .collect();
    let mut found = named(page, &of_kind, control);
    if let Some(nth) = control.nth {
        found = found.get(nth - 1).copied().into_iter().collect();
    }
    found
}

/// The parts of the page that a control names as a place.
pub(super) fn scopes(page: &SeenPage, control: &Control) -> Vec<Range<usize>> {
    let found = find(page, control);
    if !found.is_empty() || control.kind != "section" {
        return found.into_iter().map(|place| place..page.nodes[place].end).collect();
    }
    // A section without a role of its own begins with its heading.
    let heading = Control { kind: "heading".to_owned(), ..control.clone() };
    let headings = find(page, &heading).into_iter();
    headings.map(|place| place..end_of_section(page, place)).collect()
}

/// The place of the next heading that is not below this one.
fn end_of_section(page: &SeenPage, heading: usize) -> usize {
    let level = page.nodes[heading].level;
    let rest = page.nodes.iter().enumerate().skip(page.nodes[heading].end);
    let mut next = rest.filter(|(_, node)| node.role == "heading" && node.level <= level);
    next.next().map_or(page.nodes.len(), |(place, _)| place)
}

fn is_of_kind(node: &SeenNode, kind: &str) -> bool {
    match KINDS.iter().find(|(known, _)| *known == kind) {
        Some(("text", _)) => true,
        Some(("fold", roles)) => roles.contains(&node.role.as_str()) && node.is_expanded.is_some(),
        Some((_, roles)) => roles.contains(&node.role.as_str()),
        None => node.role.eq_ignore_ascii_case(kind),
    }
}

/// Those of the places whose name fits best: the whole name, else a name that begins with it, else a text that holds it.
fn named(page: &SeenPage, places: &[usize], control: &Control) -> Vec<usize> {
    let wanted = squeezed(&control.name).to_lowercase();
    let name = |place: &usize| {
        let place = match control.kind.as_str() {
            "fact" => term_of(page, *place),
            _ => *place,
        };
        let name = &page.nodes[place].name;
        if name.is_empty() { page.text(place).to_lowercase() } else { name.to_lowercase() }
    };
    let fitting = |fits: &dyn Fn(&usize) -> bool| -> Vec<usize> {
        places.iter().copied().filter(|place| fits(place)).collect()
    };
    if wanted.contains('*') {
        return fitting(&|place| fits_pattern(&name(place), &wanted));
    }
    if control.kind == "text" {
        return innermost(
            page,
            &fitting(&|place| page.text(*place).to_lowercase().contains(&wanted)),
        );
    }
    let mut found = fitting(&|place| name(place) == wanted);
    if found.is_empty() && control.kind == "row" {
        found = fitting(&|place| has_cell(page, *place, &wanted));
    }
    if found.is_empty() {
        found = fitting(&|place| name(place).starts_with(&wanted));
    }
    if found.is_empty() && BY_TEXT.contains(&control.kind.as_str()) {
        found = fitting(&|place| page.text(*place).to_lowercase().contains(&wanted));
    }
    found
}

/// True if a row has a cell with this text.
fn has_cell(page: &SeenPage, row: usize, wanted: &str) -> bool {
    let is_cell = |place: &usize| CELLS.contains(&page.nodes[*place].role.as_str());
    let mut cells = (row..page.nodes[row].end).filter(is_cell);
    cells.any(|place| page.text(place).to_lowercase() == wanted)
}

/// The name before a fact.
fn term_of(page: &SeenPage, fact: usize) -> usize {
    page.nodes[..fact].iter().rposition(|node| node.role == "term").unwrap_or(fact)
}

/// Those of the places in which none of the others stands.
fn innermost(page: &SeenPage, places: &[usize]) -> Vec<usize> {
    let holds_another = |place: &usize| places.iter().any(|other| page.is_in(*other, *place));
    places.iter().copied().filter(|place| !holds_another(place)).collect()
}

/// True if a text fits a pattern in which `*` stands for any text.
pub(super) fn fits_pattern(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

/// The controls that people can use on the page, the most similar to the wanted ones first.
pub(super) fn there(page: &SeenPage, wanted: &Controls) -> Vec<String> {
    let mut scored: Vec<(f64, String)> = Vec::new();
    for node in &page.nodes {
        let is_named = USED.contains(&node.role.as_str()) && !node.name.is_empty();
        let shown = format!("{} \"{}\"", word_of(&node.role), shortened(&node.name));
        if is_named && scored.iter().all(|(_, known)| *known != shown) {
            scored.push((score(node, wanted), shown));
        }
    }
    scored.sort_by(|left, right| right.0.total_cmp(&left.0));
    scored.into_iter().take(MOST_NAMED).map(|(_, shown)| shown).collect()
}

/// The likeness of a node to what is wanted; the same kind counts as much as a similar name.
fn score(node: &SeenNode, wanted: &Controls) -> f64 {
    let of = |control: &Control| {
        let kind = if is_of_kind(node, &control.kind) { 0.5 } else { 0.0 };
        kind + likeness(&control.name.to_lowercase(), &node.name.to_lowercase())
    };
    wanted.0.iter().map(of).fold(0.0, f64::max)
}

/// The role in the words of a map.
fn word_of(role: &str) -> &str {
    if role == "DisclosureTriangle" {
        return "fold";
    }
    let kinds = KINDS.iter().filter(|(kind, _)| *kind != "option");
    let mut fitting = kinds.filter(|(_, roles)| roles.contains(&role));
    fitting.next().map_or(role, |(kind, _)| kind)
}

/// A name that is not longer than a line of a message bears.
fn shortened(name: &str) -> String {
    const MOST_LETTERS: usize = 60;
    match name.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::portal_map::seen_page::PageFacts;

    fn node(id: &str, role: &str, name: &str, children: &[&str]) -> Value {
        json!({
            "nodeId": id, "backendDOMNodeId": 1, "role": { "value": role }, "name": { "value": name },
            "childIds": children,
            "properties": [{ "name": "level", "value": { "value": 2 } }],
        })
    }

    fn page() -> SeenPage {
        let nodes = json!([
            node("1", "RootWebArea", "Orders", &["2", "3", "4", "5", "8"]),
            node("2", "heading", "Open orders", &["2t"]),
            node("2t", "StaticText", "Open orders", &[]),
            node("3", "button", "Approve", &[]),
            node("4", "heading", "Old orders", &[]),
            node("5", "row", "", &["6", "7"]),
            node("6", "StaticText", "Order 17", &[]),
            node("7", "button", "Approve order 17", &[]),
            node("8", "button", "Reject", &[]),
        ]);
        SeenPage::of(PageFacts::default(), &json!({ "nodes": nodes }))
    }

    fn control(kind: &str, name: &str, within: Option<Control>) -> Control {
        let within = within.map(Box::new);
        Control { kind: kind.to_owned(), name: name.to_owned(), within, to: None, nth: None }
    }

    fn names(control: &Control) -> Vec<String> {
        let page = page();
        find(&page, control).into_iter().map(|place| page.nodes[place].name.clone()).collect()
    }

    #[test]
    fn the_whole_name_counts_before_its_beginning() {
        assert_eq!(names(&control("button", "approve", None)), ["Approve"]);
        assert_eq!(names(&control("button", "Approve  order", None)), ["Approve order 17"]);
        assert_eq!(names(&control("button", "Approve*", None)), ["Approve", "Approve order 17"]);
        assert!(names(&control("button", "order", None)).is_empty());
    }

    #[test]
    fn a_control_is_found_in_its_row_and_in_its_section() {
        let row = control("row", "order 17", None);
        assert_eq!(names(&control("button", "Approve", Some(row))), ["Approve order 17"]);
        let section = control("section", "Old orders", None);
        assert_eq!(names(&control("button", "*", Some(section))), ["Approve order 17", "Reject"]);
    }

    #[test]
    fn the_most_similar_control_is_named_first() {
        let there = there(&page(), &Controls(vec![control("button", "Aprove", None)]));
        assert_eq!(there[0], "button \"Approve\"");
        assert!(there.contains(&"heading \"Old orders\"".to_owned()), "{there:?}");
    }

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(fits_pattern("/kyc/17/approve", "*/kyc/*/approve"));
        assert!(fits_pattern("abc", "*"));
        assert!(!fits_pattern("/kyc/17/reject", "*/kyc/*/approve"));
        assert!(!fits_pattern("abc", "ab"));
    }
}
