//! A crate as its modules: files that `mod` declarations lead to, and the names that each module has.
//!
//! The code under `#[cfg(test)]` is left out.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use syn::{Attribute, Item, ItemUse, UseTree};

use crate::tree::{read, relative};

/// One crate.
#[derive(Default)]
pub(crate) struct Crate {
    /// Its files; the root comes first.
    pub(crate) files: Vec<SourceFile>,
    modules: Vec<Module>,
}

/// One file of a crate.
pub(crate) struct SourceFile {
    /// Path from the root of the tree.
    pub(crate) path: String,
    /// The parsed text.
    pub(crate) ast: syn::File,
    /// The module that the file is, by its index.
    pub(crate) module: usize,
}

#[derive(Debug, Default)]
struct Module {
    file: usize,
    parent: usize,
    names: BTreeMap<String, Vec<Entry>>,
    globs: Vec<Vec<String>>,
}

#[derive(Debug, Clone)]
enum Entry {
    Module(usize),
    Item(usize),
    Use(Vec<String>),
}

/// The thing that a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// An item, by the index of the file that defines it.
    Item(usize),
    /// A module, by its index.
    Module(usize),
    /// Something of another crate.
    Foreign,
}

/// One name that a `use` declaration brings in.
#[derive(Debug)]
pub(crate) struct Import {
    /// The full path that is imported.
    pub(crate) path: Vec<String>,
    /// The name it has here; a glob has none.
    pub(crate) name: Option<String>,
    /// The line of the imported name.
    pub(crate) line: usize,
}

impl Crate {
    /// Reads the crate whose root file is `root`, a path below `tree`.
    pub(crate) fn load(tree: &Path, root: &str) -> Result<Self, String> {
        let mut loaded = Self::default();
        let path = tree.join(root);
        let folder = path.parent().unwrap_or(tree).to_owned();
        loaded.load_file(tree, &path, &folder, 0)?;
        Ok(loaded)
    }

    fn load_file(
        &mut self,
        tree: &Path,
        path: &Path,
        folder: &Path,
        parent: usize,
    ) -> Result<usize, String> {
        let ast = syn::parse_file(&read(path)?).map_err(|e| format!("{}: {e}", path.display()))?;
        let (file, module) = (self.files.len(), self.modules.len());
        let empty = syn::File { shebang: None, attrs: Vec::new(), items: Vec::new() };
        self.files.push(SourceFile { path: relative(tree, path), ast: empty, module });
        self.modules.push(Module { file, parent, ..Module::default() });
        let beside = path.parent().unwrap_or(tree);
        self.fill(tree, module, &ast.items, (beside, folder))?;
        self.files[file].ast = ast;
        Ok(module)
    }

    /// Adds the names of a module; `folders` are where `#[path]` starts and where its child modules stand.
    fn fill(
        &mut self,
        tree: &Path,
        module: usize,
        items: &[Item],
        folders: (&Path, &Path),
    ) -> Result<(), String> {
        let file = self.modules[module].file;
        for item in items.iter().filter(|item| !only_for_tests(attributes(item))) {
            match item {
                Item::Mod(declared) => {
                    let name = declared.ident.to_string();
                    let child = if let Some((_, items)) = &declared.content {
                        let child = self.modules.len();
                        self.modules.push(Module { file, parent: module, ..Module::default() });
                        let inner = folders.1.join(&name);
                        self.fill(tree, child, items, (&inner, &inner))?;
                        child
                    } else {
                        let (path, folder) = place(&declared.attrs, &name, folders);
                        self.load_file(tree, &path, &folder, module)?
                    };
                    self.add(module, name, Entry::Module(child));
                }
                Item::Use(declared) => self.fill_use(module, declared),
                Item::Macro(made) => {
                    if let Some(name) = &made.ident {
                        let exported = made.attrs.iter().any(|a| a.path().is_ident("macro_export"));
                        let home = if exported { 0 } else { module };
                        self.add(home, name.to_string(), Entry::Item(file));
                    }
                }
                other => {
                    if let Some(name) = item_name(other) {
                        self.add(module, name, Entry::Item(file));
                    }
                }
            }
        }
        Ok(())
    }

    fn fill_use(&mut self, module: usize, declared: &ItemUse) {
        for import in imports(declared) {
            match import.name {
                Some(name) => self.add(module, name, Entry::Use(import.path)),
                None => self.modules[module].globs.push(import.path),
            }
        }
    }

    fn add(&mut self, module: usize, name: String, entry: Entry) {
        self.modules[module].names.entry(name).or_default().push(entry);
    }

    /// The inline module `name` of a module.
    pub(crate) fn child(&self, module: usize, name: &str) -> Option<usize> {
        self.modules[module].names.get(name)?.iter().find_map(|entry| match entry {
            Entry::Module(child) => Some(*child),
            Entry::Item(_) | Entry::Use(_) => None,
        })
    }

