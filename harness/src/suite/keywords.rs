//! The English keywords of Gherkin.

/// The keywords of steps.
pub const STEP_KEYWORDS: [&str; 5] = ["Given", "When", "Then", "And", "But"];

/// The keywords of blocks.
pub(super) const BLOCK_KEYWORDS: [&str; 6] =
    ["Feature:", "Background:", "Rule:", "Scenario:", "Scenario Outline:", "Examples:"];

/// True if a line begins a block.
pub(super) fn begins_block(line: &str) -> bool {
    BLOCK_KEYWORDS.iter().any(|keyword| line.starts_with(keyword))
}

/// True if a line is a step with words.
pub(super) fn begins_step(line: &str) -> bool {
    line.starts_with("* ")
        || STEP_KEYWORDS
            .iter()
            .any(|keyword| line.strip_prefix(keyword).is_some_and(|rest| rest.starts_with(' ')))
}
