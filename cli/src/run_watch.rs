//! The observers of a run, which tell of it: progress, causes and reports.

use std::{
    io::{self, IsTerminal as _},
    path::Path,
    thread,
};

use conformance_harness::{
    kept::{KeptFolder, KeptRun, RunChanges, RunComparison, RunFacts, RunKeeper},
    quote::escaped,
    report::{JUnit, Output, Paint, Progress, ReportFile, summary_text, verdict_text},
    run::{CaseResult, Observer, Summary},
    secrets::Secrets,
    story::Story,
    suite::Case,
};

use crate::{
    arguments::RunManner,
    authoring::StoryTeller,
    coverage::{CoverageReport, coverage_report},
    error::CommandError,
    kept::{kept_line, not_kept},
    report::{EndedRun, ReportChoice, RunRecorder, RunReports, RunSubject},
    run_causes::RunCauses,
};

/// The coverage while it is counted.
type CoverageCount = thread::JoinHandle<Result<Option<CoverageReport>, CommandError>>;

/// The files of a run's reports, opened before it: a report that cannot be written is an error before the run, not after it.
pub(crate) struct RunFiles {
    junit: Option<(ReportFile, String)>,
    reports: RunReports,
    comparison: Option<RunComparison>,
    subject: RunSubject,
}

impl RunFiles {
    /// Opens the files.
    pub(crate) fn open(
        junit: Option<&Path>,
        choices: &[ReportChoice],
        compare: Option<&Path>,
        subject: RunSubject,
    ) -> Result<Self, CommandError> {
        let earlier = compare.map(KeptRun::open).transpose()?;
        Ok(Self {
            junit: junit.map(junit_file).transpose()?,
            reports: RunReports::open(choices)?,
            comparison: earlier.map(RunComparison::with),
            subject,
        })
    }

    /// True if a report is made from the kept run.
    pub(crate) fn need_kept_run(&self) -> bool {
        self.reports.tell_steps()
    }

    /// Begins to watch a run of so many scenarios.
    pub(crate) fn begin(
        self,
        facts: RunFacts,
        scenarios: usize,
        keeper: Option<RunKeeper>,
        manner: RunManner,
        output: &Output,
        secrets: Secrets,
    ) -> RunWatch {
        let paint = Paint::of_stdout();
        let bar = io::stderr().is_terminal() && std::env::var_os("CI").is_none();
        let progress = Progress::new(scenarios, output.clone(), bar, paint, secrets.clone());
        let junit = self
            .junit
            .map(|(file, path)| (JUnit::new(properties(&facts), secrets.clone()), file, path));
        RunWatch {
            keeper,
            comparison: self.comparison,
            progress: Some(progress.verbose(manner.is_verbose)),
            teller: manner
                .tells_stories
                .then(|| (StoryTeller::new(paint, secrets.clone()), output.clone())),
            causes: RunCauses::new(),
            recorder: self.reports.tell_causes().then(|| RunRecorder::new(secrets.clone())),
            junit,
            reports: self.reports,
            subject: self.subject,
            facts,
            paint,
            secrets,
        }
    }
}

/// The observers of a run.
pub(crate) struct RunWatch {
    /// None if the run is not kept.
    keeper: Option<RunKeeper>,
    /// None after the last scenario.
    progress: Option<Progress>,
    /// None if no story is told while the run goes on.
    teller: Option<(StoryTeller, Output)>,
    causes: RunCauses,
    /// None if there is no earlier run to compare with.
    comparison: Option<RunComparison>,
    /// None if no report is wanted.
    recorder: Option<RunRecorder>,
    junit: Option<(JUnit, ReportFile, String)>,
    reports: RunReports,
    subject: RunSubject,
    facts: RunFacts,
    paint: Paint,
    secrets: Secrets,
}

impl RunWatch {
    /// The same, without a bar if a person works off lists in the same terminal: a bar would be drawn over them.
    pub(crate) fn beside_person(mut self, is_person: bool) -> Self {
        if is_person {
            self.progress = self.progress.map(Progress::without_bar);
        }
        self
    }

    /// Ends the progress.
    pub(crate) fn close(&mut self) {
        if let Some(progress) = self.progress.take() {
            progress.close();
        }
    }

    /// Ends the kept run, says the verdict, the causes and the counts, and writes the reports.
    pub(crate) fn report(mut self, summary: &Summary, output: &Output) -> Result<(), CommandError> {
        let kept = self.keeper.take().map(|keeper| keeper.finish(summary)).transpose();
        // A run that cannot be kept has a verdict all the same.
        let folder = kept.as_ref().ok().and_then(Option::as_ref);
        self.report_on(folder, summary, output)?;
        kept.map(drop).map_err(not_kept)
    }

