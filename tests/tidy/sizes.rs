//! Sizes: lines of files and functions, width of lines, and what a `mod.rs` may hold.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::{
    Attribute, Block, ImplItemFn, Item, ItemFn, Signature, TraitItemFn, Visibility,
    visit::{self, Visit},
};

use crate::{
    modules::{attributes, item_name, only_for_tests},
    problem::Problem,
    tree::Text,
};

/// Lines of a source file stay below this.
const FILE_LINES: usize = 400;
/// Lines of a function stay below this.
const FUNCTION_LINES: usize = 60;
/// The most lines of a feature.
const FEATURE_LINES: usize = 150;
/// Columns of code.
const CODE_WIDTH: usize = 100;
/// Columns of comments and of lines whose text is a string, such as the phrase of a step.
const TEXT_WIDTH: usize = 130;

/// Sources that are too long or too wide; a step stays below `step_lines`.
pub(crate) fn sizes(sources: &[Text], step_lines: usize) -> Result<Vec<Problem>, String> {
    let mut problems = Vec::new();
    for source in sources {
        let ast = syn::parse_file(&source.text).map_err(|e| format!("{}: {e}", source.path))?;
        let lines = source.text.lines().count();
        if lines >= FILE_LINES {
            let wrong = format!("the file has {lines} lines; a file stays below {FILE_LINES}");
            problems.push(Problem::of(&source.path, wrong, "split it by what its parts are for"));
        }
        let mut functions = Functions { path: &source.path, step_lines, problems: &mut problems };
        functions.visit_file(&ast);
        widths(source, &mut problems)?;
    }
    Ok(problems)
}

/// Features that are too long.
pub(crate) fn feature_sizes(features: &[Text]) -> Vec<Problem> {
    let lengths = features.iter().map(|feature| (feature, feature.text.lines().count()));
    lengths
        .filter(|(_, lines)| *lines > FEATURE_LINES)
        .map(|(feature, lines)| {
            let wrong =
                format!("the feature has {lines} lines; a feature has at most {FEATURE_LINES}");
            Problem::of(&feature.path, wrong, "move some of its rules into a feature of their own")
        })
        .collect()
}

/// Files called `mod.rs` that define something.
pub(crate) fn doors(sources: &[Text]) -> Result<Vec<Problem>, String> {
    let mut problems = Vec::new();
    for source in sources.iter().filter(|source| source.path.ends_with("/mod.rs")) {
        let ast = syn::parse_file(&source.text).map_err(|e| format!("{}: {e}", source.path))?;
        for item in ast.items.iter().filter(|item| !only_for_tests(attributes(item))) {
            let allowed = match item {
                Item::Mod(item) => item.content.is_none(),
                Item::Use(item) => !matches!(item.vis, Visibility::Inherited),
                _ => false,
            };
            if !allowed {
                let name = item_name(item).unwrap_or_else(|| kind(item).to_owned());
                let wrong =
                    format!("`{name}` stands in a mod.rs, which only declares and re-exports");
                let remedy =
                    "move it into a file that is named after it, and re-export it from here";
                problems.push(Problem::at(&source.path, line(item), wrong, remedy));
            }
        }
    }
    Ok(problems)
}

fn kind(item: &Item) -> &'static str {
    match item {
        Item::Impl(_) => "impl",
        Item::Use(_) => "use",
        Item::Macro(_) => "macro",
        Item::Mod(_) => "mod with a body",
        _ => "item",
    }
}

fn line(item: &Item) -> usize {
    let span = match item {
        Item::Const(item) => item.ident.span(),
        Item::Enum(item) => item.ident.span(),
        Item::Fn(item) => item.sig.ident.span(),
        Item::Impl(item) => item.impl_token.span,
        Item::Macro(item) => item.mac.bang_token.span,
        Item::Mod(item) => item.ident.span(),
        Item::Static(item) => item.ident.span(),
        Item::Struct(item) => item.ident.span(),
        Item::Trait(item) => item.ident.span(),
        Item::Type(item) => item.ident.span(),
        Item::Use(item) => item.use_token.span,
        _ => Span::call_site(),
    };
    span.start().line
}

struct Functions<'a> {
    path: &'a str,
    step_lines: usize,
    problems: &'a mut Vec<Problem>,
}

impl Functions<'_> {
    fn measure(&mut self, attrs: &[Attribute], signature: &Signature, block: &Block) {
        let first = signature.fn_token.span.start().line;
        let lines = block.brace_token.span.close().end().line + 1 - first;
        let step = attrs.iter().any(|attr| {
            ["given", "when", "then"].iter().any(|keyword| attr.path().is_ident(keyword))
        });
        let (what, bound) =
            if step { ("step", self.step_lines) } else { ("function", FUNCTION_LINES) };
        if lines >= bound {
            let name = &signature.ident;
            let wrong = format!("`{name}` has {lines} lines; a {what} stays below {bound}");
            let remedy = "move a part that has a name of its own into a function";
            self.problems.push(Problem::at(self.path, first, wrong, remedy));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.measure(&function.attrs, &function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.measure(&function.attrs, &function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        if let Some(block) = &function.default {
            self.measure(&function.attrs, &function.sig, block);
        }
        visit::visit_trait_item_fn(self, function);
    }
}

fn widths(source: &Text, problems: &mut Vec<Problem>) -> Result<(), String> {
    if source.text.lines().all(|line| line.chars().count() <= CODE_WIDTH) {
        return Ok(());
    }
    let tokens: TokenStream =
        source.text.parse().map_err(|error| format!("{}: {error}", source.path))?;
    let mut strings = BTreeSet::new();
    lines_of_strings(tokens, &mut strings);
    for (number, line) in (1..).zip(source.text.lines()) {
        let width = line.chars().count();
        let text = strings.contains(&number) || line.contains("//");
        let bound = if text { TEXT_WIDTH } else { CODE_WIDTH };
        if width > bound {
            let wrong = format!("the line has {width} columns; at most {bound} are allowed here");
            let remedy = "break the line; `cargo fmt` does so where it can";
            problems.push(Problem::at(&source.path, number, wrong, remedy));
        }
    }
    Ok(())
}

fn lines_of_strings(tokens: TokenStream, found: &mut BTreeSet<usize>) {
    for token in tokens {
        match token {
            TokenTree::Literal(literal) if literal.to_string().contains('"') => {
                found.extend(literal.span().start().line..=literal.span().end().line);
            }
            TokenTree::Group(group) => lines_of_strings(group.stream(), found),
            _ => {}
        }
    }
}
