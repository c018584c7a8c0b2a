//! What the file is for.

/// How long it takes.
/// When it ends is another line of the same comment.
pub fn wait() {}

pub fn look() {
    // Nobody sees this.
}

/// Whatsoever is another word.
pub fn other() {}