    /// Reports on a run that is kept already.
    pub(crate) fn report_on(
        self,
        run: Option<&KeptFolder>,
        summary: &Summary,
        output: &Output,
    ) -> Result<(), CommandError> {
        let Self { comparison, causes, recorder, junit, reports, facts, paint, secrets, .. } = self;
        // Beside the reports of every step: both read all stories of the run.
        let covered = run.filter(|_| reports.tell_coverage()).map(|run| {
            let (run, suite) = (run.path().to_owned(), self.subject.root.clone());
            thread::spawn(move || coverage_report(&run, &suite))
        });
        let causes = causes.found();
        output.say(&verdict_text(&facts.target, summary, paint));
        for line in causes.text(paint).lines() {
            output.say(&secrets.mask(line));
        }
        output.say(summary_text(summary, facts.seed, paint).trim_end());
        let changes = comparison.map(|comparison| comparison.changes(summary));
        for line in changes.iter().flat_map(RunChanges::lines) {
            output.say(&escaped(&line));
        }
        if let Some(run) = run {
            let broken_off = summary.broken_off.as_deref();
            let broken_off = broken_off.map(|cause| escaped(&secrets.mask(cause)));
            let ended = EndedRun { kept: run, subject: &self.subject, summary, broken_off };
            for line in reports.write_steps(&ended)? {
                output.say(&escaped(&line));
            }
        }
        if let Some(recorder) = recorder {
            let mut report = recorder.finish(facts.clone(), summary, &causes, changes);
            report.coverage = covered.and_then(|covered| counted_coverage(covered, output));
            for line in reports.write(&report, run)? {
                output.say(&escaped(&line));
            }
        }
        if let Some((junit, file, path)) = junit {
            let written = junit.write(&file, &facts.target, summary);
            written.map_err(|source| CommandError::JUnit { path, source })?;
        }
        if let Some(run) = run {
            output.say(&escaped(&kept_line(run.path())));
        }
        Ok(())
    }
}

impl Observer for RunWatch {
    fn ended(&mut self, outcome: &CaseResult) {
        if let Some(progress) = &mut self.progress {
            progress.ended(outcome);
        }
        if let Some(keeper) = &mut self.keeper {
            keeper.ended(outcome);
        }
        if let Some((teller, output)) = &mut self.teller {
            output.say(&teller.ended(outcome, true));
        }
        self.causes.ended(outcome);
        if let Some(comparison) = &mut self.comparison {
            comparison.ended(outcome);
        }
        if let Some(recorder) = &mut self.recorder {
            recorder.ended(outcome);
        }
        if let Some((junit, ..)) = &mut self.junit {
            junit.ended(outcome);
        }
    }

    fn wants_stories(&self) -> bool {
        self.teller.is_some() || self.keeper.as_ref().is_some_and(RunKeeper::wants_stories)
    }

    fn told(&mut self, case: &Case, story: Story) {
        if let Some((teller, _)) = &mut self.teller {
            teller.told(case, story.clone());
        }
        if let Some(keeper) = &mut self.keeper {
            keeper.told(case, story);
        }
    }

    fn warned(&mut self, warning: &str) {
        if let Some(progress) = &mut self.progress {
            progress.warned(warning);
        }
        if let Some((junit, ..)) = &mut self.junit {
            junit.warned(warning);
        }
    }

    fn noted(&mut self, note: &str) {
        if let Some(progress) = &mut self.progress {
            progress.noted(note);
        }
    }
}

/// The coverage once it is counted. Without it a report is a report all the same, and the reader is told why.
fn counted_coverage(counting: CoverageCount, output: &Output) -> Option<CoverageReport> {
    let reason = match counting.join() {
        Ok(Ok(covered)) => return covered,
        Ok(Err(error)) => error.to_string(),
        Err(_) => "it was not counted to its end".to_owned(),
    };
    output.say(&escaped(&format!("the report has no coverage: {reason}")));
    None
}

/// The facts about a run that its JUnit report repeats.
fn properties(facts: &RunFacts) -> Vec<(&'static str, String)> {
    vec![
        ("target", facts.target.clone()),
        ("seed", facts.seed.to_string()),
        ("version", facts.version.clone()),
    ]
}

/// The file of the JUnit report, and its path for messages.
fn junit_file(path: &Path) -> Result<(ReportFile, String), CommandError> {
    let shown = path.display().to_string();
    match ReportFile::at(path) {
        Ok(file) => Ok((file, shown)),
        Err(source) => Err(CommandError::JUnit { path: shown, source }),
    }
}
