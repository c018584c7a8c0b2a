//! Lines of a record that differ only in the number of an id, as in `<createTransfer 73>`. Such a line is kept once, without the
//! number, which stands beside the line's name where it is used: `a1b2:73`.

use std::{borrow::Cow, collections::BTreeMap};

use super::recorded::shared;

/// The sign between the name of a line and a number.
const NUMBER: char = ':';

/// Puts a line into a table, once; gives its name there, with the number of its first id.
pub(super) fn name_of(table: &mut BTreeMap<String, String>, line: &str) -> String {
    match without_number(line) {
        Some((line, number)) => format!("{}{NUMBER}{number}", shared(table, line)),
        None => shared(table, line.to_owned()),
    }
}

/// The line that has a name.
pub(super) fn line_of<'a>(table: &'a BTreeMap<String, String>, name: &str) -> Option<Cow<'a, str>> {
    match name.split_once(NUMBER) {
        Some((name, number)) => table.get(name).map(|line| with_number(line, number).into()),
        None => table.get(name).map(Into::into),
    }
}

/// The first text in angle brackets, with them.
fn first_id(line: &str) -> Option<&str> {
    let begin = line.find('<')?;
    let end = line[begin..].find('>')?;
    Some(&line[begin..=begin + end])
}

/// The line without the number of its first id, and the number; none if the line could not be made of the two again.
fn without_number(line: &str) -> Option<(String, &str)> {
    let id = first_id(line)?;
    let (word, number) = id.trim_end_matches('>').rsplit_once(' ')?;
    let is_number = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
    let bare = line.replace(id, &format!("{word}>"));
    (is_number && with_number(&bare, number) == line).then_some((bare, number))
}

/// The line with the number in its first id, wherever that stands.
fn with_number(line: &str, number: &str) -> String {
    let Some(id) = first_id(line) else { return line.to_owned() };
    line.replace(id, &format!("{} {number}>", id.trim_end_matches('>')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_differ_in_a_number_are_kept_once() {
        let mut table = BTreeMap::new();
        let lines = [
            "createTransfer → 201; /id=new uuid <createTransfer>",
            "createTransfer → 201; /id=new uuid <createTransfer 2>",
            "createTransfer → 201; /id=new uuid <createTransfer 73>",
        ];
        let names = lines.map(|line| name_of(&mut table, line));
        assert_eq!(table.len(), 1, "{table:?}");
        for (name, line) in names.iter().zip(lines) {
            assert_eq!(line_of(&table, name).as_deref(), Some(line));
        }
        assert!(names[2].ends_with(":73"), "{names:?}");
    }

    #[test]
    fn a_line_that_would_become_another_one_is_kept_as_it_is() {
        let lines = [
            "no id at all",
            "a time <time .999Z>",
            "two <a 2>; /other=<a>",
            "two in turn <a>; /other=<a 2>",
            "no number <a >",
            "an open bracket <a 2",
            "two brackets <a 2>>",
            "1 < 2 and 3 > 2",
        ];
        for line in lines {
            let mut table = BTreeMap::new();
            let name = name_of(&mut table, line);
            assert_eq!(line_of(&table, &name).as_deref(), Some(line));
        }
        assert_eq!(line_of(&BTreeMap::new(), "a1b2:2"), None);
    }
}
