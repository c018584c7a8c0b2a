//! Runs that lenses begin, on a thread of their own, against a target that stays up.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
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
use lsp_types::DiagnosticSeverity;
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::LocalSet,
};

use crate::{
    arguments::TargetArguments,
    authoring::{StoryTeller, Workbench, without_evidence},
    commands::Runtimes,
    error::CommandError,
    exit_code::NOT_JUDGED,
    signals,
};

/// The scenarios to run, in the texts of the editor.
pub(super) struct LensRun {
    pub(super) edited: BTreeMap<PathBuf, String>,
    pub(super) path: PathBuf,
    /// The version of the text at this path.
    pub(super) version: i32,
    /// The line of a scenario; without one, the whole file runs.
    pub(super) line: Option<usize>,
    /// True if all scenarios of the rule at the line run.
    pub(super) is_whole_rule: bool,
}

/// The result of a scenario.
#[derive(Clone, Debug)]
pub(super) struct JudgedScenario {
    pub(super) path: PathBuf,
    pub(super) version: i32,
    /// The line of the step that ended it, else its own.
    pub(super) line: usize,
    pub(super) verdict: String,
    /// The reasons of a verdict that an author must see.
    pub(super) finding: Option<(DiagnosticSeverity, String)>,
}

/// The news of a run.
pub(super) enum LensEvent {
    /// A text for the log, as the story of a scenario.
    Log(String),
    Judged(String, JudgedScenario),
    /// The run is over; false if something is not as it should be.
    Ended(String, bool),
}

/// The thread that runs scenarios; it begins with the first run.
pub(super) struct LensRuns {
    target: TargetArguments,
    root: PathBuf,
    thread: Option<RunThread>,
    /// The run that goes on.
    running: Option<BreakOff>,
}

struct RunThread {
    orders: UnboundedSender<(LensRun, BreakOff)>,
    events: Receiver<LensEvent>,
    /// The end of the thread, also while its target starts.
    end: BreakOff,
    handle: JoinHandle<()>,
}

impl LensRuns {
    pub(super) fn new(target: TargetArguments, root: PathBuf) -> Self {
        Self { target, root, thread: None, running: None }
    }

    pub(super) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Begins a run; false if one is going on.
    pub(super) fn begin(&mut self, run: LensRun) -> bool {
        if self.is_running() {
            return false;
        }
        let start = || RunThread::start(self.target.clone(), self.root.clone());
        let is_over = |thread: &RunThread| thread.orders.is_closed();
        let thread = self.thread.take().filter(|thread| !is_over(thread)).unwrap_or_else(start);
        let break_off = BreakOff::default();
        // A thread that ends now is noticed by the next look at its news.
        let _ = thread.orders.send((run, break_off.clone()));
        (self.thread, self.running) = (Some(thread), Some(break_off));
        true
    }

    /// Ends the run that goes on; its scenarios have no verdict.
    pub(super) fn stop(&self) {
        if let Some(running) = &self.running {
            running.because("stopped in the editor");
        }
    }

    /// The news since the last look.
    pub(super) fn news(&mut self) -> Vec<LensEvent> {
        let mut news = Vec::new();
        let Some(thread) = &self.thread else { return news };
        loop {
            match thread.events.try_recv() {
                Ok(event) => {
                    if matches!(event, LensEvent::Ended(..)) {
                        self.running = None;
                    }
                    news.push(event);
                }
                Err(TryRecvError::Empty) => return news,
                Err(TryRecvError::Disconnected) => {
                    self.thread = None;
                    if self.running.take().is_some() {
                        let words = "the run ended unexpectedly; run it again".to_owned();
                        news.push(LensEvent::Ended(words, false));
                    }
                    return news;
                }
            }
        }
    }

    /// Ends what runs, and the target.
    pub(super) fn end(self) {
        self.stop();
        if let Some(RunThread { orders, end, handle, .. }) = self.thread {
            drop(orders);
            end.because("the editor has ended");
            let _ = handle.join();
        }
    }
}

