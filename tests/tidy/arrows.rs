//! Arrows: paths in one file to items that another file of the same crate defines.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Attribute, Block, Expr, ImplItem, Item, ItemMod, ItemUse, Macro, Pat, Path, Stmt, Token,
    TraitItem, Visibility,
    parse::Parser,
    punctuated::Punctuated,
    visit::{self, Visit},
};

use crate::modules::{Crate, Target, attributes, imports, only_for_tests};

/// One arrow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Arrow {
    /// The file that has the path.
    pub(crate) from: String,
    /// The file that defines the item.
    pub(crate) to: String,
    /// The line of the path in `from`.
    pub(crate) line: usize,
    /// The path as it is written.
    pub(crate) path: String,
    /// True where the path only hands the item on (`pub use`).
    pub(crate) hands_on: bool,
}

/// All arrows of a crate, sorted by their places.
pub(crate) fn arrows(sources: &Crate) -> Vec<Arrow> {
    let mut found = Vec::new();
    for (index, file) in sources.files.iter().enumerate() {
        let mut bound = Bound::default();
        bound.visit_file(&file.ast);
        let mut finder = Finder {
            sources,
            file: index,
            module: file.module,
            bound: bound.0,
            scopes: Vec::new(),
            found: &mut found,
        };
        finder.visit_file(&file.ast);
    }
    found.sort();
    found.dedup();
    found
}

/// The names that patterns of a file bind: such a name alone is a variable, not an item.
#[derive(Default)]
struct Bound(BTreeSet<String>);

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat(&mut self, pat: &'ast Pat) {
        if let Pat::Ident(name) = pat {
            let name = name.ident.to_string();
            // In a pattern, a name with a capital is a constant or a variant.
            if name.starts_with(char::is_lowercase) {
                self.0.insert(name);
            }
        }
        visit::visit_pat(self, pat);
    }
}

struct Finder<'a> {
    sources: &'a Crate,
    file: usize,
    module: usize,
    bound: BTreeSet<String>,
    /// The imports of the blocks around the place that is being read.
    scopes: Vec<BTreeMap<String, Vec<String>>>,
    found: &'a mut Vec<Arrow>,
}

impl Finder<'_> {
    fn add(&mut self, written: &[String], line: usize, hands_on: bool) {
        if let [name] = written
            && self.bound.contains(name)
        {
            return;
        }
        let local = written
            .first()
            .and_then(|first| self.scopes.iter().rev().find_map(|scope| scope.get(first)));
        let path = match local {
            // A name that a block imports under itself (`use regex;`) leads nowhere else.
            Some(full) if full.first() != written.first() => {
                full.iter().chain(&written[1..]).cloned().collect()
            }
            _ => written.to_vec(),
        };
        for target in self.sources.resolve(self.module, &path) {
            if let Target::Item(to) = target
                && to != self.file
            {
                self.found.push(Arrow {
                    from: self.sources.files[self.file].path.clone(),
                    to: self.sources.files[to].path.clone(),
                    line,
                    path: written.join("::"),
                    hands_on,
                });
            }
        }
    }

    /// Paths of two parts or more in tokens that are no expressions.
    fn scan(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut line = 0;
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 || path.is_empty() {
                        self.scanned(&mut path, line);
                        line = name.span().start().line;
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(sign) if sign.as_char() == ':' => colons += 1,
                other => {
                    self.scanned(&mut path, line);
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.scan(group.stream());
                    }
                }
            }
        }
        self.scanned(&mut path, line);
    }

    fn scanned(&mut self, path: &mut Vec<String>, line: usize) {
        if path.len() > 1 {
            self.add(path, line, false);
        }
        path.clear();
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_item(&mut self, item: &'ast Item) {
        if !only_for_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        if !matches!(item, ImplItem::Fn(function) if only_for_tests(&function.attrs)) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_trait_item(&mut self, item: &'ast TraitItem) {
        if !matches!(item, TraitItem::Fn(function) if only_for_tests(&function.attrs)) {
            visit::visit_trait_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if item.content.is_some()
            && let Some(child) = self.sources.child(self.module, &item.ident.to_string())
        {
            let outside = std::mem::replace(&mut self.module, child);
            visit::visit_item_mod(self, item);
            self.module = outside;
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let hands_on = !matches!(item.vis, Visibility::Inherited);
        // A glob alone is not an arrow: the names that are used through it are.
        for import in imports(item).into_iter().filter(|import| import.name.is_some()) {
            self.add(&import.path, import.line, hands_on);
        }
    }

    fn visit_block(&mut self, block: &'ast Block) {
        let mut scope = BTreeMap::new();
        for statement in &block.stmts {
            if let Stmt::Item(Item::Use(item)) = statement {
                let named = imports(item).into_iter();
                scope.extend(named.filter_map(|import| Some((import.name?, import.path))));
            }
        }
        self.scopes.push(scope);
        visit::visit_block(self, block);
        self.scopes.pop();
    }

    fn visit_path(&mut self, path: &'ast Path) {
        if let Some(first) = path.segments.first()
            && path.leading_colon.is_none()
        {
            let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
            self.add(&names, first.ident.span().start().line, false);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        self.visit_path(&called.path);
        let list = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(called.tokens.clone());
        if let Ok(expressions) = list {
            for expression in &expressions {
                // The tree lives only here, so another finder of the same state reads it.
                self.read(expression);
            }
        } else {
            self.scan(called.tokens.clone());
        }
    }
}

impl Finder<'_> {
    fn read(&mut self, expression: &Expr) {
        let mut inner = Finder {
            sources: self.sources,
            file: self.file,
            module: self.module,
            bound: self.bound.clone(),
            scopes: self.scopes.clone(),
            found: &mut *self.found,
        };
        inner.visit_expr(expression);
    }
}
