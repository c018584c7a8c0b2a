//! Letters that are written as escapes of JSON or of addresses.

use std::{borrow::Cow, sync::LazyLock};

use regex::{Captures, Regex};

/// An escape of JSON, also as two halves of one letter, or of an address.
static ESCAPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let high = r"\\u[dD][89abAB][0-9a-fA-F]{2}";
    let low = r"\\u[dD][c-fC-F][0-9a-fA-F]{2}";
    Regex::new(&format!(r"{high}{low}|\\u[0-9a-fA-F]{{4}}|\\/|%[0-9a-fA-F]{{2}}")).ok()
});

/// The text with letters in the place of their escapes; none if there are no escapes. Letters that would change how the text is
/// read stay escaped: quotes, backslashes, percent signs and control characters.
pub(crate) fn unescaped(text: &str) -> Option<String> {
    if !text.contains(['\\', '%']) {
        return None;
    }
    let letter = |found: &Captures<'_>| {
        let letter = letter_of(&found[0]);
        letter.map_or_else(|| found[0].to_owned(), String::from)
    };
    match ESCAPE.as_ref()?.replace_all(text, letter) {
        Cow::Borrowed(_) => None,
        Cow::Owned(plain) => Some(plain),
    }
}

fn letter_of(escape: &str) -> Option<char> {
    let letter = if escape == r"\/" {
        '/'
    } else if let Some(hex) = escape.strip_prefix('%') {
        let byte = u8::from_str_radix(hex, 16).ok()?;
        char::from(byte.is_ascii().then_some(byte)?)
    } else {
        let units = escape.split(r"\u").skip(1).map(|hex| u16::from_str_radix(hex, 16));
        let units = units.collect::<Result<Vec<u16>, _>>().ok()?;
        char::decode_utf16(units).next()?.ok()?
    };
    let is_plain = !letter.is_control() && !matches!(letter, '"' | '\\' | '%' | ' ');
    is_plain.then_some(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_take_the_place_of_their_escapes() {
        for (escaped, plain) in
            [(r"\u0074oken \u00e9 \uD83D\uDE00 a\/b", "token é 😀 a/b"), ("%74oken%2D1", "token-1")]
        {
            assert_eq!(unescaped(escaped).as_deref(), Some(plain), "{escaped}");
        }
        for text in ["token", "100 %", "\\n"] {
            assert_eq!(unescaped(text), None, "{text}");
        }
        for text in [r"\u0022", r"\u005c", r"\u000a", "%0A", "%25", "%C3", r"\ud83d"] {
            assert_eq!(unescaped(text).unwrap_or_default(), text, "it stays");
        }
    }
}
