//! The shape of a message: the members that its schema documents, with their closed lists and bounds, as one tree.

use std::collections::BTreeMap;

use serde_json::Value;

use super::documents::{Documents, OPENAPI_FILE};

/// The deepest nesting of schemas that is read; a schema that leads to itself ends there.
const DEEPEST: usize = 64;

/// The keywords whose schemas are about the same value. A condition itself (`if`) demands nothing.
const SAME_VALUE: [&str; 5] = ["allOf", "anyOf", "oneOf", "then", "else"];

/// The kind of a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BoundKind {
    /// The smallest number.
    Minimum,
    /// The greatest number.
    Maximum,
    /// The least characters of a text.
    MinLength,
    /// The most characters of a text.
    MaxLength,
    /// The least items of a list.
    MinItems,
    /// The most items of a list.
    MaxItems,
}

impl BoundKind {
    const ALL: [Self; 6] = [
        Self::Minimum,
        Self::Maximum,
        Self::MinLength,
        Self::MaxLength,
        Self::MinItems,
        Self::MaxItems,
    ];

    /// The keyword of JSON Schema.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::MinItems => "minItems",
            Self::MaxItems => "maxItems",
        }
    }

    /// True if smaller values are beyond it.
    #[must_use]
    pub fn is_lower(self) -> bool {
        matches!(self, Self::Minimum | Self::MinLength | Self::MinItems)
    }
}

/// A closed list of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedList {
    /// The file and the JSON Pointer of the schema that has it.
    pub declared: String,
    /// The values.
    pub values: Vec<Value>,
}

/// A place in a message.
#[derive(Clone, Debug, Default)]
pub struct ShapeNode {
    /// The place, as a JSON Pointer in which `*` stands for every item of a list.
    pub place: String,
    /// The documented members, each with the number of its node.
    pub members: BTreeMap<String, usize>,
    /// The node of all items of a list.
    pub items: Option<usize>,
    /// The closed lists of its values.
    pub lists: Vec<ClosedList>,
    /// The single values that its schemas name, beside the closed lists.
    pub constants: Vec<Value>,
    /// The bounds of its values.
    pub bounds: BTreeMap<BoundKind, i128>,
    /// The files and JSON Pointers of all schemas that describe it.
    pub schemas: Vec<String>,
    /// True if the value is an object, whose members count and not the object.
    pub is_object: bool,
    /// True if numbers with a fraction are valid.
    pub has_fractions: bool,
    /// True if the value is a number.
    pub is_number: bool,
}

/// The documented members of a message.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The places; the first is the message itself.
    pub nodes: Vec<ShapeNode>,
}

impl Shape {
    /// The nodes of members that count: no objects, and not the message or the items of a list.
    pub fn members(&self) -> impl Iterator<Item = (usize, &ShapeNode)> {
        let is_member = |node: &ShapeNode| {
            !node.is_object && !node.place.is_empty() && !node.place.ends_with("/*")
        };
        self.nodes.iter().enumerate().filter(move |(_, node)| is_member(node))
    }

    /// The shape of a message without documented members.
    pub(super) fn empty() -> Self {
        Self { nodes: vec![ShapeNode::default()] }
    }

    /// Reads a schema at a place of a file.
    pub(super) fn read(documents: &Documents, file: &str, pointer: &str) -> Self {
        let mut shape = Self::empty();
        let at = SchemaPlace { file: file.to_owned(), pointer: pointer.to_owned() };
        ShapeReader { documents, shape: &mut shape }.read(0, &at, 0);
        shape
    }
}

/// A schema in a file.
#[derive(Clone)]
struct SchemaPlace {
    file: String,
    pointer: String,
}

impl SchemaPlace {
    fn child(&self, key: &str) -> Self {
        let key = key.replace('~', "~0").replace('/', "~1");
        Self { file: self.file.clone(), pointer: format!("{}/{key}", self.pointer) }
    }

    fn referred(&self, reference: &str) -> Self {
        let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let file = file.trim_start_matches("./");
        let file = if file.is_empty() { &self.file } else { file };
        Self { file: file.to_owned(), pointer: pointer.to_owned() }
    }
}

struct ShapeReader<'a> {
    documents: &'a Documents,
    shape: &'a mut Shape,
}

