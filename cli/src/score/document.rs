//! The score as data, for `--json`.

use conformance_harness::fault::InjectedFault;
use serde::Serialize;

use super::{
    agenda::ScoreWord,
    figures::{Finders, Score, ScoreRates, ScoreSetting, ScoreTimes, Scored},
    verdict::{Grounds, ScoreFinding},
};

/// The number of the longest runs in the document.
const LONGEST: usize = 10;

/// The members of the document.
#[derive(Serialize)]
struct ScoreDocument<'a> {
    version: &'static str,
    #[serde(flatten)]
    setting: &'a ScoreSetting,
    rates: ScoreRates,
    times: Option<ScoreTimes>,
    faults: Vec<ScoredDocument<'a>>,
    variants: Vec<ScoredDocument<'a>>,
    #[serde(flatten)]
    finders: Finders,
}

/// One fault or variant.
#[derive(Serialize)]
struct ScoredDocument<'a> {
    id: &'a str,
    title: &'a str,
    file: &'a str,
    layer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    breaks: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    also: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_by: Option<&'a str>,
    narrow: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    equivalent: Option<&'a str>,
    result: ScoreWord,
    /// The number of messages that were changed.
    fired: usize,
    seconds: f64,
    found_by: Vec<FinderDocument<'a>>,
    undecided: &'a [String],
    broken_off: Option<&'a str>,
    example: Option<&'a str>,
}

/// A scenario that failed.
#[derive(Serialize)]
struct FinderDocument<'a> {
    scenario: &'a str,
    findings: &'a [ScoreFinding],
}

/// The document as text.
pub(super) fn json(score: &Score<'_>) -> Result<String, serde_json::Error> {
    let (faults, variants): (Vec<_>, Vec<_>) =
        score.all.iter().partition(|one| one.item.is_fault());
    let document = ScoreDocument {
        version: env!("CARGO_PKG_VERSION"),
        setting: &score.setting,
        rates: score.rates(),
        times: score.times(LONGEST),
        faults: faults.into_iter().map(scored).collect(),
        variants: variants.into_iter().map(scored).collect(),
        finders: score.finders(),
    };
    serde_json::to_string_pretty(&document).map(|text| format!("{text}\n"))
}

fn scored<'a>(one: &'a Scored<'_>) -> ScoredDocument<'a> {
    let InjectedFault { id, title, family, layer, breaks, also, allowed_by, .. } = &one.item.fault;
    let (catch, caught) = (&one.catch, &one.catch.caught);
    let finder = |(scenario, grounds): (&'a String, &'a Grounds)| FinderDocument {
        scenario: scenario.as_str(),
        findings: &grounds.findings,
    };
    ScoredDocument {
        id,
        title,
        file: family,
        layer: layer.to_string(),
        breaks: breaks.as_deref(),
        also,
        allowed_by: allowed_by.as_deref(),
        narrow: one.item.fault.narrow,
        equivalent: one.item.fault.equivalent.as_deref(),
        result: one.word,
        fired: catch.fired,
        seconds: catch.seconds,
        found_by: caught.failed.iter().map(finder).collect(),
        undecided: &caught.undecided,
        broken_off: caught.cause.as_deref(),
        example: caught.example.as_deref(),
    }
}
