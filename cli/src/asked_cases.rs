//! The scenarios that a run judges where a person is the operator, and the forecast of what that person is asked for.

use std::{path::Path, rc::Rc};

use conformance_harness::{
    quote::escaped,
    report::Output,
    suite::Case,
    target::{OperatorKind, Target},
};
use ralio_conformance::{
    CastFile, SetUpError,
    rehearsal::{RequestForecast, chosen_for},
};

use crate::{
    arguments::{JOBS, RunArguments},
    error::CommandError,
    targets,
};

/// The cases that are judged, with the forecast of what a person will be asked for; unless a person is the operator, all of them.
pub(crate) fn asked_cases(
    arguments: &RunArguments,
    home: &Path,
    cases: Vec<Rc<Case>>,
    output: &Output,
) -> Result<Vec<Rc<Case>>, CommandError> {
    let target = targets::unstarted(&arguments.target.name)?;
    let code = targets::variable("RALIO_API_CODE").unwrap_or_default();
    if target.operator != OperatorKind::Person {
        return match arguments.max_requests {
            None => Ok(cases),
            Some(_) => Err(CommandError::Report(
                "--max-requests counts requests to a person, and `operator` is not `person`: leave it out".to_owned(),
            )),
        };
    }
    let folder = home.join(CASTS);
    let file = CastFile::open(&folder, &target.api_url, &code, arguments.new_cast)
        .map_err(SetUpError::from)?;
    let cases = match arguments.max_requests {
        None => cases,
        Some(most) => chosen_for(&target, &cases, &file, most),
    };
    let jobs =
        if arguments.max_requests.is_some() { 1 } else { jobs_of(arguments, &target, cases.len()) };
    let forecast = RequestForecast::of(&target, &cases, &file, jobs);
    output.say(&escaped(&forecast.told()));
    Ok(cases)
}

/// The folder in which casts are kept.
pub(crate) const CASTS: &str = "target/conform/cast";

/// The number of scenarios that run at the same time. A person gets the requests of all of them at once.
pub(crate) fn jobs_of(arguments: &RunArguments, target: &Target, scenarios: usize) -> usize {
    let usual = if target.operator == OperatorKind::Person { scenarios } else { JOBS };
    arguments.jobs.unwrap_or(usual)
}
