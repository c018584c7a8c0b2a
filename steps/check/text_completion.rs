//! Completion in the text below a step: members of its message, and values of closed lists.

use std::collections::BTreeSet;

use conformance_harness::{
    schema::{Description, Shape},
    suite::FENCES,
};
use gherkin::StepType;

use super::{
    cursor::{Completion, CursorPlace, kind_of, step_words},
    messages::{Messages, allowed_values},
    phrase_index::UsedPhrase,
};
use crate::language::{MemberSource, MessageSide};

/// A step towards a place in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
enum MemberStep {
    Member(String),
    Item,
}

/// The line of the mark with which the text around the cursor opens, counted from 0; none outside of texts.
pub(super) fn text_around(above: &[&str]) -> Option<usize> {
    let mut open: Option<(usize, &str)> = None;
    for (index, line) in above.iter().enumerate() {
        let words = line.trim();
        open = match open {
            Some((_, mark)) if words.starts_with(mark) => None,
            Some(kept) => Some(kept),
            None => {
                let mark = FENCES.into_iter().find(|mark| words.starts_with(mark));
                let is_left_open = |mark: &&str| !words[mark.len()..].contains(*mark);
                mark.filter(is_left_open).map(|mark| (index, mark))
            }
        };
    }
    open.map(|(index, _)| index)
}

/// The completions in the text that opens at a line.
pub(super) fn in_text(
    at: &CursorPlace<'_>,
    above: &[&str],
    opening: usize,
    description: &Description,
) -> Vec<Completion> {
    let Some(step) = above[..opening].iter().rposition(|line| !line.trim().is_empty()) else {
        return Vec::new();
    };
    let Some(used) = used_at(above, step) else { return Vec::new() };
    let Some(text) = &used.explanation.text else { return Vec::new() };
    let typed = at.before.trim_start().trim_start_matches("- ");
    match &text.members {
        None => Vec::new(),
        Some(MemberSource::Names(names)) => {
            let fitting = names.iter().filter(|name| name.starts_with(typed));
            let member = |name: &String| member(at, typed, name, "a member that the step reads");
            fitting.map(member).collect()
        }
        Some(MemberSource::Message(side)) => {
            let messages = Messages { description };
            let shapes = shapes(&messages, &used, *side, &above[..step]);
            let way = way_to(&above[opening + 1..], at.before);
            let nodes: Vec<(&Shape, usize)> =
                shapes.iter().filter_map(|shape| Some((*shape, reached(shape, &way)?))).collect();
            match typed.split_once(':') {
                Some((name, value)) => values(at, &nodes, name.trim(), value.trim_start()),
                None => members(at, &nodes, typed),
            }
        }
    }
}

/// The phrase of the step in a line.
fn used_at(lines: &[&str], line: usize) -> Option<std::rc::Rc<UsedPhrase>> {
    let (keyword, words) = step_words(lines.get(line)?)?;
    let kind = match kind_of(keyword, &lines[..line]) {
        "Given" => StepType::Given,
        "When" => StepType::When,
        _ => StepType::Then,
    };
    UsedPhrase::written(kind, words)
}

/// The shapes that the message may have.
fn shapes<'d>(
    messages: &Messages<'d>,
    used: &UsedPhrase,
    side: MessageSide,
    above: &[&str],
) -> Vec<&'d Shape> {
    match side {
        MessageSide::Request => {
            let called = messages.called(used).into_iter();
            called.filter_map(|operation| operation.request.as_ref()).collect()
        }
        MessageSide::Answer => {
            let earlier = (0..above.len()).rev().filter_map(|line| used_at(above, line));
            let mut asking = earlier.filter(|one| !one.explanation.reads_answer);
            let called = asking.next().map(|one| messages.called(&one)).unwrap_or_default();
            let answers = called.into_iter().flat_map(|operation| &operation.answers);
            answers.map(|(_, shape)| shape).chain(&messages.description.refusals).collect()
        }
    }
}

