//! Texts of a bounded size.

use std::fmt::Write as _;

/// The size in bytes of the longest text of a finding. Reports show far less of it.
const LARGEST_TEXT: usize = 256 * 1024;

/// A text up to the bound.
#[must_use]
pub fn bounded(mut text: String) -> String {
    let length = text.len();
    if length > LARGEST_TEXT {
        text.truncate(text.floor_char_boundary(LARGEST_TEXT));
        // Writing into a text never fails.
        let _ = write!(text, "… ({length} bytes in all)");
    }
    text
}
