//! XML as text: start tags with their attributes, and text that any parser can read.

use std::fmt::Write as _;

/// A start tag without its closing bracket.
pub(super) fn tag(name: &str, attributes: &[(&str, &str)]) -> String {
    let mut text = format!("<{name}");
    for (key, value) in attributes {
        let _ = write!(text, " {key}=\"{}\"", escaped(value, true));
    }
    text
}

/// An element that holds only text.
pub(super) fn element(name: &str, attributes: &[(&str, &str)], content: &str) -> String {
    format!("{}>{}</{name}>", tag(name, attributes), escaped(content, false))
}

/// Text with every special character escaped. XML has no spelling for most control characters: they are shown as `\u{1b}`.
fn escaped(text: &str, in_attribute: bool) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' if in_attribute => written.push_str("&quot;"),
            // A parser makes spaces of these in an attribute, and line feeds of carriage returns anywhere.
            '\n' | '\t' if in_attribute => drop(write!(written, "&#{};", u32::from(character))),
            '\n' | '\t' => written.push(character),
            control if control.is_control() || matches!(control, '\u{fffe}' | '\u{ffff}') => {
                written.extend(control.escape_unicode());
            }
            other => written.push(other),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_characters_are_escaped() {
        let written = element("e", &[("a", "\"<\n>\"")], "<&>]]>\u{1b}[1m\u{0}\r\n\"");
        let wanted = "<e a=\"&quot;&lt;&#10;&gt;&quot;\">\
                      &lt;&amp;&gt;]]&gt;\\u{1b}[1m\\u{0}\\u{d}\n\"</e>";
        assert_eq!(written, wanted);
    }
}
