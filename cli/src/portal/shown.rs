//! The lines that say which steps of a map fit.

use conformance_harness::{portal_map::StepFit, quote::counted};

use super::check::CheckedAct;

/// The lines about all acts, and their number.
pub(super) fn told(acts: &[CheckedAct]) -> Vec<String> {
    let mut lines: Vec<String> = acts.iter().flat_map(lines_of).collect();
    let wrong = acts.iter().filter(|act| act.is_wrong()).count();
    let tried = acts.iter().filter(|act| !act.is_wrong() && act.is_tried()).count();
    let not_tried = acts.len() - wrong - tried;
    lines.push(format!(
        "{}: {tried} fit as far as they were walked, {wrong} do not fit, {not_tried} could not be walked",
        counted(acts.len(), "act")
    ));
    lines
}

fn lines_of(act: &CheckedAct) -> Vec<String> {
    let fitting = act.steps.iter().filter(|step| step.fit == StepFit::Fits).count();
    let state = match (&act.done, act.is_wrong()) {
        (Some(done), _) => done.clone(),
        (None, true) => "does not fit".to_owned(),
        (None, false) if fitting == 0 => "not walked".to_owned(),
        (None, false) => format!("{} fit", counted(fitting, "step")),
    };
    let mut lines = vec![format!("{} ({}): {state}", act.name, act.title)];
    for step in &act.steps {
        let number = &step.number;
        match &step.fit {
            StepFit::Fits => {}
            StepFit::Skipped(reason) => {
                lines.push(format!("  step {number} ({}) was not tried: {reason}", step.text));
            }
            StepFit::Refused(reason) => {
                lines.push(format!("  step {number} ({}): {reason}", step.text));
            }
            StepFit::Misfit(problem) => lines.push(format!("  {problem}")),
        }
    }
    lines.extend(act.picture.as_ref().map(|file| format!("  picture: {file}")));
    lines
}
