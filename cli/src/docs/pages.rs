//! The pages of a site.

use std::rc::Rc;

use askama::Template;
use conformance_harness::{quote::counted, suite::Case};

use super::{
    feature_page::{FeatureReader, ScenarioGroup},
    plan::{SiteFeature, SitePlan, SiteRule, SiteSection, address},
    run_verdicts::{RunVerdicts, VerdictTally},
    step_view::StepView,
    words::{LAYER_WORDS, SEVERITY_WORDS, SOURCE_WORDS, VERDICT_WORDS, severity, sign},
};
use crate::report::class;

/// The frame of every page: head, search and contents.
pub(super) struct SiteFrame<'a> {
    pub(super) plan: &'a SitePlan,
    pub(super) run: Option<&'a RunVerdicts>,
    /// The way from the page to the folder of the site: empty, or `../` for each folder.
    up: String,
    /// The page, relative to the folder of the site.
    here: &'a str,
}

impl<'a> SiteFrame<'a> {
    /// The frame of a page.
    pub(super) fn new(plan: &'a SitePlan, run: Option<&'a RunVerdicts>, here: &'a str) -> Self {
        Self { plan, run, up: "../".repeat(here.matches('/').count()), here }
    }

    /// The address of a page, from this one.
    fn link(&self, page: &str) -> String {
        format!("{}{}", self.up, address(page))
    }

    fn is_here(&self, page: &str) -> bool {
        self.here == page
    }

    fn has_page(&self, section: &SiteSection) -> bool {
        section.features.iter().any(|feature| feature.page == self.here)
    }

    /// The number of red scenarios of a feature.
    fn red(&self, feature: &SiteFeature) -> usize {
        self.tally(&feature.cases).map_or(0, |tally| tally.red)
    }

    /// The verdicts on these scenarios; none if there are no scenarios, or no run.
    fn tally(&self, cases: &[Rc<Case>]) -> Option<VerdictTally> {
        let run = self.run.filter(|_| !cases.is_empty())?;
        Some(run.tally(cases.iter().map(AsRef::as_ref)))
    }

    /// The address of a rule, from this page.
    fn rule_link(&self, rule: &SiteRule) -> String {
        let page = rule.places.first().map(|(page, _)| page.as_str()).unwrap_or_default();
        format!("{}#{}", self.link(page), fragment(&rule.rule.id))
    }

    /// The rules that are not kept.
    fn broken(&self) -> Vec<&SiteRule> {
        let rules = self.plan.rules.iter();
        rules.filter(|rule| self.tally(&rule.cases).is_some_and(|tally| tally.red > 0)).collect()
    }

    /// The numbers of scenarios by verdict, with sign and class.
    fn counts(&self) -> Vec<(String, usize, &'static str, &'static str)> {
        let counts = self.run.map(RunVerdicts::counts).unwrap_or_default();
        let shown = counts
            .into_iter()
            .map(|(verdict, count)| (verdict.to_string(), count, class(verdict), sign(verdict)));
        shown.collect()
    }
}

/// The part of an address after `#`, for an element with this id.
fn fragment(id: &str) -> String {
    address(id)
}

/// The first page: the verdict on the target, the sections with their features, and the meaning of the words.
#[derive(Template)]
#[template(path = "docs/overview.html")]
struct OverviewPage<'a> {
    frame: SiteFrame<'a>,
}

/// The page of all rules.
#[derive(Template)]
#[template(path = "docs/rules.html")]
struct RulesPage<'a> {
    frame: SiteFrame<'a>,
}

/// The page of a feature.
#[derive(Template)]
#[template(path = "docs/feature.html")]
struct FeaturePage<'a> {
    frame: SiteFrame<'a>,
    section: &'a SiteSection,
    feature: &'a SiteFeature,
    paragraphs: Vec<String>,
    tags: Vec<String>,
    background: Option<Vec<StepView<'a>>>,
    groups: Vec<ScenarioGroup<'a>>,
}

/// The address of the first page.
pub(super) const OVERVIEW: &str = "index.html";

/// The address of the page of all rules.
pub(super) const RULES: &str = "rules.html";

/// The style and the script of all pages.
pub(super) const STYLE: &str = concat!(
    include_str!("../../templates/report.css"),
    include_str!("../../templates/docs/site.css")
);
pub(super) const SCRIPT: &str = include_str!("../../templates/docs/site.js");

/// The first page.
pub(super) fn overview(
    plan: &SitePlan,
    run: Option<&RunVerdicts>,
) -> Result<String, askama::Error> {
    OverviewPage { frame: SiteFrame::new(plan, run, OVERVIEW) }.render()
}

/// The page of all rules.
pub(super) fn rules_page(
    plan: &SitePlan,
    run: Option<&RunVerdicts>,
) -> Result<String, askama::Error> {
    RulesPage { frame: SiteFrame::new(plan, run, RULES) }.render()
}

/// The page of a feature.
pub(super) fn feature_page(
    plan: &SitePlan,
    run: Option<&RunVerdicts>,
    section: &SiteSection,
    feature: &SiteFeature,
) -> Result<String, askama::Error> {
    let reader = FeatureReader::new(plan, feature, run);
    FeaturePage {
        frame: SiteFrame::new(plan, run, &feature.page),
        section,
        feature,
        paragraphs: reader.paragraphs(),
        tags: reader.tags(),
        background: reader.background(),
        groups: reader.groups(),
    }
    .render()
}
