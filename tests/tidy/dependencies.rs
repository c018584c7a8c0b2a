//! Dependencies that are declared and not used.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use proc_macro2::{TokenStream, TokenTree};
use toml::{Table, Value};

use crate::{
    problem::Problem,
    tree::{read, texts},
};

/// The tables of a member's manifest that name dependencies.
const TABLES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];
/// Folders of a member that may hold Rust sources; `steps` is the root package's library.
const FOLDERS: [&str; 5] = ["src", "steps", "tests", "examples", "benches"];

/// Packages whose library has another name: the package and the library.
pub(crate) type LibraryNames<'a> = &'a [(&'a str, &'a str)];

/// Workspace dependencies that no member takes, and dependencies that a member's sources do not name.
pub(crate) fn unused(root: &Path, libraries: LibraryNames) -> Result<Vec<Problem>, String> {
    let text = read(&root.join("Cargo.toml"))?;
    let workspace = manifest(&text, "Cargo.toml")?;
    let mut problems = Vec::new();
    let mut taken = BTreeSet::new();
    for member in members(&workspace) {
        let path =
            if member == "." { "Cargo.toml".to_owned() } else { format!("{member}/Cargo.toml") };
        let text = read(&root.join(&path))?;
        let manifest = manifest(&text, &path)?;
        let sources = texts(&root.join(&member), &FOLDERS, "rs")?;
        let mut words = BTreeSet::new();
        for source in sources {
            let tokens: TokenStream =
                source.text.parse().map_err(|e| format!("{member}/{}: {e}", source.path))?;
            identifiers(tokens, &mut words);
        }
        for (name, table) in dependencies(&manifest) {
            taken.insert(name.clone());
            let known = libraries.iter().find(|(package, _)| *package == name);
            let library = known.map_or_else(|| name.replace('-', "_"), |(_, it)| (*it).to_owned());
            if !words.contains(&library) {
                let wrong =
                    format!("`{name}` is declared in [{table}], and no source names `{library}`");
                let remedy = "delete the line; if the library has another name than its package, \
                              add both names to LIBRARY_NAMES in tests/tidy/tables.rs";
                problems.push(Problem::at(&path, line(&text, &name, &table), wrong, remedy));
            }
        }
    }
    let shared = workspace.get("workspace").and_then(|it| it.get("dependencies"));
    for name in shared.and_then(Value::as_table).into_iter().flat_map(Table::keys) {
        if !taken.contains(name) {
            let wrong = format!("no member takes the workspace dependency `{name}`");
            let number = line(&text, name, "workspace.dependencies");
            problems.push(Problem::at("Cargo.toml", number, wrong, "delete the line"));
        }
    }
    Ok(problems)
}

fn manifest(text: &str, path: &str) -> Result<Table, String> {
    text.parse().map_err(|error| format!("{path}: {error}"))
}

fn members(workspace: &Table) -> Vec<String> {
    let members = workspace.get("workspace").and_then(|it| it.get("members"));
    let members = members.and_then(Value::as_array).into_iter().flatten();
    members.filter_map(|member| member.as_str().map(str::to_owned)).collect()
}

/// The dependencies of a manifest, each with the table that declares it.
fn dependencies(manifest: &Table) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut add = |holder: &Table, prefix: &str| {
        for table in TABLES {
            let names =
                holder.get(table).and_then(Value::as_table).into_iter().flat_map(Table::keys);
            found.extend(names.map(|name| (name.clone(), format!("{prefix}{table}"))));
        }
    };
    add(manifest, "");
    let targets = manifest.get("target").and_then(Value::as_table).into_iter().flatten();
    for (target, holder) in targets {
        if let Some(holder) = holder.as_table() {
            add(holder, &format!("target.{target}."));
        }
    }
    found
}

fn identifiers(tokens: TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(name) => {
                found.insert(name.to_string());
            }
            TokenTree::Group(group) => identifiers(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The line of a manifest that declares `name` in `[table]`.
fn line(text: &str, name: &str, table: &str) -> usize {
    let header = format!("[{table}]");
    let lines = (1..).zip(text.lines()).skip_while(|(_, line)| line.trim() != header);
    let declares = |line: &str| {
        let key: String = line
            .trim_start()
            .chars()
            .take_while(|c| c.is_alphanumeric() || "-_".contains(*c))
            .collect();
        key == name
    };
    lines.skip(1).find(|(_, line)| declares(line)).map_or(1, |(number, _)| number)
}
