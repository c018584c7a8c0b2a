//! Standard output, as a command writes it: the first fault of writing is kept.

use std::{
    cell::RefCell,
    io::{self, Write as _},
    rc::Rc,
};

/// Standard output; clones share the fault.
#[derive(Clone, Debug, Default)]
pub struct Output(Rc<RefCell<Option<io::Error>>>);

impl Output {
    /// Writes a line. After the first fault nothing more is written.
    pub fn say(&self, line: &str) {
        let mut fault = self.0.borrow_mut();
        if fault.is_none() {
            *fault = writeln!(io::stdout(), "{line}").err();
        }
    }

    /// Hands over the fault, if there was one: the output is full or closed.
    #[must_use]
    pub fn take_fault(&self) -> Option<io::Error> {
        self.0.take()
    }
}
