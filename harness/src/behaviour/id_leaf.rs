//! The ids that leaves tell by the names of the places where they were seen first.

/// A leaf that tells an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct IdLeaf<'a> {
    /// The form, where the id was seen first.
    pub(super) form: Option<&'a str>,
    /// The name.
    pub(super) name: &'a str,
}

/// The id that a leaf tells; none if it tells something else.
pub(super) fn id_of(leaf: &str) -> Option<IdLeaf<'_>> {
    if let Some((form, _)) = leaf.strip_prefix("new ").and_then(|rest| rest.split_once(" <")) {
        let name = &leaf["new ".len() + form.len() + 1..];
        return Some(IdLeaf { form: Some(form), name });
    }
    let is_name = leaf.starts_with('<') && leaf.ends_with('>');
    let is_word = OTHER_WORDS.iter().any(|word| leaf.starts_with(word));
    (is_name && !is_word).then_some(IdLeaf { form: None, name: leaf })
}

/// The beginnings of leaves that look like names of ids and are none.
const OTHER_WORDS: [&str; 9] =
    ["<time", "<sent ", "<id>", "<iban>", "<address>", "<origin>", "<text>", "<number>", "<hex "];
