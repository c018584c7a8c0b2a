//! The first owner of each value of a run that no two things share.

use std::collections::HashMap;

/// The first owner of each value, by member and value.
#[derive(Debug, Default)]
pub struct Owners {
    first: HashMap<(String, String), String>,
    answers: u64,
}

impl Owners {
    /// A name for the next answer, as the owner of values that belong to no resource.
    pub(crate) fn name_answer(&mut self) -> String {
        self.answers += 1;
        format!("answer {}", self.answers)
    }

    /// Notes the owner of a value; gives the owner that it had before, if that is another one.
    pub(crate) fn claim(&mut self, name: &str, value: &str, owner: &str) -> Option<String> {
        let key = (name.to_owned(), value.to_owned());
        let first = self.first.entry(key).or_insert_with(|| owner.to_owned());
        (first != owner).then(|| first.clone())
    }
}
