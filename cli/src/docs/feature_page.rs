//! The page of a feature: its background, rules and scenarios, with verdicts and example exchanges.

use std::collections::{BTreeMap, BTreeSet};

use conformance_harness::suite::{Case, FeatureFile, Rule};
use gherkin::{Background, Examples, Scenario};

use super::{
    example::ScenarioExample,
    plan::{SiteFeature, SitePlan, id_of},
    run_verdicts::{RunVerdicts, VerdictTally, VerdictView},
    step_view::{StepView, WordPiece, pieces, step_views},
    words::{layer_words, severity, sources, tag_words},
};

/// A rule with its scenarios, or scenarios that stand under no rule.
pub(super) struct ScenarioGroup<'a> {
    /// None for scenarios without a rule.
    pub(super) rule: Option<RuleView<'a>>,
    pub(super) background: Option<Vec<StepView<'a>>>,
    pub(super) scenarios: Vec<ScenarioView<'a>>,
}

/// The head of a rule.
pub(super) struct RuleView<'a> {
    pub(super) id: &'a str,
    pub(super) sentence: &'a str,
    pub(super) paragraphs: Vec<String>,
    pub(super) sources: Vec<(char, &'static str)>,
    pub(super) layer: String,
    pub(super) layer_words: &'static str,
    pub(super) severity: (&'static str, &'static str),
    pub(super) is_not_observable: bool,
    /// The other pages on which it stands, with the titles of their features.
    pub(super) continued: Vec<&'a (String, String)>,
    pub(super) tally: Option<VerdictTally>,
    /// True if some of its scenarios stand on other pages.
    pub(super) is_elsewhere: bool,
}

/// A scenario, or an outline with all of its rows.
pub(super) struct ScenarioView<'a> {
    pub(super) id: String,
    pub(super) title: Vec<WordPiece<'a>>,
    pub(super) paragraphs: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) steps: Vec<StepView<'a>>,
    pub(super) examples: Vec<ExamplesView<'a>>,
    /// The verdict of a scenario without rows.
    pub(super) verdict: Option<VerdictView>,
    /// The verdicts of the rows together.
    pub(super) tally: Option<VerdictTally>,
    /// True if it has rows.
    pub(super) is_outline: bool,
    /// The example exchanges, one for each case that has one.
    pub(super) exchanges: Vec<ScenarioExample>,
}

/// The rows of Examples.
pub(super) struct ExamplesView<'a> {
    pub(super) name: &'a str,
    pub(super) paragraphs: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) head: Vec<&'a str>,
    pub(super) rows: Vec<ExampleRow<'a>>,
}

/// A row of Examples, which is a case.
pub(super) struct ExampleRow<'a> {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) cells: Vec<&'a str>,
    pub(super) verdict: Option<VerdictView>,
}

/// The reader of one feature.
pub(super) struct FeatureReader<'a> {
    plan: &'a SitePlan,
    feature: &'a SiteFeature,
    run: Option<&'a RunVerdicts>,
    /// The cases by the line of the scenario or of the row.
    cases: BTreeMap<usize, &'a Case>,
}

impl<'a> FeatureReader<'a> {
    /// A reader that shows the verdicts of a run.
    pub(super) fn new(
        plan: &'a SitePlan,
        feature: &'a SiteFeature,
        run: Option<&'a RunVerdicts>,
    ) -> Self {
        let cases = feature.cases.iter().map(|case| (case.line, case.as_ref())).collect();
        Self { plan, feature, run, cases }
    }

