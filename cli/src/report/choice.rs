//! The reports that `--report` asks for, and their files.

use std::path::PathBuf;

use clap::ValueEnum;
use conformance_harness::{kept::KeptFolder, report::ReportFile};

use super::{
    ctrf,
    ended_run::EndedRun,
    github,
    html::{self, StoryPages},
    messages,
    model::RunReport,
};
use crate::{
    error::CommandError,
    file_choice::{self, FileChoice, FileForm, not_written},
};

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportForm {
    /// One page that opens offline.
    Html,
    /// Data, described in docs/reports.md.
    Json,
    /// A summary in Markdown for GitHub, and at most ten annotations.
    Github,
    /// Data in the Common Test Report Format.
    Ctrf,
    /// Cucumber Messages.
    Messages,
}

impl ReportForm {
    /// True if it tells every step, which only the kept run knows.
    fn tells_steps(self) -> bool {
        matches!(self, Self::Ctrf | Self::Messages)
    }
}

impl FileForm for ReportForm {
    const NOUN: &'static str = "report";

    fn default_path(self) -> PathBuf {
        PathBuf::from(match self {
            Self::Html => "conform-report.html",
            Self::Json => "conform-report.json",
            Self::Ctrf => "conform-report.ctrf.json",
            Self::Messages => "conform-report.ndjson",
            Self::Github => {
                return std::env::var_os("GITHUB_STEP_SUMMARY")
                    .map_or_else(|| PathBuf::from("conform-report.md"), PathBuf::from);
            }
        })
    }
}

/// One report that is asked for, as in `html` or `html=report.html`.
pub(crate) type ReportChoice = FileChoice<ReportForm>;

/// The files of the reports, opened before the run.
pub(crate) struct RunReports(Vec<(ReportChoice, ReportFile)>);

impl RunReports {
    /// Opens the files: a report that cannot be written is an error before the run, not after it.
    pub(crate) fn open(choices: &[ReportChoice]) -> Result<Self, CommandError> {
        Ok(Self(file_choice::open(choices)?))
    }

    /// True if there is a report of causes and verdicts to write.
    pub(crate) fn tell_causes(&self) -> bool {
        self.0.iter().any(|(choice, _)| !choice.form.tells_steps())
    }

    /// True if there is a report to write that tells the coverage.
    pub(crate) fn tell_coverage(&self) -> bool {
        self.0.iter().any(|(choice, _)| matches!(choice.form, ReportForm::Html | ReportForm::Json))
    }

    /// True if there is a report to write that tells every step.
    pub(crate) fn tell_steps(&self) -> bool {
        self.0.iter().any(|(choice, _)| choice.form.tells_steps())
    }

    /// Writes every report that tells steps; gives the lines for the terminal.
    pub(crate) fn write_steps(&self, run: &EndedRun<'_>) -> Result<Vec<String>, CommandError> {
        let mut lines = Vec::new();
        for (ReportChoice { form, path }, file) in &self.0 {
            let written = match form {
                ReportForm::Ctrf => file.write_parts(&|file| ctrf::write(run, file)),
                ReportForm::Messages => file.write_parts(&|file| messages::write(run, file)),
                ReportForm::Html | ReportForm::Json | ReportForm::Github => continue,
            };
            written.map_err(|error| not_written::<ReportForm>(path, &error))?;
            lines.push(format!("report: {}", path.display()));
        }
        Ok(lines)
    }

    /// Writes every report of causes and verdicts, with the stories of the kept run if there is one; gives
    /// the lines for the terminal.
    pub(crate) fn write(
        &self,
        report: &RunReport,
        run: Option<&KeptFolder>,
    ) -> Result<Vec<String>, CommandError> {
        let mut lines = Vec::new();
        for (ReportChoice { form, path }, file) in &self.0 {
            let failed = |error: &dyn std::fmt::Display| not_written::<ReportForm>(path, error);
            let text = match form {
                ReportForm::Html => {
                    let stories = StoryPages::beside(path, run)?;
                    html::page(report, &stories).map_err(|error| failed(&error))?
                }
                ReportForm::Json => {
                    serde_json::to_string_pretty(report).map_err(|error| failed(&error))?
                }
                ReportForm::Github => {
                    lines.extend(github::annotations(report));
                    github::summary(report)
                }
                ReportForm::Ctrf | ReportForm::Messages => continue,
            };
            file.write(&text).map_err(|error| failed(&error))?;
            lines.push(format!("report: {}", path.display()));
        }
        Ok(lines)
    }
}
