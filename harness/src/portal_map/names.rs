//! Finds names in a map that nothing gives a value to, and acts that nobody asks for.

use std::collections::BTreeSet;

use super::{
    control::{Control, Controls},
    map::{MapAct, PortalMap},
    step::{Condition, Deed, MapStep, ReadFrom},
    values::{ActValues, ENV, TOTP, next_name},
};
use crate::nearest;

/// An act that is asked for, with the names of the values that it is given.
#[derive(Clone, Copy, Debug)]
pub struct KnownAct {
    /// The name of the act.
    pub name: &'static str,
    /// The names of its values.
    pub values: &'static [&'static str],
    /// The values that it must read.
    pub reads: &'static [&'static str],
    /// The names of values that are one of a few words, with these words.
    pub choices: &'static [(&'static str, &'static [&'static str])],
}

/// The values that signing in is given: a link that signs in, where the target gives one.
const OF_SIGN_IN: [&str; 1] = ["sign_in_link"];

/// The first mistake: its place, and the reason with the remedy.
pub(super) fn mistake(map: &PortalMap, known: &[KnownAct]) -> Option<(String, String)> {
    if map.wait_seconds == 0 {
        let problem =
            "is 0, so no page has time to come; give at least 1 second, or leave it out for 10";
        return Some(("`wait_seconds`".to_owned(), problem.to_owned()));
    }
    if let Some(problem) = of_words(map, known) {
        return Some(("`words`".to_owned(), problem));
    }
    let mut names: BTreeSet<String> = OF_SIGN_IN.map(str::to_owned).into();
    if let Some(problem) = of_steps(&map.sign_in, &mut names) {
        return Some(("`sign_in`".to_owned(), problem));
    }
    for (name, act) in &map.acts {
        let Some(asked) = known.iter().find(|known| known.name == name) else {
            let all = known.iter().map(|known| known.name);
            return Some(("`acts`".to_owned(), unknown("the act", name, all)));
        };
        let mut read = BTreeSet::new();
        if let Some(problem) = of_steps(&act.sample, &mut read) {
            return Some((format!("act `{name}`, `sample`:"), problem));
        }
        let mut names: BTreeSet<String> = asked.values.iter().map(ToString::to_string).collect();
        for (steps, part) in [(&act.steps, "steps"), (&act.undo, "undo")] {
            if let Some(problem) = of_steps(steps, &mut names) {
                return Some((format!("act `{name}`, `{part}`:"), problem));
            }
        }
        if let Some(lacking) = asked.reads.iter().find(|needed| !names.contains(**needed)) {
            let problem = format!(
                "reads no `{lacking}`, which the suite needs; add a step `read: {{ {lacking}: … }}`"
            );
            return Some((format!("act `{name}`"), problem));
        }
    }
    None
}

impl MapAct {
    /// True if the steps use each value that the act is given. In a map without mistakes, a used name is one that is unknown as
    /// soon as only the other names are known.
    #[must_use]
    pub fn uses_all(&self, given: &ActValues, known: &KnownAct) -> bool {
        let mut names = given.iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| name);
        names.all(|name| {
            let others = known.values.iter().filter(|other| **other != name.as_str());
            let mut others = others.map(ToString::to_string).collect();
            of_steps(&self.steps, &mut others).is_some()
        })
    }
}

/// The first name or value in `words` that no act is given.
fn of_words(map: &PortalMap, known: &[KnownAct]) -> Option<String> {
    let names: BTreeSet<&str> = known.iter().flat_map(|act| act.values).copied().collect();
    for (name, words) in &map.words {
        if !names.contains(name.as_str()) {
            return Some(unknown("the value", name, names.iter().copied()));
        }
        let mut choices = known.iter().flat_map(|act| act.choices);
        let Some((_, choices)) = choices.find(|(known, _)| known == name) else { continue };
        if let Some(other) = words.keys().find(|word| !choices.contains(&word.as_str())) {
            return Some(unknown(
                &format!("for `{name}`, the word"),
                other,
                choices.iter().copied(),
            ));
        }
    }
    None
}