    fn file(&self) -> &'a FeatureFile {
        &self.feature.file
    }

    /// The paragraphs of the feature's description.
    pub(super) fn paragraphs(&self) -> Vec<String> {
        self.paragraphs_at(self.file().feature.position.line)
    }

    /// The tags of the feature in words.
    pub(super) fn tags(&self) -> Vec<String> {
        self.tags_at(self.file().feature.position.line, None)
    }

    /// The steps before each scenario of the feature.
    pub(super) fn background(&self) -> Option<Vec<StepView<'a>>> {
        self.background_of(self.file().feature.background.as_ref())
    }

    /// The scenarios without a rule, then the rules.
    pub(super) fn groups(&self) -> Vec<ScenarioGroup<'a>> {
        let feature = &self.file().feature;
        let alone = ScenarioGroup {
            rule: None,
            background: None,
            scenarios: self.scenarios(&feature.scenarios),
        };
        let alone = (!alone.scenarios.is_empty()).then_some(alone);
        let ruled = feature.rules.iter().map(|written| {
            let rule = self.feature.rules.iter().find(|rule| rule.id == id_of(&written.name));
            ScenarioGroup {
                rule: rule.map(|rule| self.rule(rule, written.position.line)),
                background: self.background_of(written.background.as_ref()),
                scenarios: self.scenarios(&written.scenarios),
            }
        });
        alone.into_iter().chain(ruled).collect()
    }

    fn rule(&self, rule: &'a Rule, line: usize) -> RuleView<'a> {
        let of_rule = self.plan.rules.iter().find(|one| one.rule.id == rule.id);
        let cases = of_rule.map(|one| one.cases.as_slice()).unwrap_or_default();
        let tally = self.run.filter(|_| !cases.is_empty());
        let is_elsewhere = cases.iter().any(|case| case.path != self.feature.path);
        RuleView {
            id: &rule.id,
            sentence: &rule.sentence,
            paragraphs: self.paragraphs_at(line),
            sources: sources(rule),
            layer: rule.layer().to_string(),
            layer_words: layer_words(rule.layer()),
            severity: severity(rule),
            is_not_observable: rule.is_not_observable(),
            continued: self.plan.continued(rule, self.feature),
            tally: tally.map(|run| run.tally(cases.iter().map(AsRef::as_ref))),
            is_elsewhere,
        }
    }

    fn background_of(&self, background: Option<&'a Background>) -> Option<Vec<StepView<'a>>> {
        let found = background?;
        Some(step_views(self.file(), &found.steps, &BTreeSet::new()))
    }

    fn scenarios(&self, scenarios: &'a [Scenario]) -> Vec<ScenarioView<'a>> {
        scenarios.iter().map(|scenario| self.scenario(scenario)).collect()
    }

    fn scenario(&self, scenario: &'a Scenario) -> ScenarioView<'a> {
        let line = scenario.position.line;
        let tables = scenario.examples.iter().map(|one| self.head(one));
        let columns: BTreeSet<&str> = tables.flatten().collect();
        let examples: Vec<ExamplesView<'a>> =
            scenario.examples.iter().map(|one| self.examples(one)).collect();
        let rows = examples.iter().flat_map(|one| &one.rows).map(|row| row.id.as_str());
        let ids: BTreeSet<&str> = rows.collect();
        let is_meant = |case: &&&Case| case.line == line || ids.contains(case.id.as_str());
        let cases: Vec<&Case> = self.cases.values().filter(is_meant).copied().collect();
        let is_outline = !scenario.examples.is_empty();
        let first = cases.first();
        let exchanges = self.run.map(|run| cases.iter().filter_map(|case| run.example(case)));
        ScenarioView {
            id: first.map_or_else(String::new, |case| case.scenario_id().to_owned()),
            title: pieces(scenario.name.trim(), &columns),
            paragraphs: self.paragraphs_at(line),
            tags: self.tags_at(line, first.copied()),
            steps: step_views(self.file(), &scenario.steps, &columns),
            verdict: self.run.zip(first).filter(|_| !is_outline).map(|(run, case)| run.of(case)),
            tally: self.run.filter(|_| is_outline).map(|run| run.tally(cases.iter().copied())),
            exchanges: exchanges.into_iter().flatten().collect(),
            examples,
            is_outline,
        }
    }

    /// The names of the columns of Examples.
    fn head(&self, examples: &Examples) -> Vec<&'a str> {
        let lines = self.file().tables.get(&examples.position.line);
        let head = lines.and_then(|lines| lines.values().next());
        head.into_iter().flatten().map(|cell| cell.value.as_str()).collect()
    }

    fn examples(&self, examples: &'a Examples) -> ExamplesView<'a> {
        let line = examples.position.line;
        let rows = self.file().tables.get(&line).into_iter().flatten().skip(1);
        let rows = rows.filter_map(|(line, cells)| {
            let case = *self.cases.get(line)?;
            Some(ExampleRow {
                id: case.id.clone(),
                number: case.id.split('#').nth(1).unwrap_or_default().to_owned(),
                cells: cells.iter().map(|cell| cell.value.as_str()).collect(),
                verdict: self.run.map(|run| run.of(case)),
            })
        });
        ExamplesView {
            name: examples.name.as_deref().unwrap_or_default().trim(),
            paragraphs: self.paragraphs_at(line),
            tags: self.tags_at(line, None),
            head: self.head(examples),
            rows: rows.collect(),
        }
    }

    /// The tags above a keyword in words.
    fn tags_at(&self, line: usize, case: Option<&Case>) -> Vec<String> {
        let tags = self.file().tags.get(&line).into_iter().flatten();
        tags.filter_map(|tag| tag_words(&tag.name, case)).collect()
    }

    /// The paragraphs of the description below a keyword.
    fn paragraphs_at(&self, line: usize) -> Vec<String> {
        let text = self.file().descriptions.get(&line).map(String::as_str).unwrap_or_default();
        let mut paragraphs = vec![Vec::new()];
        for words in text.lines().map(str::trim) {
            match paragraphs.last_mut() {
                Some(last) if !words.is_empty() => last.push(words),
                _ => paragraphs.push(Vec::new()),
            }
        }
        let paragraphs = paragraphs.into_iter().filter(|lines| !lines.is_empty());
        paragraphs.map(|lines| lines.join(" ")).collect()
    }
}
