//! The observers of a run, which tell of it: progress, causes and reports.

use std::{
    io::{self, IsTerminal as _},
    path::Path,
};

use conformance_harness::{
    kept::{RunFacts, RunKeeper},
    quote::escaped,
    report::{JUnit, Output, Paint, Progress, ReportFile, summary_text, verdict_text},
    run::{CaseResult, Observer, Summary},
    secrets::Secrets,
    story::Story,
    suite::Case,
};
use jiff::Timestamp;

use crate::{
    error::CommandError,
    kept::{Keeping, kept_line, not_kept},
    report::{EndedRun, ReportChoice, RunRecorder, RunReports, RunSubject},
    run_causes::RunCauses,
};

/// The files of a run's reports, opened before it: a report that cannot be written is an error before the run, not after it.
pub(crate) struct RunFiles {
    junit: Option<(ReportFile, String)>,
    reports: RunReports,
    subject: RunSubject,
}

impl RunFiles {
    /// Opens the files.
    pub(crate) fn open(
        junit: Option<&Path>,
        choices: &[ReportChoice],
        subject: RunSubject,
    ) -> Result<Self, CommandError> {
        let junit = junit.map(junit_file).transpose()?;
        Ok(Self { junit, reports: RunReports::open(choices)?, subject })
    }

    /// Begins to watch a run of so many scenarios.
    pub(crate) fn begin(
        self,
        facts: RunFacts,
        keeping: Keeping,
        is_verbose: bool,
        output: &Output,
        secrets: Secrets,
    ) -> Result<RunWatch, CommandError> {
        let (paint, bar) = terminal();
        let scenarios = keeping.scenarios();
        let begun = Timestamp::now();
        let keeper = keeping.begin(&facts, &secrets, self.reports.tell_steps())?;
        let progress = Progress::new(scenarios, output.clone(), bar, paint, secrets.clone());
        let junit = self
            .junit
            .map(|(file, path)| (JUnit::new(properties(&facts), secrets.clone()), file, path));
        Ok(RunWatch {
            keeper,
            progress: Some(progress.verbose(is_verbose)),
            causes: RunCauses::new(),
            recorder: self.reports.tell_causes().then(|| RunRecorder::new(secrets.clone())),
            junit,
            reports: self.reports,
            subject: self.subject,
            facts,
            begun,
            paint,
            secrets,
        })
    }
}

/// The observers of a run.
pub(crate) struct RunWatch {
    /// None if the run is not kept.
    keeper: Option<RunKeeper>,
    /// None after the last scenario.
    progress: Option<Progress>,
    causes: RunCauses,
    /// None if no report is wanted.
    recorder: Option<RunRecorder>,
    junit: Option<(JUnit, ReportFile, String)>,
    reports: RunReports,
    subject: RunSubject,
    facts: RunFacts,
    /// The time at which it began.
    begun: Timestamp,
    paint: Paint,
    secrets: Secrets,
}

impl RunWatch {
    /// Ends the progress.
    pub(crate) fn close(&mut self) {
        if let Some(progress) = self.progress.take() {
            progress.close();
        }
    }

    /// Says the verdict, the causes and the counts, and writes the reports.
    pub(crate) fn report(self, summary: &Summary, output: &Output) -> Result<(), CommandError> {
        let Self { keeper, causes, recorder, junit, reports, facts, paint, secrets, .. } = self;
        let causes = causes.found();
        output.say(&verdict_text(&facts.target, summary, paint));
        for line in causes.text(paint).lines() {
            output.say(&secrets.mask(line));
        }
        output.say(summary_text(summary, facts.seed, paint).trim_end());
        if let Some(recorder) = recorder {
            for line in reports.write(&recorder.finish(facts.clone(), summary, &causes))? {
                output.say(&escaped(&line));
            }
        }
        if let Some(keeper) = keeper {
            let kept = keeper.finish(summary).map_err(not_kept)?;
            let broken_off = summary.broken_off.as_deref();
            let broken_off = broken_off.map(|cause| escaped(&secrets.mask(cause)));
            let (kept, subject, facts) = (&kept, &self.subject, &facts);
            let run = EndedRun { kept, subject, facts, summary, begun: self.begun, broken_off };
            for line in reports.write_steps(&run)? {
                output.say(&escaped(&line));
            }
            output.say(&escaped(&kept_line(kept)));
        }
        if let Some((junit, file, path)) = junit {
            let written = junit.write(&file, &facts.target, summary);
            written.map_err(|source| CommandError::JUnit { path, source })?;
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
        self.causes.ended(outcome);
        if let Some(recorder) = &mut self.recorder {
            recorder.ended(outcome);
        }
        if let Some((junit, ..)) = &mut self.junit {
            junit.ended(outcome);
        }
    }

    fn wants_stories(&self) -> bool {
        self.keeper.as_ref().is_some_and(RunKeeper::wants_stories)
    }

    fn told(&mut self, case: &Case, story: Story) {
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
}

/// The facts about a run that its JUnit report repeats.
fn properties(facts: &RunFacts) -> Vec<(&'static str, String)> {
    vec![
        ("target", facts.target.clone()),
        ("seed", facts.seed.to_string()),
        ("version", facts.version.clone()),
    ]
}

/// The paint of standard output, and true if a progress bar is of use.
fn terminal() -> (Paint, bool) {
    let is_set = |name: &str| std::env::var_os(name).is_some();
    let paint = Paint(io::stdout().is_terminal() && !is_set("NO_COLOR"));
    (paint, io::stderr().is_terminal() && !is_set("CI"))
}

/// The file of the JUnit report, and its path for messages.
fn junit_file(path: &Path) -> Result<(ReportFile, String), CommandError> {
    let shown = path.display().to_string();
    match ReportFile::at(path) {
        Ok(file) => Ok((file, shown)),
        Err(source) => Err(CommandError::JUnit { path: shown, source }),
    }
}
