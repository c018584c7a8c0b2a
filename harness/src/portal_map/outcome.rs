//! The result of an act: whether the page refused it, what the page said, and what was read.

use serde_json::{Map, Value};

use super::{seen_page::SeenPage, values::ActValues};

/// The result of an act.
#[derive(Clone, Debug, Default)]
pub struct ActOutcome {
    /// The status of the refusal; none if the act was carried out.
    pub refused: Option<u16>,
    /// The address of the last page.
    pub address: String,
    /// The words of the last page: `notice`, `alert`, the `faults` and what was `typed`, both by label.
    pub said: Map<String, Value>,
    /// The values that were read, by name.
    pub read: ActValues,
}

/// The words of a page.
pub(super) fn said(page: &SeenPage) -> Map<String, Value> {
    let first = |role: &str| {
        let mut nodes = page.nodes.iter().filter(|node| node.role == role);
        nodes.find_map(|node| (!node.text.is_empty()).then(|| Value::from(node.text.clone())))
    };
    let mut said = Map::new();
    said.extend(first("status").map(|notice| ("notice".to_owned(), notice)));
    said.extend(first("alert").map(|alert| ("alert".to_owned(), alert)));
    let (mut faults, mut typed) = (Map::new(), Map::new());
    for node in page.nodes.iter().filter(|node| node.is_invalid && !node.name.is_empty()) {
        faults.insert(node.name.clone(), node.description.clone().into());
        typed.insert(node.name.clone(), node.value.clone().into());
    }
    for (label, objection) in &page.facts.objections {
        faults.insert(label.clone(), objection.clone().into());
    }
    if !faults.is_empty() {
        said.insert("faults".to_owned(), faults.into());
    }
    if !typed.is_empty() {
        said.insert("typed".to_owned(), typed.into());
    }
    said
}