/// The way from the whole message to the place in which the last line stands.
fn way_to(above: &[&str], last: &str) -> Vec<MemberStep> {
    let indentation = |line: &str| line.len() - line.trim_start().len();
    let mut way = Vec::new();
    let mut limit = indentation(last);
    if last.trim_start().starts_with("- ") {
        way.push(MemberStep::Item);
        limit += 1;
    }
    for line in above.iter().rev().filter(|line| !line.trim().is_empty()) {
        let (at, words) = (indentation(line), line.trim());
        // An earlier item of the same list is not part of the way.
        if at >= limit || (words.starts_with("- ") && at + 1 == limit) {
            continue;
        }
        if let Some(first) = words.strip_prefix("- ") {
            // The members of an item stand two letters after its dash.
            let is_parent = at + 2 < limit && first.ends_with(':');
            if is_parent {
                way.push(MemberStep::Member(first.trim_end_matches(':').trim().to_owned()));
            }
            way.push(MemberStep::Item);
            limit = at + 1;
        } else if let Some(name) = words.strip_suffix(':') {
            way.push(MemberStep::Member(name.trim().to_owned()));
            limit = at;
        }
    }
    way.reverse();
    way
}

fn reached(shape: &Shape, way: &[MemberStep]) -> Option<usize> {
    way.iter().try_fold(0, |node, step| match step {
        MemberStep::Member(name) => shape.nodes[node].members.get(name).copied(),
        MemberStep::Item => shape.nodes[node].items,
    })
}

fn member(at: &CursorPlace<'_>, typed: &str, name: &str, detail: &str) -> Completion {
    at.replacing(typed, &format!("{name}: "), name, detail)
}

fn members(at: &CursorPlace<'_>, nodes: &[(&Shape, usize)], typed: &str) -> Vec<Completion> {
    let known = nodes.iter().flat_map(|(shape, node)| shape.nodes[*node].members.keys());
    let known: BTreeSet<&String> = known.filter(|name| name.starts_with(typed)).collect();
    let completion = |name: &String| {
        let listed = listed(nodes, name);
        let detail = if listed.is_empty() {
            "a member".to_owned()
        } else {
            format!("a member: {}", Vec::from_iter(listed).join(", "))
        };
        member(at, typed, name, &detail)
    };
    known.into_iter().map(completion).collect()
}

fn values(
    at: &CursorPlace<'_>,
    nodes: &[(&Shape, usize)],
    name: &str,
    typed: &str,
) -> Vec<Completion> {
    let fitting = listed(nodes, name).into_iter().filter(|value| value.starts_with(typed));
    let detail = format!("a value of {name}");
    fitting.map(|value| at.replacing(typed, &value, &value, &detail)).collect()
}

/// The values of the closed lists of a member.
fn listed(nodes: &[(&Shape, usize)], name: &str) -> BTreeSet<String> {
    let below = nodes
        .iter()
        .filter_map(|(shape, node)| Some(&shape.nodes[*shape.nodes[*node].members.get(name)?]));
    // The answer may be a success or a refusal: a list of one of them is worth offering.
    below.filter_map(|node| allowed_values(std::iter::once(node))).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_follows_the_indentation() {
        let member = |name: &str| MemberStep::Member(name.to_owned());
        assert_eq!(way_to(&["  a: 1"], "  b"), []);
        assert_eq!(way_to(&["  a:", "    b: 1"], "    c"), [member("a")]);
        assert_eq!(
            way_to(&["  a:", "    b:", "      - c: 1"], "        d"),
            [member("a"), member("b"), MemberStep::Item]
        );
        assert_eq!(way_to(&["  a:", "  - c: 1"], "  - d"), [member("a"), MemberStep::Item]);
        assert_eq!(way_to(&["  a:", "    b: 1"], "  c"), []);
    }

    #[test]
    fn the_text_around_the_cursor_is_found() {
        assert_eq!(text_around(&["When x", "\"\"\"", "a: 1"]), Some(1));
        assert_eq!(text_around(&["When x", "\"\"\"", "a: 1", "\"\"\"", "Then y"]), None);
        assert_eq!(text_around(&["When x", "\"\"\"a\"\"\"", "Then y"]), None);
    }
}