impl RunThread {
    fn start(target: TargetArguments, root: PathBuf) -> Self {
        let (orders, coming) = unbounded_channel();
        let (sender, events) = channel();
        let end = BreakOff::default();
        let ended = end.clone();
        let handle = thread::spawn(move || {
            if let Err(error) = work(&target, &root, coming, &sender, &ended) {
                let _ = sender.send(LensEvent::Ended(error.to_string(), false));
            }
        });
        Self { orders, events, end, handle }
    }
}

fn work(
    target: &TargetArguments,
    root: &Path,
    mut coming: UnboundedReceiver<(LensRun, BreakOff)>,
    events: &Sender<LensEvent>,
    end: &BreakOff,
) -> Result<(), CommandError> {
    let Runtimes { ours, theirs } = Runtimes::new()?;
    LocalSet::new().block_on(&ours, async {
        let bench = tokio::select! {
            bench = Workbench::start(target, root, theirs.handle()) => bench?,
            _ = end.requested() => return Ok(()),
        };
        let signal = BreakOff::default();
        signals::end_run_with(signal.clone()).map_err(CommandError::Runtime)?;
        let judging = async {
            while let Some((run, break_off)) = coming.recv().await {
                let (words, is_good) = judge(&bench, run, events, break_off)
                    .await
                    .unwrap_or_else(|error| (error.to_string(), false));
                let _ = events.send(LensEvent::Ended(words, is_good));
            }
            false
        };
        let is_killed = tokio::select! {
            is_killed = judging => is_killed,
            _ = signal.requested() => true,
        };
        bench.started.stop().await;
        if is_killed {
            // Editors end a server by a signal if it does not end by itself; its containers must not stay.
            std::process::exit(NOT_JUDGED.into());
        }
        Ok(())
    })
}

/// Runs scenarios, and tells the end in words.
async fn judge(
    bench: &Workbench,
    run: LensRun,
    events: &Sender<LensEvent>,
    break_off: BreakOff,
) -> Result<(String, bool), CommandError> {
    let LensRun { edited, path, version, line, is_whole_rule } = run;
    let checked = bench.read(edited)?;
    if checked.mistakes_in(&path).next().is_some() {
        return Ok(("the file has mistakes; nothing was run".to_owned(), false));
    }
    let cases = checked.meant(&path, line, is_whole_rule);
    let about = match cases.as_slice() {
        [] => return Ok(("no scenario stands there".to_owned(), false)),
        [case] => format!("{}: ", case.id),
        _ => String::new(),
    };
    let teller = StoryTeller::new(Paint(false), bench.secrets.clone());
    let mut watch = LensWatch { bench, events, version, teller };
    let summary = bench.run(&checked.files.suite, cases, break_off, &mut watch).await?;
    let cause = summary.broken_off.as_ref().map(|cause| format!(": {cause}")).unwrap_or_default();
    Ok((format!("{about}{}{cause}", summary.words()), summary.exit_code() == 0))
}

/// Tells the editor of each scenario.
struct LensWatch<'a> {
    bench: &'a Workbench,
    events: &'a Sender<LensEvent>,
    version: i32,
    teller: StoryTeller,
}

impl Observer for LensWatch<'_> {
    fn ended(&mut self, outcome: &CaseResult) {
        let case = &outcome.case;
        let _ = self.events.send(LensEvent::Log(self.teller.ended(outcome, true)));
        let severity = match outcome.verdict {
            Verdict::Failed | Verdict::Error => Some(DiagnosticSeverity::ERROR),
            Verdict::Warning => Some(DiagnosticSeverity::WARNING),
            Verdict::Passed | Verdict::NotApplicable | Verdict::KnownDeviation => None,
        };
        let reasons = without_evidence(&outcome.reasons);
        let reasons: Vec<String> = reasons.iter().map(fault_text).collect();
        let reasons = self.bench.secrets.mask(reasons.join("\n").trim());
        let stopped = outcome.stopped_at.as_ref().map(|step| step.line);
        let judged = JudgedScenario {
            path: case.path.clone(),
            version: self.version,
            line: stopped.unwrap_or(case.line),
            verdict: outcome.verdict.to_string(),
            finding: severity.map(|severity| (severity, reasons)),
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
