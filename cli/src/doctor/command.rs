//! The command `conform doctor`: makes every check, and reports each in a line or two.

use std::{cell::RefCell, path::Path};

use conformance_harness::{
    quote::{counted, escaped},
    report::Output,
    run::{CaseResult, Observer},
    schema::Contract,
    secrets::Secrets,
    similar_or,
    suite::{Selection, Suite},
    target::OperatorKind,
    verdict::{Fault, Verdict},
};
use ralio_conformance::{Options, judge, load_contract, read_suite, select};
use tokio::{runtime::Handle, task::yield_now};

use super::{
    check::{Grade, SetUpCheck},
    examine,
};
use crate::{
    arguments::DoctorArguments,
    commands::Runtimes,
    error::CommandError,
    exit_code::NOT_JUDGED,
    suite_folder::SuiteFolder,
    targets::{self, Started, TargetError},
};

/// A scenario with one payment and two deliveries, by which webhooks are tried.
const TRIAL: &str = "HOOK-4.1";

/// Checks the set-up of a target.
pub(crate) fn doctor(arguments: &DoctorArguments, output: &Output) -> Result<u8, CommandError> {
    let Runtimes { ours, theirs } = Runtimes::new()?;
    let secrets = Secrets::default();
    let checks = RefCell::new(Vec::new());
    let report = |check: SetUpCheck| {
        output.say(&escaped(&secrets.mask(&check.to_string())));
        checks.borrow_mut().push(check.grade);
    };
    ours.block_on(examined(arguments, &secrets, theirs.handle(), &report));
    let count = |grade| checks.borrow().iter().filter(|known| **known == grade).count();
    let (wrong, warnings) = (count(Grade::Wrong), count(Grade::Warning));
    let name = &arguments.target.name;
    output.say(&match (wrong, warnings) {
        (0, 0) => format!("the set-up is as it should be: `conform run --target {name}`"),
        (0, _) => format!("nothing is wrong, {warnings} to look at: `conform run --target {name}`"),
        _ => format!("{wrong} wrong, {warnings} to look at"),
    });
    Ok(if wrong == 0 { 0 } else { NOT_JUDGED })
}

/// Makes the checks that can be made; each mistake ends those that depend on it.
async fn examined(
    arguments: &DoctorArguments,
    secrets: &Secrets,
    beside: &Handle,
    report: &dyn Fn(SetUpCheck),
) {
    let suite = SuiteFolder::find(&arguments.suite);
    let suite = suite.and_then(|root| {
        let (suite, contract) = (read_suite(&root)?, load_contract(&root)?);
        Ok((suite, contract, root))
    });
    let (suite, contract, root) = match suite {
        Ok(read) => read,
        Err(error) => {
            let remedy = "name the folder of the suite with --suite, or correct the files";
            return report(SetUpCheck::wrong("suite", error.to_string(), remedy));
        }
    };
    report(SetUpCheck::fine(
        "suite",
        format!("{} has {}", root.told(), counted(suite.rules.len(), "rule")),
    ));
    let (name, image) = (&arguments.target.name, arguments.target.image.as_deref());
    if targets::needs_engine(name) {
        let engine = examine::engine().await;
        let is_wrong = engine.is_wrong();
        report(engine);
        if is_wrong {
            return;
        }
    }
    let started = match targets::start(name, image, &root, secrets, beside).await {
        Ok(started) => started,
        Err(error) => return report(not_started(&error)),
    };
    report(SetUpCheck::fine("target", format!("{} is described", started.target.name)));
    let checks = examine::everything(&started).await;
    let is_wrong = checks.iter().any(SetUpCheck::is_wrong);
    checks.into_iter().for_each(report);
    deviations(&started, &suite).into_iter().for_each(report);
    if !is_wrong {
        // The port of the sink that was tried is free after its tasks have ended.
        for _ in 0..10 {
            yield_now().await;
        }
        report(delivery(&started, &suite, contract, &root, secrets).await);
    }
    started.stop().await;
}

