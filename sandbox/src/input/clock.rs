//! Bounds of moving a merchant's clock.

/// The longest time by which a clock is moved at once: ten years.
pub(crate) const LONGEST_ADVANCE_MS: i64 = 3_653 * 86_400_000;
