//! The command `replay`: a scenario of an earlier run is run again, and both stories are compared.

use conformance_harness::{
    kept::{Divergence, KeptRun},
    quote::escaped,
    report::Output,
    suite::scenario_of,
};

use super::place::{latest, new_folder};
use crate::{
    arguments::{KeepArguments, ReplayArguments, RunArguments, SelectionArguments},
    commands,
    error::CommandError,
    suite_folder::SuiteFolder,
};

/// The most letters of one event of a story.
const LONGEST_EVENT: usize = 600;

/// Runs a scenario again and says where it differs.
pub(crate) fn replay(arguments: ReplayArguments, output: &Output) -> Result<u8, CommandError> {
    let ReplayArguments { id, run, target, suite } = arguments;
    let home = SuiteFolder::find(&suite)?.home().to_owned();
    let earlier = KeptRun::open(&latest(run.as_deref(), &home)?)?;
    earlier.results_of(&id)?;
    let selection = SelectionArguments::of_rule(scenario_of(&id), suite);
    let seed = Some(earlier.head.facts.seed);
    let folder = new_folder(&home);
    let keep_run = KeepArguments { out: Some(folder.clone()), ..KeepArguments::default() };
    let again = RunArguments { selection, target, seed, keep_run, ..RunArguments::default() };
    let code = commands::run(again, output)?;
    let later = KeptRun::open(&folder)?;
    for before in earlier.results_of(&id)? {
        let after = later.results_of(&before.id)?;
        let told = match (earlier.story(before), later.story(after[0])) {
            (Ok(one), Ok(two)) => match one.divergence(&two) {
                None => "it went the same way as before".to_owned(),
                Some(divergence) => told(&divergence),
            },
            (Err(error), _) | (_, Err(error)) => error.to_string(),
        };
        let verdicts = format!("{} before, {} now", before.verdict, after[0].verdict);
        output.say(&escaped(&format!("{}: {verdicts}; {told}", before.id)));
    }
    Ok(code)
}

fn told(divergence: &Divergence) -> String {
    let Divergence { step, before, after } = divergence;
    let step = step.as_ref().map_or_else(String::new, |step| format!(" in {step:?}"));
    let event = |event: &Option<String>| match event {
        None => "    the scenario had ended".to_owned(),
        Some(words) => {
            let words: String = words.chars().take(LONGEST_EVENT).collect();
            words.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
        }
    };
    format!("it went another way{step}\n  before\n{}\n  now\n{}", event(before), event(after))
}
