//! Floors: the rooms of a crate from the top to the bottom; arrows go downward only.

use std::collections::BTreeSet;

use crate::{arrows::Arrow, problem::Problem};

/// The rooms of one crate.
#[derive(Debug)]
pub(crate) struct House<'a> {
    /// Its floors from the top: the rooms of each, by the start of their files' paths. The longest start wins.
    pub(crate) floors: &'a [&'a [&'a str]],
    /// Pairs of rooms, the first of which imports no other file of the second, and the reason.
    pub(crate) apart: &'a [(&'a str, &'a str, &'a str)],
}

impl<'a> House<'a> {
    fn place(&self, file: &str) -> Option<(usize, &'a str)> {
        let rooms = self.floors.iter().enumerate();
        rooms
            .flat_map(|(floor, rooms)| rooms.iter().map(move |room| (floor, *room)))
            .filter(|(_, room)| file.starts_with(room))
            .max_by_key(|(_, room)| room.len())
    }
}

/// The arrows that go upward or between rooms that stay apart, and the files that stand in no room.
pub(crate) fn floors(files: &[&str], arrows: &[Arrow], house: &House) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in files.iter().filter(|file| house.place(file).is_none()) {
        let wrong = "the file stands in no room of the table of floors".to_owned();
        let remedy = "move it into a room, or give its folder a floor in tests/tidy/tables.rs";
        problems.push(Problem::of(file, wrong, remedy));
    }
    let mut shown = BTreeSet::new();
    // One arrow from a file to another stands for all of them.
    for arrow in arrows.iter().filter(|arrow| shown.insert((&arrow.from, &arrow.to))) {
        let both = house.place(&arrow.from).zip(house.place(&arrow.to));
        let Some(((from, upper), (to, lower))) = both else { continue };
        if to < from {
            let wrong = format!(
                "`{}` is defined in {}, and {lower} stands above {upper}",
                arrow.path, arrow.to
            );
            let remedy = "move the item down, or move the code that uses it up: \
                          a file imports only from its own floor and from those below";
            problems.push(Problem::at(&arrow.from, arrow.line, wrong, remedy));
        }
        for (one, other, reason) in house.apart {
            if arrow.from.starts_with(one) && arrow.to.starts_with(other) {
                let wrong = format!("`{}` is defined in {}: {reason}", arrow.path, arrow.to);
                let remedy = "move what both files need into a room below them";
                problems.push(Problem::at(&arrow.from, arrow.line, wrong, remedy));
            }
        }
    }
    problems
}