impl ShapeReader<'_> {
    fn read(&mut self, node: usize, at: &SchemaPlace, depth: usize) {
        let schema = self.documents.at(&at.file, &at.pointer);
        let Some(Value::Object(schema)) = schema.filter(|_| depth < DEEPEST) else { return };
        let schema = schema.clone();
        self.read_demands(node, at, &schema);
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            self.read(node, &at.referred(reference), depth + 1);
        }
        for keyword in SAME_VALUE {
            match schema.get(keyword) {
                Some(Value::Array(choices)) => {
                    for index in 0..choices.len() {
                        let choice = at.child(keyword).child(&index.to_string());
                        self.read(node, &choice, depth + 1);
                    }
                }
                Some(Value::Object(_)) => self.read(node, &at.child(keyword), depth + 1),
                _ => {}
            }
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, member) in properties.into_iter().flatten() {
            // The schema `false` says that there is no such member.
            if *member != Value::Bool(false) {
                let child = self.member(node, name);
                self.read(child, &at.child("properties").child(name), depth + 1);
            }
        }
        if schema.get("items").is_some_and(Value::is_object) {
            let child = self.items(node);
            self.read(child, &at.child("items"), depth + 1);
        }
    }

    fn read_demands(
        &mut self,
        node: usize,
        at: &SchemaPlace,
        schema: &serde_json::Map<String, Value>,
    ) {
        let node = &mut self.shape.nodes[node];
        let declared = format!("{}#{}", at.file, at.pointer);
        if let Some(Value::Array(values)) = schema.get("enum") {
            let list = ClosedList { declared: declared.clone(), values: values.clone() };
            if !node.lists.contains(&list) {
                node.lists.push(list);
            }
        }
        node.constants.extend(schema.get("const").cloned());
        if !node.schemas.contains(&declared) {
            node.schemas.push(declared);
        }
        let has_type = |name: &str| match schema.get("type") {
            Some(Value::Array(types)) => types.iter().any(|kind| kind == name),
            Some(kind) => kind == name,
            None => false,
        };
        node.is_object |= has_type("object") || schema.contains_key("properties");
        node.has_fractions |= has_type("number");
        node.is_number |= has_type("number") || has_type("integer");
        for kind in BoundKind::ALL {
            let limit = schema.get(kind.keyword()).and_then(Value::as_i64).map(i128::from);
            let Some(limit) = limit else { continue };
            let known = node.bounds.entry(kind).or_insert(limit);
            *known = if kind.is_lower() { limit.max(*known) } else { limit.min(*known) };
        }
    }

    fn member(&mut self, node: usize, name: &str) -> usize {
        if let Some(known) = self.shape.nodes[node].members.get(name) {
            return *known;
        }
        let name_in_place = name.replace('~', "~0").replace('/', "~1");
        let child = self.add(node, &name_in_place);
        self.shape.nodes[node].members.insert(name.to_owned(), child);
        child
    }

    fn items(&mut self, node: usize) -> usize {
        if let Some(known) = self.shape.nodes[node].items {
            return known;
        }
        let child = self.add(node, "*");
        self.shape.nodes[node].items = Some(child);
        child
    }

    fn add(&mut self, node: usize, name: &str) -> usize {
        let place = format!("{}/{name}", self.shape.nodes[node].place);
        self.shape.nodes.push(ShapeNode { place, ..ShapeNode::default() });
        self.shape.nodes.len() - 1
    }
}

impl ClosedList {
    /// A short name of the list: the file, and the name of the member or definition.
    #[must_use]
    pub fn name(&self) -> String {
        let (file, pointer) = self.declared.split_once('#').unwrap_or((&self.declared, ""));
        let file = if file == OPENAPI_FILE { "parameter" } else { file };
        let file = file.trim_end_matches(".schema.json");
        let silent = [
            "",
            "properties",
            "patternProperties",
            "$defs",
            "components",
            "parameters",
            "schema",
            "items",
        ];
        let says_something = |part: &&str| {
            let is_number = part.parse::<usize>().is_ok();
            !is_number && !silent.contains(part) && !SAME_VALUE.contains(part)
        };
        let parts: Vec<&str> = pointer.split('/').filter(says_something).collect();
        format!("{file} {}", parts.join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(schema: &Value) -> Shape {
        let documents = Documents::of([("toy.schema.json".to_owned(), schema.clone())]);
        Shape::read(&documents, "toy.schema.json", "")
    }

    #[test]
    fn members_are_found_behind_references_choices_and_conditions() {
        let shape = shape(&serde_json::json!({
            "allOf": [{ "$ref": "#/$defs/named" }],
            "properties": {
                "toys": { "type": "array", "maxItems": 3, "items": { "$ref": "#/$defs/named" } },
                "gone": false,
            },
            "if": { "properties": { "unread": {} } },
            "then": { "properties": { "extra": { "type": "string" } } },
            "$defs": { "named": { "properties": { "name": { "enum": ["a", "b"] } } } },
        }));
        let places: Vec<&str> = shape.members().map(|(_, node)| node.place.as_str()).collect();
        assert_eq!(places, ["/name", "/extra", "/toys", "/toys/*/name"]);
        let toys = shape.members().find(|(_, node)| node.place == "/toys").expect("is there").1;
        assert_eq!(toys.bounds.get(&BoundKind::MaxItems), Some(&3));
        let name = &shape.nodes[shape.nodes[0].members["name"]];
        assert_eq!(name.lists[0].name(), "toy named.name");
    }

    #[test]
    fn a_schema_that_leads_to_itself_ends() {
        let shape = shape(&serde_json::json!({ "properties": { "inner": { "$ref": "#" } } }));
        assert!(shape.nodes.len() <= DEEPEST);
    }
}
