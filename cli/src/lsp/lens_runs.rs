//! Runs that lenses begin, on a thread of their own, against a target that stays up.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    rc::Rc,
    sync::mpsc::{Receiver, Sender, TryRecvError, channel},
    thread::{self, JoinHandle},
};

use conformance_harness::{
    report::{Paint, fault_text},
    run::{BreakOff, CaseResult, Observer},
    story::Story,
    suite::Case,
    verdict::Verdict,
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::LocalSet,
};

use crate::{
    arguments::TargetArguments,
    authoring::{StoryTeller, Workbench, without_evidence},
    commands::Runtimes,
    error::CommandError,
};

/// The scenarios to run, in the texts of the editor.
pub(super) struct LensRun {
    pub(super) edited: BTreeMap<PathBuf, String>,
    pub(super) path: PathBuf,
    /// The line of a scenario; without one, the whole file runs.
    pub(super) line: Option<usize>,
    /// True if all scenarios of the rule at the line run.
    pub(super) is_whole_rule: bool,
}

/// The result of a scenario.
#[derive(Clone, Debug)]
pub(super) struct JudgedScenario {
    pub(super) path: PathBuf,
    /// The line of the step that ended it, else its own.
    pub(super) line: usize,
    pub(super) verdict: String,
    /// The reasons of a verdict that an author must see.
    pub(super) finding: Option<String>,
}

/// The news of a run.
pub(super) enum LensEvent {
    /// A text for the log, as the story of a scenario.
    Told(String),
    Judged(String, JudgedScenario),
    /// The run is over; false if something is not as it should be.
    Ended(String, bool),
}

/// The thread that runs scenarios; it begins with the first run.
pub(super) struct LensRuns {
    target: TargetArguments,
    root: PathBuf,
    thread: Option<RunThread>,
    pub(super) is_running: bool,
}

struct RunThread {
    orders: UnboundedSender<LensRun>,
    events: Receiver<LensEvent>,
    break_off: BreakOff,
    handle: JoinHandle<()>,
}

impl LensRuns {
    pub(super) fn new(target: TargetArguments, root: PathBuf) -> Self {
        Self { target, root, thread: None, is_running: false }
    }

    /// Begins a run; false if one is going on.
    pub(super) fn begin(&mut self, order: LensRun) -> bool {
        if self.is_running {
            return false;
        }
        let (target, root) = (&self.target, &self.root);
        let thread =
            self.thread.get_or_insert_with(|| RunThread::start(target.clone(), root.clone()));
        self.is_running = thread.orders.send(order).is_ok();
        if !self.is_running {
            // It has said why the target could not be started; the next run tries it again.
            self.thread = None;
        }
        self.is_running
    }

    /// The news since the last look.
    pub(super) fn news(&mut self) -> Vec<LensEvent> {
        let mut news = Vec::new();
        let Some(thread) = &self.thread else { return news };
        loop {
            match thread.events.try_recv() {
                Ok(event) => {
                    self.is_running &= !matches!(event, LensEvent::Ended(..));
                    news.push(event);
                }
                Err(TryRecvError::Empty) => return news,
                Err(TryRecvError::Disconnected) => {
                    (self.thread, self.is_running) = (None, false);
                    return news;
                }
            }
        }
    }

    /// Ends what runs, and the target.
    pub(super) fn end(self) {
        if let Some(RunThread { orders, break_off, handle, .. }) = self.thread {
            drop(orders);
            break_off.because("the editor has ended");
            let _ = handle.join();
        }
    }
}

impl RunThread {
    fn start(target: TargetArguments, root: PathBuf) -> Self {
        let (orders, coming) = unbounded_channel();
        let (sender, events) = channel();
        let break_off = BreakOff::default();
        let end = break_off.clone();
        let handle = thread::spawn(move || {
            if let Err(error) = work(&target, &root, coming, &sender, &end) {
                let _ = sender.send(LensEvent::Ended(error.to_string(), false));
            }
        });
        Self { orders, events, break_off, handle }
    }
}

fn work(
    target: &TargetArguments,
    root: &std::path::Path,
    mut coming: UnboundedReceiver<LensRun>,
    events: &Sender<LensEvent>,
    end: &BreakOff,
) -> Result<(), CommandError> {
    let Runtimes { ours, theirs } = Runtimes::new()?;
    LocalSet::new().block_on(&ours, async {
        let bench = Workbench::start(target, root, theirs.handle()).await?;
        while let Some(order) = coming.recv().await {
            let ended = run(&bench, order, events, end).await;
            let (told, is_good) = ended.unwrap_or_else(|error| (error.to_string(), false));
            let _ = events.send(LensEvent::Ended(told, is_good));
        }
        bench.started.stop().await;
        Ok(())
    })
}

/// Runs scenarios, and tells the end in words.
async fn run(
    bench: &Workbench,
    order: LensRun,
    events: &Sender<LensEvent>,
    end: &BreakOff,
) -> Result<(String, bool), CommandError> {
    let checked = bench.read(order.edited)?;
    let mistakes = checked.mistakes_in(&order.path).count();
    if mistakes > 0 {
        return Ok(("the file has mistakes; nothing was run".to_owned(), false));
    }
    let cases = checked.meant(&order.path, order.line, order.is_whole_rule);
    if cases.is_empty() {
        return Ok(("no scenario stands there".to_owned(), false));
    }
    let name = cases.first().map(Rc::clone).filter(|_| cases.len() == 1);
    let teller = StoryTeller::new(Paint(false), bench.secrets.clone());
    let mut watch = LensWatch { bench, events, teller };
    let suite = &checked.files.suite;
    let summary = bench.run(suite, cases, end.clone(), &mut watch).await?;
    let about = name.map(|case| format!("{}: ", case.id)).unwrap_or_default();
    Ok((format!("{about}{}", summary.words()), summary.exit_code() == 0))
}

/// Tells the editor of each scenario.
struct LensWatch<'a> {
    bench: &'a Workbench,
    events: &'a Sender<LensEvent>,
    teller: StoryTeller,
}

impl Observer for LensWatch<'_> {
    fn ended(&mut self, outcome: &CaseResult) {
        let case = &outcome.case;
        let _ = self.events.send(LensEvent::Told(self.teller.ended(outcome, true)));
        let is_told =
            matches!(outcome.verdict, Verdict::Failed | Verdict::Error | Verdict::Warning);
        let reasons = without_evidence(&outcome.reasons);
        let reasons: Vec<String> = reasons.iter().map(fault_text).collect();
        let finding = is_told.then(|| self.bench.secrets.mask(reasons.join("\n").trim()));
        let stopped = outcome.stopped_at.as_ref().map(|step| step.position.line);
        let judged = JudgedScenario {
            path: case.path.clone(),
            line: stopped.unwrap_or(case.line),
            verdict: outcome.verdict.to_string(),
            finding,
        };
        let _ = self.events.send(LensEvent::Judged(case.id.clone(), judged));
    }

    fn wants_stories(&self) -> bool {
        true
    }

    fn told(&mut self, case: &Case, story: Story) {
        self.teller.told(case, story);
    }
}
