//! Phrases about refusals. A refusal binds every target; its status, its code and the fields that it names bind only a target
//! that is judged by this project's decisions, or whose profile gives its own. A page has words for people instead of a code, and
//! its status may be the harness's own, so a page must refuse and change nothing.

use conformance_harness::{
    exchange::Exchange, layer::Layer, target::OwnRefusal, verdict::Nonconformance,
};
use cucumber::then;
use serde_json::Value;

use crate::{
    arrange::table,
    portal::is_of_page,
    watch::expect_refusal,
    world::{StepResult, World},
};

#[then(expr = "it is refused")]
async fn is_refused(world: &mut World) -> StepResult {
    expect_refusal(world, None).await
}

#[then(expr = "it is refused with {int} {word}")]
async fn is_refused_with(
    world: &mut World,
    step: &gherkin::Step,
    status: u16,
    code: String,
) -> StepResult {
    if is_of_page(world.answer()?) {
        return expect_refusal(world, Some(status)).await;
    }
    if let Some(own) = world.shared.target.refusals.get(&code).cloned() {
        expect_own(world.answer()?, &own)?;
    }
    if !world.binds(Layer::Decided) {
        return expect_refusal(world, Some(status)).await;
    }
    let answer = world.answer()?;
    let problem = answer.response.json();
    let shown = problem.get("code").and_then(Value::as_str).unwrap_or("no code");
    if answer.response.status != status || shown != code {
        return Err(Nonconformance::new(
            "the refusal has another status or code",
            format!("{status} {code}"),
            format!("{} {shown}", answer.response.status),
        )
        .shown_in(answer)
        .into());
    }
    if step.table.is_some() { expect_fields(answer, step) } else { Ok(()) }
}

/// Checks the fields that a refusal names, each with its code.
fn expect_fields(answer: &Exchange, step: &gherkin::Step) -> StepResult {
    let wanted = table::rows(step, ["field", "code"])?;
    let problem = answer.response.json();
    let errors = problem.get("errors").and_then(Value::as_array).cloned().unwrap_or_default();
    let cell = |error: &Value, key: &str| {
        error.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let named: Vec<[String; 2]> =
        errors.iter().map(|error| [cell(error, "field"), cell(error, "code")]).collect();
    let sorted = |mut rows: Vec<[String; 2]>| {
        rows.sort();
        rows.iter().map(|row| row.join(" ")).collect::<Vec<_>>().join("\n")
    };
    let (wanted, named) = (sorted(wanted), sorted(named));
    if wanted == named {
        return Ok(());
    }
    Err(Nonconformance::new("the refusal names other fields", wanted, named)
        .shown_in(answer)
        .into())
}

/// Checks a refusal by the status and code that the target's profile gives.
fn expect_own(answer: &Exchange, own: &OwnRefusal) -> StepResult {
    let has_code = own.code.as_ref().is_none_or(|code| holds_text(answer.response.json(), code));
    if answer.response.status == own.status && has_code {
        return Ok(());
    }
    let code = own.code.as_ref().map(|code| format!(" with {code:?}")).unwrap_or_default();
    Err(Nonconformance::new(
        "the refusal is not the one that the profile gives under `refusals`",
        format!("{}{code}", own.status),
        format!("{} {}", answer.response.status, answer.response.json()),
    )
    .shown_in(answer)
    .into())
}

fn holds_text(value: &Value, text: &str) -> bool {
    match value {
        Value::String(shown) => shown == text,
        Value::Array(items) => items.iter().any(|item| holds_text(item, text)),
        Value::Object(members) => members.values().any(|member| holds_text(member, text)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_code_counts_wherever_the_answer_shows_it() {
        let answer = json!({ "error": { "details": [{ "reason": "NOT_ENOUGH_MONEY" }] } });
        assert!(holds_text(&answer, "NOT_ENOUGH_MONEY"));
        assert!(!holds_text(&answer, "NOT_ENOUGH"));
    }
}
