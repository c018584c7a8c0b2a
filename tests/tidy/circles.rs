//! Circles: files of a crate that import each other, directly or through others.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{arrows::Arrow, problem::Problem};

/// A circle that is accepted: its files, and the reason.
pub(crate) type Accepted<'a> = (&'a [&'a str], &'a str);

/// The circles among `arrows`; those that are accepted must still exist.
pub(crate) fn circles(arrows: &[Arrow], accepted: &[Accepted]) -> Vec<Problem> {
    let mut next: BTreeMap<&str, BTreeMap<&str, &Arrow>> = BTreeMap::new();
    for arrow in arrows.iter().filter(|arrow| !arrow.hands_on) {
        next.entry(&arrow.from).or_default().entry(&arrow.to).or_insert(arrow);
    }
    let reach: BTreeMap<&str, BTreeSet<&str>> =
        next.keys().map(|from| (*from, reachable(&next, from))).collect();
    let mut problems = Vec::new();
    let mut done = BTreeSet::new();
    for (file, reached) in &reach {
        if !reached.contains(file) || done.contains(file) {
            continue;
        }
        let members: Vec<&str> = reached
            .iter()
            .copied()
            .filter(|other| reach.get(other).is_some_and(|back| back.contains(file)))
            .collect();
        done.extend(members.iter().copied());
        if !accepted.iter().any(|(files, _)| members.iter().all(|file| files.contains(file))) {
            problems.push(problem(&members, &shortest(&next, &members)));
        }
    }
    for (files, _) in accepted {
        let known = arrows.iter().any(|arrow| files.contains(&arrow.from.as_str()));
        if known && !files.iter().all(|file| done.contains(file)) {
            let wrong =
                format!("the accepted circle of {} does not exist any more", files.join(", "));
            problems.push(Problem::of(files[0], wrong, "delete its line in tests/tidy/tables.rs"));
        }
    }
    problems
}

fn reachable<'a>(
    next: &BTreeMap<&'a str, BTreeMap<&'a str, &Arrow>>,
    from: &str,
) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&str> = vec![from];
    while let Some(file) = waiting.pop() {
        for to in next.get(file).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(*to) {
                waiting.push(to);
            }
        }
    }
    reached
}

/// The arrows of the shortest way from one of the files back to itself.
fn shortest<'a>(
    next: &BTreeMap<&str, BTreeMap<&str, &'a Arrow>>,
    members: &[&str],
) -> Vec<&'a Arrow> {
    let round = |start: &str| {
        let mut seen = BTreeSet::new();
        let mut waiting: VecDeque<(&str, Vec<&'a Arrow>)> = VecDeque::from([(start, Vec::new())]);
        while let Some((file, way)) = waiting.pop_front() {
            for arrow in next.get(file).into_iter().flat_map(BTreeMap::values) {
                let mut way = way.clone();
                way.push(*arrow);
                if arrow.to == start {
                    return way;
                }
                if seen.insert(arrow.to.as_str()) {
                    waiting.push_back((arrow.to.as_str(), way));
                }
            }
        }
        Vec::new()
    };
    members.iter().map(|file| round(file)).min_by_key(Vec::len).unwrap_or_default()
}

fn problem(members: &[&str], way: &[&Arrow]) -> Problem {
    let steps: Vec<String> = way
        .iter()
        .map(|arrow| format!("{}:{} uses {} ({})", arrow.from, arrow.line, arrow.path, arrow.to))
        .collect();
    let wrong = format!(
        "{} files import each other in a circle: {}. Its shortest round: {}",
        members.len(),
        members.join(", "),
        steps.join("; ")
    );
    let remedy = "move what both sides need into a file below them, or pass it in as an argument";
    let place = way.first().map_or((members[0], 1), |arrow| (arrow.from.as_str(), arrow.line));
    Problem::at(place.0, place.1, wrong, remedy)
}
