//! The worklist of a run.

use std::{
    io::{self, Write as _},
    sync::Arc,
    time::Duration,
};

use super::{
    RequestState, RunningScenario, WorklistCounts, WorklistRequest, WorklistTicket, WorklistView,
    shared::SharedList, state::WorklistState, typed::TypedOrder, view,
};
use crate::report::Paint;

/// The time without a new request after which a batch is shown: requests of scenarios that run side by side come within it.
const GATHER: Duration = Duration::from_secs(2);

/// The worklist of a run: requests to a person, in batches. Clones share it, on all threads.
#[derive(Clone, Debug)]
pub struct Worklist(Arc<SharedList>);

impl Default for Worklist {
    /// A worklist that prints to standard error, in plain letters.
    fn default() -> Self {
        Self::printing(Paint(false), |text| {
            // If standard error is closed, nobody reads this, and the missing effect shows it.
            let _ = writeln!(io::stderr(), "{text}");
        })
    }
}

impl Worklist {
    /// A worklist that gives its text to `printer`, some lines at a time and without the last line end. `printer` must not
    /// use the worklist.
    #[must_use]
    pub fn printing(paint: Paint, printer: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self::gathering(GATHER, paint, printer)
    }

    /// The same, with this time without a new request after which a batch is shown.
    #[must_use]
    pub fn gathering(
        gather: Duration,
        paint: Paint,
        printer: impl Fn(&str) + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(SharedList::new(gather, paint, Arc::new(printer))))
    }

    /// Adds a request to the batch that is gathered. It is shown when nothing more comes for now: no request has been
    /// added for a while, or all scenarios that run wait for the person; but not before the person has finished the last batch.
    #[must_use]
    pub fn ask(&self, request: WorklistRequest) -> WorklistTicket {
        let index = self.0.note(|state, now| state.ask(request, now));
        WorklistTicket::new(Arc::clone(&self.0), index)
    }

    /// Counts a scenario that runs, until the value is dropped.
    #[must_use]
    pub fn scenario_begins(&self) -> RunningScenario {
        RunningScenario::begin(Arc::clone(&self.0))
    }

    /// Skips the open request with this number.
    ///
    /// # Errors
    /// If there is no such request, or it has ended; the text says so.
    pub fn skip(&self, number: usize) -> Result<(), String> {
        let found = self.0.look(|state| {
            let index = state.numbered(number)?;
            Some((index, state.requests[index].state()))
        });
        let Some((index, state)) = found else {
            return Err(format!("there is no request {number}; `list` shows those that are open"));
        };
        if self.0.end(index, RequestState::Skipped) {
            Ok(())
        } else {
            Err(format!("request {number} is {} already", state.words()))
        }
    }

    /// Skips all open requests.
    fn skip_all(&self) {
        let open = self.0.look(WorklistState::open);
        for index in open.into_iter().flatten() {
            self.0.end(index, RequestState::Skipped);
        }
    }

    /// Carries out a line that the person typed; gives the answer, none if the printed lines say enough.
    #[must_use]
    pub fn typed(&self, line: &str) -> Option<String> {
        match TypedOrder::read(line) {
            Ok(TypedOrder::Nothing) => None,
            Ok(TypedOrder::List | TypedOrder::SkipAll) if self.counts().all().left() == 0 => {
                Some("no request is open".to_owned())
            }
            Ok(TypedOrder::List) => {
                self.0.print_open();
                None
            }
            Ok(TypedOrder::SkipAll) => {
                self.skip_all();
                None
            }
            Ok(TypedOrder::Skip(numbers)) => {
                let answers = numbers.into_iter().filter_map(|number| self.skip(number).err());
                let answers: Vec<String> = answers.collect();
                (!answers.is_empty()).then(|| answers.join("\n"))
            }
            Err(answer) => Some(answer),
        }
    }

    /// The numbers of requests so far.
    #[must_use]
    pub fn counts(&self) -> WorklistCounts {
        self.0.look(WorklistState::counts)
    }

    /// The requests that were shown, for a page.
    #[must_use]
    pub fn view(&self) -> WorklistView {
        self.0.look(view::of)
    }
}
