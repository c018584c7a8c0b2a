//! The score as one HTML page, for `--html`.

use askama::Template;
use conformance_harness::quote::{counted, escaped};

use super::{
    agenda::ScoreWord,
    figures::{Finders, Score, Scored},
};

/// The number of the longest runs on the page.
const LONGEST: usize = 10;

/// The page.
#[derive(Template)]
#[template(path = "score.html")]
struct ScorePage<'a> {
    setting: String,
    /// Each figure with its value.
    figures: Vec<(&'static str, String)>,
    /// The faults, those first that the suite does not tell apart.
    faults: Vec<ScoredRow<'a>>,
    variants: Vec<ScoredRow<'a>>,
    finders: Finders,
    /// The number of scenarios that can find something on this target.
    scenarios: usize,
    is_full: bool,
}

/// One fault or variant.
struct ScoredRow<'a> {
    id: &'a str,
    title: String,
    basis: &'a str,
    layer: String,
    is_narrow: bool,
    result: &'static str,
    is_good: bool,
    found_by: Vec<FinderCell<'a>>,
    /// The reason of an equivalent fault, or an example of something that went wrong.
    note: String,
    fired: usize,
    seconds: String,
}

/// A scenario that failed, with its grounds.
struct FinderCell<'a> {
    scenario: &'a str,
    grounds: String,
}

/// The page as text.
pub(super) fn html(score: &Score<'_>) -> Result<String, askama::Error> {
    let mut all: Vec<&Scored<'_>> = score.all.iter().collect();
    all.sort_by_key(|one| one.word);
    let rows = |is_fault: bool| {
        let meant = all.iter().filter(|one| one.item.is_fault() == is_fault);
        meant.map(|one| row(one)).collect()
    };
    let page = ScorePage {
        setting: setting(score),
        figures: figures(score),
        faults: rows(true),
        variants: rows(false),
        finders: score.finders(),
        scenarios: score.scenarios.len(),
        is_full: score.setting.full,
    };
    page.render()
}

/// The circumstances in one line.
fn setting(score: &Score<'_>) -> String {
    let setting = &score.setting;
    let runs = if setting.full {
        "all scenarios for every fault"
    } else {
        "the scenarios of the broken rule first, the others only for survivors"
    };
    let mut parts = vec![
        format!("target: {}", setting.target),
        format!("layers: {}", setting.layers),
        runs.to_owned(),
    ];
    if !setting.rules.is_empty() {
        parts.push(format!("only {}", setting.rules.join(", ")));
    }
    parts.extend(setting.shard.as_ref().map(|shard| format!("part {shard}")));
    escaped(&parts.join("; "))
}

fn figures(score: &Score<'_>) -> Vec<(&'static str, String)> {
    let rates = score.rates();
    let mut figures = vec![
        ("kill rate", rates.kill_rate.to_string()),
        ("kill rate, written plain", rates.kill_rate_plain.to_string()),
        ("kill rate, written narrow", rates.kill_rate_narrow.to_string()),
        ("right rule, of those killed", rates.right_rule_rate.to_string()),
        ("precision: green legal variants", rates.precision.to_string()),
    ];
    for word in [
        ScoreWord::Survived,
        ScoreWord::Undecided,
        ScoreWord::NeverFired,
        ScoreWord::Equivalent,
        ScoreWord::NotEquivalent,
    ] {
        figures.push((word.name(), score.count(word).to_string()));
    }
    if let Some(times) = score.times(LONGEST) {
        let setting = &score.setting;
        let wall = setting.wall.as_secs_f64();
        figures.push(("time", format!("{wall:.0} s with --jobs {}", setting.jobs)));
        figures.push(("time of all runs together", format!("{:.0} s", times.all)));
        figures.push(("median time of one", format!("{:.1} s", times.median)));
        let longest = times.longest.iter().map(|one| format!("{} {:.1} s", one.id, one.seconds));
        figures.push(("longest", longest.collect::<Vec<_>>().join(", ")));
    }
    figures
}

fn row<'a>(one: &'a Scored<'_>) -> ScoredRow<'a> {
    let (fault, caught) = (&one.item.fault, &one.catch.caught);
    let finders = caught.failed.iter().map(|(scenario, grounds)| {
        let grounds: Vec<&str> = grounds.rules().into_iter().chain(grounds.checks()).collect();
        FinderCell { scenario, grounds: escaped(&grounds.join(", ")) }
    });
    let undecided = caught.undecided.iter();
    let undecided = undecided
        .map(|scenario| FinderCell { scenario, grounds: "could not be judged".to_owned() });
    let mut notes: Vec<&str> = fault.equivalent.as_deref().into_iter().collect();
    if !one.word.is_good() {
        notes.extend(caught.cause.as_deref().into_iter().chain(caught.example.as_deref()));
    }
    ScoredRow {
        id: &fault.id,
        title: escaped(&fault.title),
        basis: one.item.basis(),
        layer: fault.layer.to_string(),
        is_narrow: fault.narrow,
        result: one.word.name(),
        is_good: one.word.is_good(),
        found_by: finders.chain(undecided).collect(),
        note: escaped(&notes.join("; ")),
        fired: one.catch.fired,
        seconds: format!("{:.1}", one.catch.seconds),
    }
}