    /// All meanings of `path`, written in `module`: one name may be a type, a value and a module.
    pub(crate) fn resolve(&self, module: usize, path: &[String]) -> Vec<Target> {
        self.follow(module, path, &mut BTreeSet::new())
    }

    fn follow(
        &self,
        module: usize,
        path: &[String],
        seen: &mut BTreeSet<(usize, String)>,
    ) -> Vec<Target> {
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        let mut reached = match first.as_str() {
            "crate" => vec![Target::Module(0)],
            "self" => vec![Target::Module(module)],
            "super" => vec![Target::Module(self.modules[module].parent)],
            name => self.named(module, name, seen),
        };
        for name in rest {
            if reached.iter().any(|target| matches!(target, Target::Module(_))) {
                reached.retain(|target| matches!(target, Target::Module(_)));
            }
            let step = |target: Target| match target {
                Target::Module(at) if name == "super" => {
                    vec![Target::Module(self.modules[at].parent)]
                }
                Target::Module(at) => {
                    let found = self.named(at, name, &mut seen.clone());
                    // A name that no item has is made by a macro of that module.
                    if found.is_empty() { vec![Target::Item(self.modules[at].file)] } else { found }
                }
                other => vec![other],
            };
            reached = reached.into_iter().flat_map(step).collect();
        }
        reached
    }

    fn named(
        &self,
        module: usize,
        name: &str,
        seen: &mut BTreeSet<(usize, String)>,
    ) -> Vec<Target> {
        if !seen.insert((module, name.to_owned())) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for entry in self.modules[module].names.get(name).into_iter().flatten() {
            match entry {
                Entry::Module(child) => found.push(Target::Module(*child)),
                Entry::Item(file) => found.push(Target::Item(*file)),
                Entry::Use(path) => {
                    let reached = self.follow(module, path, seen);
                    found.extend(reached.iter().copied());
                    if reached.is_empty() {
                        found.push(Target::Foreign);
                    }
                }
            }
        }
        if found.is_empty() {
            for glob in &self.modules[module].globs {
                for target in self.follow(module, glob, &mut seen.clone()) {
                    if let Target::Module(at) = target {
                        found.extend(self.named(at, name, seen));
                    }
                }
            }
        }
        found
    }
}

/// The file of a declared module, and the folder of its child modules.
fn place(attrs: &[Attribute], name: &str, (beside, folder): (&Path, &Path)) -> (PathBuf, PathBuf) {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("path")) {
        if let syn::Meta::NameValue(pair) = &attr.meta
            && let syn::Expr::Lit(value) = &pair.value
            && let syn::Lit::Str(path) = &value.lit
        {
            let path = beside.join(path.value());
            let folder = path.parent().unwrap_or(beside).to_owned();
            return (path, folder);
        }
    }
    let alone = folder.join(format!("{name}.rs"));
    let folder = folder.join(name);
    if alone.is_file() { (alone, folder) } else { (folder.join("mod.rs"), folder) }
}

/// The names that a `use` declaration brings in.
pub(crate) fn imports(declared: &ItemUse) -> Vec<Import> {
    let mut found = Vec::new();
    flatten(&declared.tree, &[], &mut found);
    found
}

fn flatten(tree: &UseTree, prefix: &[String], found: &mut Vec<Import>) {
    let joined = |name: &syn::Ident| {
        let mut path = prefix.to_vec();
        // `use a::{self}` is a path to `a`.
        if name != "self" || prefix.is_empty() {
            path.push(name.to_string());
        }
        path
    };
    match tree {
        UseTree::Path(path) => flatten(&path.tree, &joined(&path.ident), found),
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, prefix, found)),
        UseTree::Name(name) => {
            let path = joined(&name.ident);
            let line = name.ident.span().start().line;
            found.push(Import { name: path.last().cloned(), path, line });
        }
        UseTree::Rename(rename) => {
            let line = rename.ident.span().start().line;
            let name = Some(rename.rename.to_string());
            found.push(Import { path: joined(&rename.ident), name, line });
        }
        UseTree::Glob(glob) => {
            let line = glob.star_token.spans[0].start().line;
            found.push(Import { path: prefix.to_vec(), name: None, line });
        }
    }
}

/// True for an item that exists only when its crate is tested.
pub(crate) fn only_for_tests(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| {
        let of_cfg = attr.path().is_ident("cfg");
        let list = attr.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default();
        let cfg_test = list == "test" || (list.starts_with("all") && list.contains("test"));
        let path = attr.path().segments.last().map(|segment| segment.ident.to_string());
        (of_cfg && cfg_test) || path.as_deref() == Some("test")
    })
}

/// The attributes of an item.
pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// The name that an item is reached by.
pub(crate) fn item_name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}
