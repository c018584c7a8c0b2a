//! The command `show`: the story of a scenario of a kept run.

use std::{collections::HashMap, rc::Rc};

use conformance_harness::{
    kept::{KeptResult, KeptRun, RunState},
    quote::{counted, escaped},
    report::{Output, Paint, failure_text},
    suite::{Case, cases_by_id},
    verdict::Fault,
};
use ralio_conformance::read_suite;

use super::{
    place::latest,
    story_text::{StoryDetail, story_text},
};
use crate::{arguments::ShowArguments, error::CommandError, suite_folder::SuiteFolder};

/// The cases of the suite by their ids.
type Cases<'a> = HashMap<&'a str, &'a Rc<Case>>;

/// Tells what happened.
pub(crate) fn show(arguments: &ShowArguments, output: &Output) -> Result<u8, CommandError> {
    let folder = SuiteFolder::find(&arguments.suite)?;
    let run = KeptRun::open(&latest(arguments.run.as_deref(), folder.home())?)?;
    let suite = read_suite(&folder)?;
    let cases = cases_by_id(&suite.cases);
    let paint = Paint::of_stdout();
    let Some(id) = &arguments.id else {
        list(&run, &cases, paint, output);
        return Ok(0);
    };
    for result in run.results_of(id)? {
        let story = match run.story(result) {
            Err(_) if !result.reasons.is_empty() && result.story.is_none() => None,
            story => Some(story?),
        };
        if arguments.json {
            let text = serde_json::to_string_pretty(&story);
            output.say(&text.map_err(CommandError::report)?);
            continue;
        }
        output.say(&head(&run, result, &cases, paint));
        if let Some(story) = story {
            let detail = StoryDetail { is_full: arguments.full, paint };
            // A story was escaped before it was kept; here it may have colours.
            output.say(story_text(&story, detail).trim_end());
        }
        output.say("");
    }
    Ok(0)
}

/// The result of a scenario, before its story.
fn head(run: &KeptRun, result: &KeptResult, cases: &Cases<'_>, paint: Paint) -> String {
    let facts = &run.head.facts;
    let told = match cases.get(result.id.as_str()) {
        Some(case) => {
            let mut outcome = result.clone().result_of(Rc::clone(case));
            outcome.reasons.iter_mut().for_each(without_evidence);
            failure_text(&outcome, paint)
        }
        // The suite has changed since.
        None => format!("{} {}\n", result.verdict, result.id),
    };
    format!(
        "{told}  {:<9} {} at {}, seed {}; the scenario took {:.2} s",
        "run", facts.target, run.head.begun, facts.seed, result.seconds
    )
}

/// Takes the evidence out of a reason: the story has it.
fn without_evidence(fault: &mut Fault) {
    if let Fault::Nonconformance(finding) = fault {
        finding.evidence = None;
    }
}

/// Lists the results of a run.
fn list(run: &KeptRun, cases: &Cases<'_>, paint: Paint, output: &Output) {
    let facts = &run.head.facts;
    let mut results: Vec<&KeptResult> = run.results.iter().collect();
    results.sort_by_key(|result| {
        let case = cases.get(result.id.as_str());
        (case.is_none(), case.map(|case| (&case.path, case.line)))
    });
    for result in results {
        let case = cases.get(result.id.as_str());
        let title = case.map_or("", |case| case.name.as_str());
        let line =
            format!("{:<15} {:<12} {:6.2} s  {title}", result.verdict, result.id, result.seconds);
        let line = escaped(&line);
        output.say(&if result.story.is_some() { line } else { paint.dim(&line) });
    }
    let state = match (&run.head.summary, run.head.state) {
        (Some(summary), _) if summary.broken_off.is_some() => "the run was interrupted".to_owned(),
        (Some(summary), _) => format!("{} {}", facts.target, summary.words()),
        (None, RunState::Running | RunState::Ended) => {
            let left = run.head.chosen.len().saturating_sub(run.results.len());
            let left = counted(left, "scenario");
            format!("the run has not ended, or ended unexpectedly: {left} without a result")
        }
    };
    output.say(&escaped(&format!(
        "{} in {}; {state}",
        counted(run.results.len(), "result"),
        run.path().display()
    )));
}
