//! A page as assistive technology sees it: roles, names, values and states of what can be seen, in the order of the page.

use std::collections::HashMap;

use serde_json::Value;

/// A node of the page's accessibility tree.
#[derive(Debug, Default)]
pub(super) struct SeenNode {
    /// The browser's number of the element or text.
    pub(super) backend: i64,
    pub(super) role: String,
    pub(super) name: String,
    pub(super) value: String,
    pub(super) description: String,
    pub(super) level: i64,
    pub(super) is_invalid: bool,
    pub(super) is_expanded: Option<bool>,
    pub(super) is_checked: bool,
    pub(super) is_disabled: bool,
    /// The place after its last descendant.
    pub(super) end: usize,
}

/// Facts about the page as a whole.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
pub(super) struct PageFacts {
    /// The time at which the page began, which tells it from another one.
    pub(super) born: f64,
    /// The status of the answer that it came with; 0 if it is not known.
    pub(super) status: u16,
    pub(super) loaded: bool,
    pub(super) address: String,
    /// The browser's own objections to what was typed, by label.
    pub(super) objections: Vec<(String, String)>,
    /// The message about what was done.
    pub(super) notice: Option<String>,
    /// The message about what went wrong.
    pub(super) alert: Option<String>,
}

/// The script that gives the facts.
pub(super) const FACTS: &str = "
    const [entry] = performance.getEntriesByType('navigation');
    const label = (one) => one.labels?.[0]?.textContent.replace(/\\s+/g, ' ').trim() || one.name;
    const said = (places) => [...document.querySelectorAll(places)].filter((one) => one.checkVisibility())
        .map((one) => one.innerText.replace(/\\s+/g, ' ').trim()).find((text) => text) ?? null;
    const wrong = [...document.querySelectorAll(':user-invalid')].filter((one) => one.willValidate);
    return {
        born: performance.timeOrigin,
        status: entry?.responseStatus ?? 0,
        loaded: document.readyState === 'complete' && location.protocol !== 'about:',
        address: location.href,
        objections: wrong.map((one) => [label(one), one.validationMessage]),
        notice: said('[role=status], output'),
        alert: said('[role=alert], [role=alertdialog]'),
    };";

/// The parts of a page that can be seen.
#[derive(Debug, Default)]
pub(super) struct SeenPage {
    pub(super) facts: PageFacts,
    /// The nodes in the order of the page: each stands before its descendants.
    pub(super) nodes: Vec<SeenNode>,
}

impl SeenPage {
    /// A page from the browser's answer to `Accessibility.getFullAXTree`.
    pub(super) fn of(facts: PageFacts, answer: &Value) -> Self {
        let all: Vec<&Value> = answer["nodes"].as_array().into_iter().flatten().collect();
        let by_id: HashMap<&str, &Value> =
            all.iter().filter_map(|node| Some((node["nodeId"].as_str()?, *node))).collect();
        let mut page = Self { facts, nodes: Vec::new() };
        if let Some(root) = all.first() {
            page.add(root, &by_id);
        }
        page
    }

    fn add(&mut self, node: &Value, by_id: &HashMap<&str, &Value>) {
        let is_hidden = node["ignored"] == true || node["role"]["value"] == "InlineTextBox";
        let place = self.nodes.len();
        if !is_hidden {
            self.nodes.push(node_of(node));
        }
        for id in node["childIds"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if let Some(child) = by_id.get(id) {
                self.add(child, by_id);
            }
        }
        if !is_hidden {
            self.nodes[place].end = self.nodes.len();
        }
    }

    /// The visible text in a node.
    pub(super) fn text(&self, place: usize) -> String {
        let inner = self.nodes[place..self.nodes[place].end].iter();
        let texts = inner.filter(|node| node.role == "StaticText").map(|node| node.name.as_str());
        squeezed(&texts.collect::<Vec<_>>().join(" "))
    }

    /// True if one node stands in another one.
    pub(super) fn is_in(&self, inner: usize, outer: usize) -> bool {
        inner > outer && inner < self.nodes[outer].end
    }
}

fn node_of(node: &Value) -> SeenNode {
    let text = |key: &str| match &node[key]["value"] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let properties = || node["properties"].as_array().into_iter().flatten();
    let property = |name: &str| {
        properties().find(|one| one["name"] == name).map(|one| one["value"]["value"].clone())
    };
    let is = |name: &str| property(name).is_some_and(|value| value == true || value == "true");
    SeenNode {
        backend: node["backendDOMNodeId"].as_i64().unwrap_or_default(),
        role: text("role"),
        name: squeezed(&text("name")),
        value: text("value"),
        description: squeezed(&text("description")),
        level: property("level").and_then(|level| level.as_i64()).unwrap_or_default(),
        is_invalid: property("invalid").is_some_and(|value| value != "false" && value != false),
        is_expanded: property("expanded").and_then(|value| value.as_bool()),
        is_checked: is("checked"),
        is_disabled: is("disabled"),
        ..SeenNode::default()
    }
}

/// A text without surplus space.
pub(super) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
