//! Names, codes and long texts in the words that pages show.

/// The longest text of a user or a merchant that pages show in full, in characters.
pub(super) const ROOM: usize = 80;

/// The text, cut after `room` characters.
pub(super) fn short(text: &str, room: usize) -> String {
    match text.char_indices().nth(room) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A name, cut to its room; `No name` for an empty one.
pub(super) fn shown_name(name: &str) -> String {
    if name.trim().is_empty() { "No name".to_owned() } else { short(name.trim(), ROOM) }
}

/// A code in words, such as `Self employed`; a short one such as `UBO` stays.
pub(super) fn words(code: &str) -> String {
    if code.len() <= 3 {
        return code.to_owned();
    }
    let mut letters = code.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    let rest = letters.as_str().replace(['_', '-'], " ").to_lowercase();
    first.into_iter().collect::<String>() + &rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!(short("ñññ", 2), "ññ…");
        assert_eq!(short("ññ", 2), "ññ");
        assert_eq!(shown_name(" \t"), "No name");
        let told = ["SELF_EMPLOYED", "face-matching", "LLC"].map(words);
        assert_eq!(told, ["Self employed", "Face matching", "LLC"]);
    }
}
