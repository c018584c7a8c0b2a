//! The English keywords of Gherkin.

/// The keywords of steps.
pub const STEP_KEYWORDS: [&str; 5] = ["Given", "When", "Then", "And", "But"];

/// The keywords of blocks.
pub(super) const BLOCK_KEYWORDS: [&str; 6] =
    ["Feature:", "Background:", "Rule:", "Scenario:", "Scenario Outline:", "Examples:"];

/// The blocks of a feature file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    Feature,
    Background,
    Rule,
    Scenario,
    Outline,
    Examples,
}

/// Each keyword with its block. Some blocks have several.
const BLOCKS: [(&str, BlockKind); 11] = [
    ("Feature:", BlockKind::Feature),
    ("Ability:", BlockKind::Feature),
    ("Business Need:", BlockKind::Feature),
    ("Background:", BlockKind::Background),
    ("Rule:", BlockKind::Rule),
    ("Scenario:", BlockKind::Scenario),
    ("Example:", BlockKind::Scenario),
    ("Scenario Outline:", BlockKind::Outline),
    ("Scenario Template:", BlockKind::Outline),
    ("Examples:", BlockKind::Examples),
    ("Scenarios:", BlockKind::Examples),
];

/// The block that a line begins, with its keyword.
pub(super) fn block(line: &str) -> Option<(BlockKind, &'static str)> {
    let found = BLOCKS.iter().find(|(keyword, _)| line.starts_with(keyword));
    found.map(|(keyword, kind)| (*kind, *keyword))
}

/// True if a line begins a block.
pub(super) fn begins_block(line: &str) -> bool {
    block(line).is_some()
}

/// True if a line is a step with words.
pub(super) fn begins_step(line: &str) -> bool {
    line.starts_with("* ")
        || STEP_KEYWORDS
            .iter()
            .any(|keyword| line.strip_prefix(keyword).is_some_and(|rest| rest.starts_with(' ')))
}