/// The mistake behind a target that was not started or described.
fn not_started(error: &TargetError) -> SetUpCheck {
    let text = error.to_string();
    // The messages name the remedy themselves.
    let subject = match error {
        TargetError::Profile(_) | TargetError::ContainerProfile { .. } => "profile",
        TargetError::Authority(_) => {
            let remedy = "remove ca.pem and ca.key in the folder of `sink.authority`, make a new authority with \
                          `conform ca DIR`, and let the target trust it";
            return SetUpCheck::wrong("sink.authority", text, remedy);
        }
        TargetError::NoContainer(..) => "--image",
        _ => "target",
    };
    SetUpCheck::wrong(subject, text, "")
}

/// Deviations of scenarios that do not exist.
fn deviations(started: &Started, suite: &Suite) -> Vec<SetUpCheck> {
    let known = suite.scenarios();
    let is_known = |id: &str| known.contains(id) || suite.rules.iter().any(|rule| rule.id == id);
    let unknown = started.target.deviations.ids().filter(|id| !is_known(id));
    unknown
        .map(|id| {
            let ids = known.iter().map(String::as_str);
            let hint = similar_or(id, ids, "`conform list` shows all of them");
            let found = format!("{id} is no scenario and no rule");
            SetUpCheck::wrong("deviations", found, format!("correct the id; {hint}"))
        })
        .collect()
}

/// The one result of the trial.
#[derive(Default)]
struct Trial(Option<CaseResult>);

impl Observer for Trial {
    fn ended(&mut self, outcome: &CaseResult) {
        self.0 = Some(outcome.clone());
    }
}

/// Lets the target deliver events, by one scenario.
async fn delivery(
    started: &Started,
    suite: &Suite,
    contract: Contract,
    root: &Path,
    secrets: &Secrets,
) -> SetUpCheck {
    let subject = "webhooks";
    if started.target.operator != OperatorKind::Json {
        let found = "were not tried, since a person would have to register the sink first";
        return SetUpCheck::fine(subject, found);
    }
    let selection = Selection { rules: vec![TRIAL.to_owned()], ..Selection::default() };
    let cases = match select(suite, &selection) {
        Ok(cases) => cases,
        Err(error) => return SetUpCheck::wrong("suite", error.to_string(), "correct the files"),
    };
    let options = Options {
        secrets: secrets.clone(),
        operator_key: started.operator_key.clone(),
        ..Options::of(suite, root.to_path_buf())
    };
    let mut trial = Trial::default();
    let target = started.target.clone();
    let judged = judge(target, &started.authority, contract, cases, &options, &mut trial).await;
    match (judged, trial.0) {
        (Err(error), _) => SetUpCheck::wrong(subject, error.to_string(), ""),
        (Ok(summary), result) => match (summary.broken_off, result) {
            (Some(cause), _) => SetUpCheck::wrong(subject, cause, ""),
            (None, Some(result)) => tried(subject, &result),
            (None, None) => SetUpCheck::warning(subject, "were not tried", "run a scenario"),
        },
    }
}

/// The trial's result as a check: a target that does wrong is no matter of the set-up.
fn tried(subject: &str, result: &CaseResult) -> SetUpCheck {
    let reason = result.reasons.first().map_or_else(String::new, |fault| match fault {
        Fault::Nonconformance(finding) => format!("{}: {}", finding.what, finding.actual),
        Fault::Error { message } => message.clone(),
        Fault::NotApplicable { reason } => reason.clone(),
    });
    match result.verdict {
        Verdict::Passed | Verdict::Warning => {
            SetUpCheck::fine(subject, "a payment's events have arrived, and their signatures fit")
        }
        Verdict::Error => SetUpCheck::wrong(subject, reason, ""),
        verdict => SetUpCheck::warning(
            subject,
            format!("the scenario {TRIAL} ends as {verdict}: {reason}"),
            format!("`conform run --rule {TRIAL}` shows more"),
        ),
    }
}
