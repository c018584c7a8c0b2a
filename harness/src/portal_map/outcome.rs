//! The result of an act: whether the page refused it, what the page said, and what was read.

use serde_json::{Map, Value};

use super::{
    seen_page::{PageFacts, SeenPage},
    values::ActValues,
};

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

/// The words of a page, with what is wrong in its fields if they were looked at.
pub(super) fn said(facts: &PageFacts, page: Option<&SeenPage>) -> Map<String, Value> {
    let mut said = Map::new();
    for (name, text) in [("notice", &facts.notice), ("alert", &facts.alert)] {
        said.extend(text.clone().map(|text| (name.to_owned(), Value::from(text))));
    }
    let (mut faults, mut typed) = (Map::new(), Map::new());
    let nodes = page.into_iter().flat_map(|page| &page.nodes);
    for node in nodes.filter(|node| node.is_invalid && !node.name.is_empty()) {
        faults.insert(node.name.clone(), node.description.clone().into());
        typed.insert(node.name.clone(), node.value.clone().into());
    }
    for (label, objection) in &facts.objections {
        faults.insert(label.clone(), objection.clone().into());
    }
    for (name, values) in [("faults", faults), ("typed", typed)] {
        if !values.is_empty() {
            said.insert(name.to_owned(), values.into());
        }
    }
    said
}
