//! Colours for terminals.

/// Whether and how to colour text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paint(
    /// Colours are written.
    pub bool,
);

impl Paint {
    fn with(self, code: &str, text: &str) -> String {
        if self.0 { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// What went wrong, or was expected and did not come.
    #[must_use]
    pub fn red(self, text: &str) -> String {
        self.with("31", text)
    }

    /// What went right, or came instead.
    #[must_use]
    pub fn green(self, text: &str) -> String {
        self.with("32", text)
    }

    /// What wants attention.
    #[must_use]
    pub fn yellow(self, text: &str) -> String {
        self.with("33", text)
    }

    /// What is less important.
    #[must_use]
    pub fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    /// What is more important.
    #[must_use]
    pub fn bold(self, text: &str) -> String {
        self.with("1", text)
    }
}