fn unknown<'a>(what: &str, name: &str, all: impl Iterator<Item = &'a str> + Clone) -> String {
    let near = nearest(name, all.clone(), 1).into_iter().next();
    let known = || all.collect::<Vec<_>>().join(", ");
    let remedy = near
        .map_or_else(|| format!("known are {}", known()), |near| format!("did you mean `{near}`?"));
    format!("{what} `{name}` is not known; {remedy}")
}

/// The first unknown name in the steps; what they read is known from then on.
fn of_steps(steps: &[MapStep], names: &mut BTreeSet<String>) -> Option<String> {
    steps.iter().enumerate().find_map(|(place, step)| {
        of_step(step, names).map(|problem| format!("step {}: {problem}", place + 1))
    })
}

fn of_step(step: &MapStep, names: &mut BTreeSet<String>) -> Option<String> {
    let condition = match &step.when {
        Some(Condition::Given(name)) => of_name(name, names),
        Some(Condition::Seen(controls)) => of_controls(controls, names),
        None => None,
    };
    let unless = || step.unless.as_ref().and_then(|name| of_name(name, names));
    condition.or_else(unless).or_else(|| of_deed(&step.deed, names))
}

fn of_deed(deed: &Deed, names: &mut BTreeSet<String>) -> Option<String> {
    match deed {
        Deed::Open(text) => of_address(text).or_else(|| of_text(text, names)),
        Deed::Fill { at, with: text }
        | Deed::Choose { at, option: text }
        | Deed::Upload { at, file: text } => {
            of_controls(at, names).or_else(|| of_text(text, names))
        }
        Deed::Click { at, .. }
        | Deed::Tick(at)
        | Deed::Untick(at)
        | Deed::Expect(at)
        | Deed::Gone(at)
        | Deed::Unfold(at)
        | Deed::Show(at) => of_controls(at, names),
        Deed::TickOnly { list, place } => {
            of_name(list, names).or_else(|| of_controls(place, names))
        }
        Deed::Until { seen: one, click: other } | Deed::Offers { at: one, refused_by: other } => {
            of_controls(one, names).or_else(|| of_controls(other, names))
        }
        Deed::Download { at, into } => {
            let problem = of_controls(at, names);
            names.insert(into.clone());
            problem
        }
        Deed::Read(readings) => {
            let problem = readings.values().find_map(|reading| match &reading.from {
                ReadFrom::TextOf(at) | ReadFrom::ValueOf(at) | ReadFrom::AddressOf(at) => {
                    of_controls(at, names)
                }
                ReadFrom::Page(_) => None,
            });
            names.extend(readings.keys().cloned());
            problem
        }
        Deed::Steps(steps) => of_steps(steps, names),
        Deed::ForEach { list, steps } => {
            names.insert("item".to_owned());
            of_name(list, names).or_else(|| of_steps(steps, names))
        }
    }
}

/// The mistake in the address of a page; one that begins with a value cannot be judged here.
fn of_address(address: &str) -> Option<String> {
    let is_address =
        ["/", "http://", "https://", "{"].iter().any(|start| address.starts_with(start));
    (!is_address).then(|| {
        format!("`open` needs a path that begins with `/`, or a whole address, and not `{address}`")
    })
}

fn of_controls(controls: &Controls, names: &BTreeSet<String>) -> Option<String> {
    controls.0.iter().find_map(|control| of_control(control, names))
}

fn of_control(control: &Control, names: &BTreeSet<String>) -> Option<String> {
    let to = || control.to.as_ref().and_then(|to| of_text(to, names));
    let within = || control.within.as_ref().and_then(|within| of_control(within, names));
    of_text(&control.name, names).or_else(to).or_else(within)
}

fn of_text(text: &str, names: &BTreeSet<String>) -> Option<String> {
    let (_, name, rest) = next_name(text)?;
    of_name(name, names).or_else(|| of_text(rest, names))
}

fn of_name(name: &str, names: &BTreeSet<String>) -> Option<String> {
    let is_credential = name.starts_with(ENV) || name.starts_with(TOTP);
    if is_credential || names.contains(name) {
        return None;
    }
    Some(unknown("the value", name, names.iter().map(String::as_str)))
}
