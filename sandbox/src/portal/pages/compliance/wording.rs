//! Names, codes and long texts in the words that pages show.

/// Longer texts of strangers are cut on pages.
pub(super) const ROOM: usize = 80;

/// `text`, or its beginning if it has more than `room` characters.
pub(super) fn short(text: &str, room: usize) -> String {
    match text.char_indices().nth(room) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A name, or what stands for one that is only blanks.
pub(super) fn shown_name(name: &str) -> String {
    if name.trim().is_empty() { "No name".to_owned() } else { short(name.trim(), ROOM) }
}

/// A code in words: `SELF_EMPLOYED` is `Self employed`, and `UBO` stays.
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
