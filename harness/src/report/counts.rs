//! Counts in words.

/// A number of scenarios: `1 scenario`, `2 scenarios`.
#[must_use]
pub fn scenarios_text(count: usize) -> String {
    if count == 1 { "1 scenario".to_owned() } else { format!("{count} scenarios") }
}
