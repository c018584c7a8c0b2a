//! Spelling of the API: its paths, members, states and event types stand only in the files of the edition.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use serde_json::Value;
use syn::{
    Attribute, Item, Lit, LitStr, Macro,
    visit::{self, Visit},
};

use crate::{
    modules::{attributes, only_for_tests},
    problem::Problem,
    tree::Text,
};

/// The part of every path of the API.
const BASE: &str = "/api/";

/// Words of the schemas that are words of every payments API: currencies and abbreviations.
const COMMON: [&str; 6] = ["EUR", "USD", "USDC", "USDT", "IBAN", "KYC"];

/// Texts of code that spell the API; `schemas` say how it is spelled.
pub(crate) fn outside(sources: &[Text], schemas: &[Value]) -> Result<Vec<Problem>, String> {
    let mut spelled = BTreeSet::new();
    for schema in schemas {
        collect(schema, &mut spelled);
    }
    let mut problems = Vec::new();
    for source in sources {
        let ast = syn::parse_file(&source.text).map_err(|e| format!("{}: {e}", source.path))?;
        let mut texts = Texts::default();
        texts.visit_file(&ast);
        for (text, line) in texts.0 {
            let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "_-.".contains(c)));
            let found = words.into_iter().find(|word| spelled.contains(*word));
            if let Some(word) = found.or_else(|| text.contains(BASE).then_some(BASE)) {
                let wrong = format!("the text spells `{word}`, a word of the API");
                let remedy = "name it in steps/edition and use the name: other editions spell it in another way";
                problems.push(Problem::at(&source.path, line, wrong, remedy));
            }
        }
    }
    Ok(problems)
}

/// Collects the words of a schema or of an OpenAPI document: members with a capital letter inside, states, event types, and
/// segments of paths with a dash.
fn collect(schema: &Value, into: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            for (name, value) in members {
                match (name.as_str(), value) {
                    ("properties", Value::Object(properties)) => {
                        into.extend(properties.keys().filter(|key| is_compound(key)).cloned());
                    }
                    ("enum", Value::Array(values)) => {
                        let texts = values.iter().filter_map(Value::as_str);
                        into.extend(texts.filter(|text| is_state(text)).map(str::to_owned));
                    }
                    ("const", Value::String(text)) if is_state(text) => {
                        into.insert(text.clone());
                    }
                    ("webhooks", Value::Object(events)) => into.extend(events.keys().cloned()),
                    ("paths", Value::Object(paths)) => {
                        let segments = paths.keys().flat_map(|path| path.split('/'));
                        into.extend(segments.filter(|part| part.contains('-')).map(str::to_owned));
                    }
                    _ => {}
                }
                collect(value, into);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, into)),
        _ => {}
    }
}

fn is_compound(key: &str) -> bool {
    key.chars().any(|c| c.is_ascii_uppercase()) && key.starts_with(|c: char| c.is_ascii_lowercase())
}

fn is_state(text: &str) -> bool {
    let shouted = |c: char| c.is_ascii_uppercase() || c == '_';
    text.len() > 2 && text.chars().all(shouted) && !COMMON.contains(&text)
}

/// The texts of a file, each with its line. Those of attributes and of tests are left out.
#[derive(Default)]
struct Texts(Vec<(String, usize)>);

impl Texts {
    fn add(&mut self, text: &LitStr) {
        self.0.push((text.value(), text.span().start().line));
    }

    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut in_attribute = false;
        for token in tokens {
            match token {
                TokenTree::Group(group) if !in_attribute => self.add_tokens(group.stream()),
                TokenTree::Literal(literal) => {
                    if let Lit::Str(text) = Lit::new(literal) {
                        self.add(&text);
                    }
                }
                TokenTree::Punct(mark) if mark.as_char() == '#' => {
                    in_attribute = true;
                    continue;
                }
                _ => {}
            }
            in_attribute = false;
        }
    }
}

impl<'ast> Visit<'ast> for Texts {
    fn visit_item(&mut self, item: &'ast Item) {
        if !only_for_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_lit_str(&mut self, text: &'ast LitStr) {
        self.add(text);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        self.add_tokens(called.tokens.clone());
    }
}
