//! The text of a score.

use conformance_harness::quote::{counted, listed};

use super::{
    agenda::ScoreWord,
    figures::{Finders, Score, Scored},
    verdict::Caught,
};
use crate::exit_code::NOT_JUDGED;

/// The most scenarios that are named in one line.
const NAMED: usize = 6;

/// The most names in one line of the conclusions.
const LISTED: usize = 24;

/// The number of the longest runs that are named.
const LONGEST: usize = 3;

fn named(caught: &Caught) -> String {
    listed(&caught.scenarios(), NAMED)
}

/// The lines about one fault or variant.
pub(super) fn lines(one: &Scored<'_>) -> Vec<String> {
    let Scored { item, catch, word } = one;
    let (title, basis) = (&item.fault.title, item.basis());
    let caught = named(&catch.caught);
    let result = match word {
        ScoreWord::Killed => format!("killed       {basis} by {caught}"),
        ScoreWord::WrongRule => {
            let rules: Vec<&str> = catch.caught.rules().into_iter().collect();
            format!("wrong rule   {basis}, found under {} by {caught}", rules.join(", "))
        }
        ScoreWord::Survived => format!("SURVIVED     {basis}: {title}"),
        ScoreWord::Equivalent => format!("equivalent   {basis}: {title}"),
        ScoreWord::NotEquivalent => format!("NOT EQUIV.   {basis}, found by {caught}"),
        ScoreWord::Undecided => format!("UNDECIDED    {basis}: {caught}"),
        ScoreWord::NeverFired => format!("NEVER FIRED  {basis}: {title}"),
        ScoreWord::Green => "green".to_owned(),
        ScoreWord::Red => format!("RED          {caught}"),
    };
    let (id, fired, seconds) = (item.id(), catch.fired, catch.seconds);
    let mut lines = vec![format!("{id:<34} {result} (fired {fired} times, {seconds:.1} s)")];
    if !word.is_good() {
        let example = catch.caught.example.as_ref();
        lines.extend(example.map(|example| format!("    {}", example.replace('\n', " "))));
    }
    lines
}

/// The lines at the end of a score.
pub(super) fn summary(score: &Score<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for word in [ScoreWord::Survived, ScoreWord::WrongRule, ScoreWord::Red] {
        let ids: Vec<String> = score.with(word).map(|one| one.item.id().to_owned()).collect();
        if !ids.is_empty() {
            lines.push(format!("{}: {}", word.name(), ids.join(", ")));
        }
    }
    lines.extend(equivalent(score));
    lines.extend(conclusions(&score.finders(), score.scenarios.len()));
    lines.extend(rates(score));
    lines.extend(times(score));
    lines
}

/// The rates, and the counts that belong to none.
fn rates(score: &Score<'_>) -> Vec<String> {
    let rates = score.rates();
    let mut lines = vec![format!(
        "{}: {} killed, {} of them under the right rule; {} survived, {} undecided",
        counted(rates.kill_rate.all, "fault"),
        rates.kill_rate.part,
        rates.right_rule_rate.part,
        score.count(ScoreWord::Survived),
        score.count(ScoreWord::Undecided)
    )];
    let (green, red) = (rates.precision.part, rates.precision.all - rates.precision.part);
    lines.push(format!("{} legal variants: {green} green, {red} red", rates.precision.all));
    let never_fired = score.count(ScoreWord::NeverFired);
    if never_fired > 0 {
        lines.push(format!(
            "{never_fired} never changed anything and prove nothing: their files have a mistake, or no scenario of these \
             layers brings their situation about"
        ));
    }
    lines.push(format!(
        "kill rate {}; written plain {}, written narrow {}",
        rates.kill_rate, rates.kill_rate_plain, rates.kill_rate_narrow
    ));
    lines.push(format!("right rule {}; precision {}", rates.right_rule_rate, rates.precision));
    lines
}

/// The faults that are said to be equivalent, with the reasons.
fn equivalent(score: &Score<'_>) -> Vec<String> {
    let reason = |one: &Scored<'_>| one.item.fault.equivalent.clone().unwrap_or_default();
    let all = score.with(ScoreWord::Equivalent);
    let mut lines: Vec<String> = all
        .map(|one| format!("equivalent, not scored: {}: {}", one.item.id(), reason(one)))
        .collect();
    lines.extend(score.with(ScoreWord::NotEquivalent).map(|one| {
        format!(
            "not equivalent, although its file says so: {}: {}; correct the reason, or take the mark away",
            one.item.id(),
            reason(one)
        )
    }));
    lines
}

/// The conclusions of a full score.
fn conclusions(finders: &Finders, scenarios: usize) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(only) = finders.by_one_scenario.as_ref().filter(|only| !only.is_empty()) {
        let pairs: Vec<String> = only.iter().map(|(id, by)| format!("{id} by {by}")).collect();
        lines.push(format!(
            "{} by one scenario alone: {}",
            counted(pairs.len(), "kill"),
            listed(&pairs, LISTED)
        ));
    }
    if let Some(idle) = finders.idle_scenarios.as_ref().filter(|idle| !idle.is_empty()) {
        lines.push(format!(
            "{} of {scenarios} scenarios never kill anything: {}",
            idle.len(),
            listed(idle, LISTED)
        ));
    }
    if let Some(idle) = finders.idle_checks.as_ref().filter(|idle| !idle.is_empty()) {
        lines.push(format!("always-on checks that never kill anything: {}", idle.join(", ")));
    }
    lines
}

fn times(score: &Score<'_>) -> Option<String> {
    let times = score.times(LONGEST)?;
    let longest: Vec<String> =
        times.longest.iter().map(|one| format!("{} {:.1} s", one.id, one.seconds)).collect();
    let taken_over = match score.setting.taken_over {
        0 => String::new(),
        count => format!(" ({count} results were there before)"),
    };
    Some(format!(
        "time: {:.0} s with --jobs {}{taken_over}; in the median {:.1} s each, the longest {}",
        score.setting.wall.as_secs_f64(),
        score.setting.jobs,
        times.median,
        longest.join(", ")
    ))
}

/// 0 if every fault is killed under the right rule and every variant is green, 1 if not, 2 if something could not be decided or
/// a fault is called equivalent and is not.
pub(super) fn exit_code(score: &Score<'_>) -> u8 {
    let has = |words: &[ScoreWord]| words.iter().any(|word| score.count(*word) > 0);
    if has(&[ScoreWord::NeverFired, ScoreWord::Undecided, ScoreWord::NotEquivalent]) {
        NOT_JUDGED
    } else {
        u8::from(has(&[ScoreWord::Survived, ScoreWord::WrongRule, ScoreWord::Red]))
    }
}
