//! The report of a run as one page, with the stories of its scenarios beside it.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
};

use askama::Template;
use conformance_harness::{
    kept::{KeptError, KeptFolder, KeptResult, StoryPlace},
    quote::counted,
    verdict::Verdict,
};

use super::{
    model::{CauseReport, RuleReport, RunReport, ScenarioReport},
    story::{StoryHeading, story_html},
};

/// The place of the stories in the frame of their page.
pub(crate) const BODY: &str = "the stories";

/// The most kinds of requests whose times are shown.
const MOST_CALLS: usize = 60;

/// The most causes whose example is told on the page itself, and the most bytes of one such story.
const MOST_STORIES: usize = 10;
const LONGEST_STORY: usize = 100_000;

/// The page.
#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage<'a> {
    report: &'a RunReport,
    works: Vec<&'a RuleReport>,
    broken: Vec<&'a RuleReport>,
    unjudged: Vec<&'a RuleReport>,
    passed: usize,
    total: usize,
    stories: &'a StoryPages<'a>,
    /// The stories of examples, by scenario.
    told: BTreeMap<String, String>,
}

impl ReportPage<'_> {
    fn story_of(&self, cause: &CauseReport) -> Option<&String> {
        self.told.get(&cause.example.id)
    }

    fn has_story(&self, scenario: &ScenarioReport) -> bool {
        self.stories.places.contains_key(scenario.id.as_str())
    }

    fn story_link(&self, rule: &RuleReport, scenario: &ScenarioReport) -> String {
        let folder = self.stories.folder.file_name().unwrap_or_default().to_string_lossy();
        format!("{folder}/{}.html#{}", rule.id, scenario.id.replace('#', "%23"))
    }
}

/// The frame of a page with the stories of a rule.
#[derive(Template)]
#[template(path = "stories.html")]
struct StoriesPage<'a> {
    rule: &'a RuleReport,
    /// The address of the report.
    back: String,
}

/// The pages with stories, which lie beside the report.
pub(super) struct StoryPages<'a> {
    run: Option<&'a KeptFolder>,
    report: &'a Path,
    folder: PathBuf,
    places: BTreeMap<String, StoryPlace>,
}

impl<'a> StoryPages<'a> {
    /// The pages for a report at this path. A report in a pipe or a device has none.
    ///
    /// # Errors
    /// If the kept run cannot be read.
    pub(super) fn beside(report: &'a Path, run: Option<&'a KeptFolder>) -> Result<Self, KeptError> {
        let is_file = !report.exists() || report.is_file();
        let run = run.filter(|_| is_file);
        let mut places = BTreeMap::new();
        for result in run.map(KeptFolder::results).transpose()?.into_iter().flatten() {
            let KeptResult { id, story, .. } = result?;
            places.extend(story.map(|place| (id, place)));
        }
        Ok(Self { run, report, folder: report.with_extension("stories"), places })
    }

    /// Writes a page for each rule, one story at a time.
    fn write(&self, rules: &[RuleReport]) -> io::Result<()> {
        let Some(run) = self.run.filter(|_| !self.places.is_empty()) else { return Ok(()) };
        fs::create_dir_all(&self.folder)?;
        let back = format!("../{}", self.report.file_name().unwrap_or_default().to_string_lossy());
        for rule in rules {
            let frame = StoriesPage { rule, back: back.clone() }.render();
            let frame = frame.map_err(io::Error::other)?;
            let (head, foot) = frame.split_once(BODY).unwrap_or((&frame, ""));
            let path = self.folder.join(format!("{}.html", rule.id));
            let mut page = BufWriter::new(File::create(path)?);
            page.write_all(head.as_bytes())?;
            for scenario in &rule.scenarios {
                let Some(place) = self.places.get(scenario.id.as_str()) else { continue };
                let story = run.story_at(*place).map_err(io::Error::other)?;
                let heading = StoryHeading {
                    title: &scenario.title,
                    verdict: scenario.verdict.to_string(),
                    class: scenario.class(),
                    reasons: &scenario.reasons,
                };
                let text = story_html(&story, Some(heading)).map_err(io::Error::other)?;
                page.write_all(text.as_bytes())?;
            }
            page.write_all(foot.as_bytes())?;
            page.flush()?;
        }
        Ok(())
    }

    /// The stories of the causes' examples.
    fn of_causes(&self, causes: &[CauseReport]) -> BTreeMap<String, String> {
        let tell = |cause: &CauseReport| {
            let id = cause.example.id.as_str();
            let story = self.run?.story_at(*self.places.get(id)?).ok()?;
            let text = story_html(&story, None).ok()?;
            (text.len() <= LONGEST_STORY).then(|| (id.to_owned(), text))
        };
        causes.iter().take(MOST_STORIES).filter_map(tell).collect()
    }
}

/// The page as text; the stories are written beside it.
pub(super) fn page(report: &RunReport, stories: &StoryPages<'_>) -> io::Result<String> {
    let with = |verdicts: &[Verdict]| -> Vec<&RuleReport> {
        report.rules.iter().filter(|rule| verdicts.contains(&rule.verdict)).collect()
    };
    stories.write(&report.rules)?;
    let page = ReportPage {
        report,
        works: with(&[Verdict::Passed, Verdict::Warning]),
        broken: with(&[Verdict::Failed, Verdict::Error, Verdict::KnownDeviation]),
        unjudged: with(&[Verdict::NotApplicable]),
        passed: report.counts.get(&Verdict::Passed).copied().unwrap_or_default(),
        total: report.counts.values().sum(),
        stories,
        told: stories.of_causes(&report.causes),
    };
    page.render().map_err(io::Error::other)
}
