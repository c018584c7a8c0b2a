//! The worklist of one run, from its start to its end.

use std::io::{self, IsTerminal as _, Write as _};

use conformance_harness::{
    keyboard,
    report::{Output, Paint},
    run::BreakOff,
    target::{OperatorKind, Target},
    worklist::Worklist,
};
use tokio::runtime::Handle;

use super::{WorklistChoice, WorklistPage};
use crate::error::CommandError;

/// The worklist of a run, and the ways to it.
pub(crate) struct RunWorklist {
    list: Worklist,
    has_person: bool,
    /// None if no page is wanted.
    page: Option<WorklistPage>,
}

impl RunWorklist {
    /// Begins the worklist of a run: opens its page and reads typed lines, if a person acts at the target.
    pub(crate) fn begin(
        choice: Option<WorklistChoice>,
        target: &Target,
        break_off: &BreakOff,
        beside: &Handle,
    ) -> Result<Self, CommandError> {
        let end = break_off.clone();
        let list = Worklist::printing(Paint::of_stderr(), move |text| {
            // A run that ends before its time needs none of its requests any more.
            if end.cause().is_none() {
                print(text);
            }
        });
        let has_person = target.operator != OperatorKind::Json;
        if !has_person {
            if choice.is_some() {
                print(
                    "warning: --worklist has no effect: `operator` in the profile is not `person`",
                );
            }
            return Ok(Self { list, has_person, page: None });
        }
        let page = match choice {
            Some(WorklistChoice::Page(address)) => {
                let page = WorklistPage::open(list.clone(), address, beside)
                    .map_err(|source| CommandError::Worklist { address, source })?;
                print(&format!("the worklist is at {}", page.address()));
                Some(page)
            }
            _ => None,
        };
        if choice == Some(WorklistChoice::Typed) || io::stdin().is_terminal() {
            print("while the run waits, `skip 29`, `skip all` and `list` can be typed");
            let typed = list.clone();
            keyboard::listen(move |line| {
                if let Some(answer) = typed.typed(line) {
                    print(&answer);
                }
            });
        }
        Ok(Self { list, has_person, page })
    }

    /// The list, for the run.
    pub(crate) fn list(&self) -> Worklist {
        self.list.clone()
    }

    /// True if a person acts at the target.
    pub(crate) fn has_person(&self) -> bool {
        self.has_person
    }

    /// Says how many requests there were, and tells the page that no more come.
    pub(crate) fn end(self, output: &Output) {
        let counts = self.list.counts();
        if counts.batches > 0 {
            output.say(&counts.to_string());
        }
        if let Some(page) = self.page {
            page.end();
        }
    }
}

/// Prints to standard error. If it is closed, nobody reads this, and the missing effect shows it.
fn print(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
