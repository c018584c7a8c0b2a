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
    /// True if the page does not offer the act. Then the page has come as usual, and the status of the refusal is our own.
    pub is_not_offered: bool,
    /// The address of the last page.
    pub address: String,
    /// The words of the last page: `notice`, `alert`, the `faults` and what was `typed`, both by label.
    pub said: Map<String, Value>,
    /// The values that were read, by name.
    pub read: ActValues,
}

impl ActOutcome {
    /// The words of the page on one line, for a message: an alert, the mistakes in fields, a notice, or the status.
    pub(super) fn words(&self) -> String {
        let text = |name: &str| self.said.get(name).and_then(Value::as_str).map(str::to_owned);
        let faults = || {
            let faults = self.said.get("faults")?.as_object()?;
            let one = |(label, fault): (&String, &Value)| {
                format!("{label}: {}", fault.as_str().unwrap_or_default())
            };
            Some(faults.iter().map(one).collect::<Vec<_>>().join("; "))
        };
        let said = text("alert").or_else(faults).or_else(|| text("notice"));
        let words = said.unwrap_or_else(|| match self.refused {
            Some(status) => format!("status {status}"),
            None => String::new(),
        });
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
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
