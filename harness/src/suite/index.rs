//! The index of the rules, generated from the feature files.

use std::collections::BTreeSet;

use super::{Rule, Suite};
use crate::layer::Layer;

impl Suite {
    /// One line for each rule: id, sources, severity, number of scenarios or why it cannot be observed, and the sentence.
    #[must_use]
    pub fn index(&self) -> Vec<String> {
        let mut rules: Vec<&Rule> = self.rules.iter().map(AsRef::as_ref).collect();
        rules.sort_by_key(|rule| rule.family_and_number());
        rules.into_iter().map(|rule| self.line(rule)).collect()
    }

    fn line(&self, rule: &Rule) -> String {
        let severity = if rule.is_should() { "should" } else { "must" };
        let cases = self.cases.iter().filter(|case| case.rule_id() == rule.id);
        let scenarios: BTreeSet<(Layer, &str)> =
            cases.map(|case| (case.layer, case.scenario_id())).collect();
        let tested = if rule.is_not_observable() {
            let why = rule.description.as_deref().unwrap_or_default();
            let why: Vec<&str> = why.split_whitespace().collect();
            format!("not observable: {}", why.join(" "))
        } else {
            by_layer(&scenarios)
        };
        let Rule { id, sentence, .. } = rule;
        format!("{id:<8} {:<3} {severity:<6} {tested:<36} {sentence}", rule.sources())
    }
}

/// The number of scenarios on each layer. An outline whose rows stand on several layers counts on each.
fn by_layer(scenarios: &BTreeSet<(Layer, &str)>) -> String {
    let counts = Layer::ALL.into_iter().map(|layer| {
        (layer, scenarios.iter().filter(|(stands_on, _)| *stands_on == layer).count())
    });
    let counts = counts.filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts.map(|(layer, count)| format!("{count} {layer}")).collect();
    counts.join(", ")
}
