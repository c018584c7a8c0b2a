//! The refused actions of a scenario, and those among them that no later step has looked at.

use std::{cell::Cell, sync::Arc};

use conformance_harness::{
    exchange::Exchange,
    suite::CaseStep,
    verdict::{Fault, Nonconformance},
};
use gherkin::StepType;
use serde_json::Value;

use crate::edition::key;

/// The lowest status of a refusal.
const REFUSED: u16 = 400;

/// The refusals so far.
///
/// An action that is refused can leave everything as it was, so that the steps after it pass without it. Such a scenario
/// would prove nothing. So a later `Then` must read the answer of a refused `When`, and a `Given` must not be refused at all.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    /// The last answer before the current step.
    before: Option<Arc<Exchange>>,
    /// True if the current step is a `Then`.
    is_judging: bool,
    refused: Vec<RefusedAction>,
}

/// An action that was refused.
#[derive(Debug)]
struct RefusedAction {
    step: CaseStep,
    answer: Arc<Exchange>,
    is_seen: Cell<bool>,
}

impl Refusals {
    /// Notes that a step begins; `last` is the last answer before it.
    pub(crate) fn begin(&mut self, step: &CaseStep, last: Option<&Arc<Exchange>>) {
        self.before = last.cloned();
        self.is_judging = step.ty == StepType::Then;
    }

    /// Notes the refusals among the answers of an action; `several` are those to requests that were sent at once or again.
    ///
    /// # Errors
    /// If a `Given` was refused.
    pub(crate) fn end<'a>(
        &mut self,
        step: &CaseStep,
        last: Option<&'a Arc<Exchange>>,
        several: impl Iterator<Item = &'a Arc<Exchange>>,
    ) -> Result<(), Fault> {
        let is_old = |one: &Arc<Exchange>| {
            let known = self.refused.iter().map(|refusal| &refusal.answer);
            known.chain(&self.before).any(|other| Arc::ptr_eq(one, other))
        };
        let answers = last.into_iter().chain(several);
        let new = answers.filter(|one| one.response.status >= REFUSED && !is_old(one));
        let new: Vec<Arc<Exchange>> = new.cloned().collect();
        match step.ty {
            StepType::Given => new.first().map_or(Ok(()), |answer| Err(not_prepared(step, answer))),
            StepType::When => {
                for answer in new {
                    let step = step.clone();
                    self.refused.push(RefusedAction { step, answer, is_seen: Cell::new(false) });
                }
                Ok(())
            }
            StepType::Then => Ok(()),
        }
    }

    /// Notes that the current step reads this answer.
    pub(crate) fn look_at(&self, answer: &Arc<Exchange>) {
        let refusals = self.refused.iter().filter(|_| self.is_judging);
        for refusal in refusals.filter(|refusal| Arc::ptr_eq(&refusal.answer, answer)) {
            refusal.is_seen.set(true);
        }
    }

    /// The first refused step whose answer no later step has read.
    pub(crate) fn overlooked(&self) -> Option<(CaseStep, Fault)> {
        let refusal = self.refused.iter().find(|refusal| !refusal.is_seen.get())?;
        let RefusedAction { step, answer, .. } = refusal;
        let what = format!(
            "the step {:?} was refused with {}, and no later step looks at it",
            step.value,
            words(answer)
        );
        let expected = "success, or after this step one that says `it is refused`";
        let fault = Nonconformance::new(what, expected, words(answer)).shown_in(answer);
        Some((step.clone(), fault.into()))
    }
}

/// The fault of a preparation that was refused.
fn not_prepared(step: &CaseStep, answer: &Exchange) -> Fault {
    let what = format!("the situation {:?} was refused", step.value);
    Nonconformance::new(what, "success", words(answer)).shown_in(answer).into()
}

/// The status of a refusal, with its code if it has one.
fn words(answer: &Exchange) -> String {
    let code = answer.response.json().get(key::CODE).and_then(Value::as_str);
    let status = answer.response.status;
    code.map_or_else(|| status.to_string(), |code| format!("{status} {code}"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use conformance_harness::exchange::{Request, Response};

    use super::*;

    fn step(text: &str) -> CaseStep {
        let text = format!("Feature: F\n  Scenario: S\n    {text}\n");
        let feature = gherkin::Feature::parse(text, gherkin::GherkinEnv::default());
        CaseStep::from(&feature.expect("is Gherkin").scenarios[0].steps[0])
    }

    fn answer(status: u16, body: &str) -> Arc<Exchange> {
        let (method, url, path) = ("POST".to_owned(), String::new(), String::new());
        let request = Request { method, url, path, headers: Vec::new(), body: None, form: None };
        let response = Response::new(status, Vec::new(), body.to_owned());
        Arc::new(Exchange { request, response, elapsed: Duration::ZERO })
    }

    /// Carries out one step that gets this answer.
    fn carry_out(refusals: &mut Refusals, text: &str, answer: &Arc<Exchange>) -> Result<(), Fault> {
        let step = step(text);
        refusals.begin(&step, None);
        refusals.end(&step, Some(answer), [].into_iter())
    }

    #[test]
    fn a_refusal_is_overlooked_until_a_then_reads_it() {
        let (mut refusals, refusal) = (Refusals::default(), answer(422, r#"{"code": "bad_type"}"#));
        carry_out(&mut refusals, "When it is sent", &refusal).expect("an action may be refused");
        refusals.begin(&step("When more is sent"), Some(&refusal));
        refusals.look_at(&refusal);
        let (refused, fault) = refusals.overlooked().expect("only a Then judges");
        let message = format!("{fault:?}");
        assert_eq!(refused.value, "it is sent");
        assert!(message.contains("was refused with 422 bad_type, and no later step"), "{message}");
        refusals.begin(&step("Then it is judged"), Some(&refusal));
        refusals.look_at(&refusal);
        assert!(refusals.overlooked().is_none());
    }

    #[test]
    fn a_success_is_no_refusal_and_a_preparation_must_be_one() {
        let mut refusals = Refusals::default();
        carry_out(&mut refusals, "When it is sent", &answer(201, "{}")).expect("a success");
        assert!(refusals.overlooked().is_none());
        let fault = carry_out(&mut refusals, "Given it is there", &answer(409, "{}"));
        assert!(matches!(fault, Err(Fault::Nonconformance(_))), "{fault:?}");
    }
}
