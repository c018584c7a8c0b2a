//! Names of types: each is defined once in the workspace, so that it has one meaning.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenTree};
use syn::{
    Item,
    visit::{self, Visit},
};

use crate::{
    modules::{Crate, attributes, only_for_tests},
    problem::Problem,
};

/// The macro of `steps/language` that defines a type.
const DEFINING_MACRO: &str = "words";

/// Types that are defined more than once; `accepted` are names that may be, each with the reason.
pub(crate) fn doubled(crates: &[Crate], accepted: &[(&str, &str)]) -> Vec<Problem> {
    let mut places: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
    for file in crates.iter().flat_map(|one| &one.files) {
        let mut types = Types::default();
        types.visit_file(&file.ast);
        for (name, line) in types.0 {
            places.entry(name).or_default().push((file.path.clone(), line));
        }
    }
    let mut problems = Vec::new();
    for (name, places) in places.iter().filter(|(_, places)| places.len() > 1) {
        if accepted.iter().any(|(known, _)| known == name) {
            continue;
        }
        for (path, line) in places {
            let wrong = format!("`{name}` is defined {} times in the workspace", places.len());
            let remedy = "give each type a name that says which one it is; if all of them mean the same, \
                          add the name with the reason to DOUBLED_NAMES in tests/tidy/tables.rs";
            problems.push(Problem::at(path, *line, wrong, remedy));
        }
    }
    for (name, _) in accepted {
        if places.get(*name).is_none_or(|places| places.len() < 2) {
            let wrong = format!("{name} is listed as a doubled name and is defined once or never");
            problems.push(Problem::of(
                "tests/tidy/tables.rs",
                wrong,
                "delete it from DOUBLED_NAMES",
            ));
        }
    }
    problems
}

/// The defined types of a file, each with its line; those of tests are left out.
#[derive(Default)]
struct Types(Vec<(String, usize)>);

impl Types {
    fn add(&mut self, name: &Ident) {
        self.0.push((name.to_string(), name.span().start().line));
    }
}

impl<'ast> Visit<'ast> for Types {
    fn visit_item(&mut self, item: &'ast Item) {
        if only_for_tests(attributes(item)) {
            return;
        }
        match item {
            Item::Enum(item) => self.add(&item.ident),
            Item::Struct(item) => self.add(&item.ident),
            Item::Trait(item) => self.add(&item.ident),
            Item::Type(item) => self.add(&item.ident),
            Item::Union(item) => self.add(&item.ident),
            Item::Macro(item) if item.mac.path.is_ident(DEFINING_MACRO) => {
                let tokens = item.mac.tokens.clone().into_iter();
                let name = tokens.into_iter().find_map(|token| match token {
                    TokenTree::Ident(name) => Some(name),
                    _ => None,
                });
                if let Some(name) = name {
                    self.add(&name);
                }
            }
            _ => {}
        }
        visit::visit_item(self, item);
    }
}
