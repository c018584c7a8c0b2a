//! The reports that `--report` asks for, and their files.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use conformance_harness::{kept::KeptRun, report::ReportFile};

use super::{
    github,
    html::{self, StoryPages},
    model::RunReport,
};
use crate::error::CommandError;

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportForm {
    /// One page that opens offline.
    Html,
    /// Data, described in docs/reports.md.
    Json,
    /// A summary in Markdown for GitHub, and at most ten annotations.
    Github,
}

/// One report that is asked for, as in `html` or `html=report.html`.
#[derive(Clone, Debug)]
pub(crate) struct ReportChoice {
    form: ReportForm,
    path: PathBuf,
}

impl std::str::FromStr for ReportChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (form, path) =
            text.split_once('=').map_or((text, None), |(form, path)| (form, Some(path)));
        let form = ReportForm::from_str(form, false)
            .map_err(|_| format!("{form:?} is no report; write html, json or github, with a file as in html=report.html"))?;
        let path = match (path, form) {
            (Some(""), _) => return Err("the name of the file is missing after `=`".to_owned()),
            (Some(path), _) => PathBuf::from(path),
            (None, ReportForm::Html) => PathBuf::from("conform-report.html"),
            (None, ReportForm::Json) => PathBuf::from("conform-report.json"),
            (None, ReportForm::Github) => std::env::var_os("GITHUB_STEP_SUMMARY")
                .map_or_else(|| PathBuf::from("conform-report.md"), PathBuf::from),
        };
        Ok(Self { form, path })
    }
}

/// The files of the reports, opened before the run.
pub(crate) struct RunReports(Vec<(ReportChoice, ReportFile)>);

impl RunReports {
    /// Opens the files: a report that cannot be written is an error before the run, not after it.
    pub(crate) fn open(choices: &[ReportChoice]) -> Result<Self, CommandError> {
        let open = |choice: &ReportChoice| match ReportFile::at(&choice.path) {
            Ok(file) => Ok((choice.clone(), file)),
            Err(error) => Err(not_written(&choice.path, &error)),
        };
        Ok(Self(choices.iter().map(open).collect::<Result<_, _>>()?))
    }

    /// True if there is a report to write.
    pub(crate) fn are_wanted(&self) -> bool {
        !self.0.is_empty()
    }

    /// Writes every report, with the stories of the kept run if there is one; gives the lines for the terminal.
    pub(crate) fn write(
        &self,
        report: &RunReport,
        run: Option<&KeptRun>,
    ) -> Result<Vec<String>, CommandError> {
        let mut lines = Vec::new();
        for (ReportChoice { form, path }, file) in &self.0 {
            let failed = |error: &dyn std::fmt::Display| not_written(path, error);
            let text = match form {
                ReportForm::Html => {
                    let stories = StoryPages::beside(path, run);
                    html::page(report, &stories).map_err(|error| failed(&error))?
                }
                ReportForm::Json => {
                    serde_json::to_string_pretty(report).map_err(|error| failed(&error))?
                }
                ReportForm::Github => {
                    lines.extend(github::annotations(report));
                    github::summary(report)
                }
            };
            file.write(&text).map_err(|error| failed(&error))?;
            lines.push(format!("report: {}", path.display()));
        }
        Ok(lines)
    }
}

fn not_written(path: &Path, error: &dyn std::fmt::Display) -> CommandError {
    CommandError::Report(format!("the report {} cannot be written: {error}", path.display()))
}
