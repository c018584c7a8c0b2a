//! Texts without what belongs to one run: ids, times, secrets and addresses.

use std::sync::LazyLock;

use jiff::SignedDuration;

use crate::patterns::{Patterns, nines};

/// A text with a word in the place of each id, time, secret, address and port.
pub(super) fn general(text: &str) -> String {
    static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
        Patterns::of_runs(&[
            (r"[\w-]{16,}\.[\w-]{16,}\.[\w-]{16,}", "<token>"),
            (r"[0-9a-zA-Z_-]{24,}", "<id>"),
        ])
    });
    if is_plain(text) {
        return text.to_owned();
    }
    let replaced = PATTERNS.replace(text);
    match replaced.split_once('?') {
        Some((path, query)) if query.contains('=') => format!("{path}?{}", general_query(query)),
        _ => replaced,
    }
}

/// The parameters that number pages. All other numbers in a query are given by the target.
const OF_PAGES: [&str; 5] = ["page", "pageSize", "limit", "offset", "size"];

/// A query without the numbers that the target gave.
pub(super) fn general_query(query: &str) -> String {
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, value)) if is_digits(value) && !OF_PAGES.contains(&name) => {
            format!("{name}=<number>")
        }
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// True if a text is a whole number without a sign.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|letter| letter.is_ascii_digit())
}

/// True if nothing in a text can belong to a run.
fn is_plain(text: &str) -> bool {
    let has_mark = |letter: u8| letter.is_ascii_digit() || letter == b'<';
    text.len() < 24 && !text.bytes().any(has_mark) && !text.contains("://")
}

/// The usual beginning of a time, which is not told.
const USUAL_TIME: &str = "9999-99-99T99:99:99";

/// The form of a time: digits are nines. Of the usual form only the end is told, as in `.999Z`.
pub(super) fn time_form(text: &str) -> String {
    let form = nines(text);
    form.strip_prefix(USUAL_TIME).map_or(form.clone(), str::to_owned)
}

/// The seconds of the longest distance that is told: times that are years apart have nothing to do with each other.
const LONGEST: i128 = 400 * 86_400;

/// A distance in words; none for one that may be chance.
pub(super) fn rounded(distance: SignedDuration) -> Option<String> {
    let seconds = (distance.as_millis() + 500) / 1_000;
    match seconds {
        ..20 | LONGEST.. => None,
        20..300 => Some(format!("{} s", (seconds + 2) / 5 * 5)),
        300..172_800 => Some(format!("{} min", (seconds + 30) / 60)),
        _ => Some(format!("{} h", (seconds + 1_800) / 3_600)),
    }
}

/// A media type without what means nothing: letter case, spaces, and quotes of its parameters.
pub(super) fn media_type(value: &str) -> String {
    let is_telling = |letter: &char| !letter.is_whitespace() && *letter != '"';
    value.to_ascii_lowercase().chars().filter(is_telling).collect()
}

/// The form of a header's value: hexadecimal and base64 digits with their number, else the general text.
pub(super) fn header_form(value: &str) -> String {
    let is_hex = |letter: u8| matches!(letter, b'0'..=b'9' | b'a'..=b'f');
    let is_base64 = |letter: u8| letter.is_ascii_alphanumeric() || b"+/=".contains(&letter);
    let length = value.len();
    if length >= 32 && value.bytes().all(is_hex) {
        format!("<hex {length}>")
    } else if length >= 40 && value.ends_with('=') && value.bytes().all(is_base64) {
        format!("<base64 {length}>")
    } else {
        general(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_a_run_is_a_word() {
        assert_eq!(general("order 5ada78ed-288f-43b5-b98c-890369e04fe3"), "order <id>");
        assert_eq!(general("<token#4>"), "<token>");
        assert_eq!(general("http://127.0.0.1:4444/pay"), "<origin>/pay");
        assert_eq!(general("/a-path-of-it?page=2&asOf=4711"), "/a-path-of-it?page=2&asOf=<number>");
        assert_eq!(general("The balance is EUR 20.00"), "The balance is EUR 20.00");
    }

    #[test]
    fn a_signature_has_a_form() {
        assert_eq!(header_form(&"a0".repeat(32)), "<hex 64>");
        assert_eq!(header_form("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA8="), "<base64 44>");
    }
}
