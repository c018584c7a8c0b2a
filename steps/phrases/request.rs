//! The small generic vocabulary: any request, and checks of any answer.

#![expect(
    clippy::needless_pass_by_value,
    reason = "the framework hands a phrase's parameters over by value"
)]

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use conformance_harness::{
    client::Outgoing,
    exchange::{Exchange, Response, header},
    layer::Layer,
    verdict::{Fault, Nonconformance},
};
use cucumber::{then, when};
use futures::future::join_all;
use serde_json::{Value, json};

use crate::{
    arrange::{body, document, names},
    edition::{
        key,
        operation::{CHANGING, KINDS_OF_REFUSAL, REPLAYED, is_repeated},
        path,
    },
    language::{Actor, BodyComparison},
    portal::is_of_page,
    watch::expect_refusal,
    world::{StepResult, World},
};

#[when(expr = "{actor} sends {word} {word}")]
async fn sends(
    world: &mut World,
    step: &gherkin::Step,
    actor: Actor,
    method: String,
    path: String,
) -> StepResult {
    let path = names::fill(world, &path)?;
    let body = body::written(world, step)?;
    let answer = world.call(actor, &method, &path, body.as_ref()).await?;
    remember_named_order(world, actor, &answer);
    Ok(())
}

/// Remembers an order. A generic request may make anything: an order has the address of its details, or was asked for as one.
fn remember_named_order(world: &mut World, actor: Actor, answer: &Exchange) {
    let Exchange { request, response, .. } = answer;
    let is_made = response.status / 100 == 2 && request.method == "POST";
    let is_order = response.json().get(key::DETAIL_URL).is_some();
    if is_order || (is_made && path::makes_order(&request.path)) {
        world.remember_order(actor, answer);
    }
}

#[when(expr = "{actor} sends {word} {word} with the header {string}")]
async fn sends_with_header(
    world: &mut World,
    step: &gherkin::Step,
    actor: Actor,
    method: String,
    path: String,
    header: String,
) -> StepResult {
    let request = with_header(world, step, actor, (&method, &path), &header)?;
    let answer = world.send(request).await?;
    remember_named_order(world, actor, &answer);
    world.headed.push(answer);
    Ok(())
}

#[when(expr = "{actor} sends the same again")]
async fn sends_again(world: &mut World, actor: Actor) -> StepResult {
    let missing = || Fault::error("this phrase repeats a request with a header; there was none");
    let request = world.again(actor, world.headed.last().ok_or_else(missing)?)?;
    let answer = world.send(request).await?;
    remember_named_order(world, actor, &answer);
    world.headed.push(answer);
    Ok(())
}

#[when(expr = "{actor} sends {word} {word} {int} times at once with the header {string}")]
async fn sends_at_once(
    world: &mut World,
    step: &gherkin::Step,
    actor: Actor,
    method: String,
    path: String,
    times: usize,
    header: String,
) -> StepResult {
    let request = with_header(world, step, actor, (&method, &path), &header)?;
    let (client, shared) = (world.client.clone(), world.shared.clone());
    let sent = (0..times).map(|_| client.send(&shared.target.api_url, request.clone()));
    for answer in join_all(sent).await {
        let answer = world.observe(answer?);
        remember_named_order(world, actor, &answer);
        world.headed.push(answer);
    }
    Ok(())
}

/// The media type of a form; the text below the step names its parts.
const FORM: &str = "multipart/form-data";

/// A request with this header beside or instead of the standard ones, and the text below the step as its body: YAML, unless
/// it is written as JSON, or the header is its media type.
fn with_header(
    world: &World,
    step: &gherkin::Step,
    actor: Actor,
    (method, path): (&str, &str),
    header: &str,
) -> Result<Outgoing, Fault> {
    let header = names::fill(world, header)?;
    let (name, value) = header
        .split_once(':')
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .ok_or_else(|| Fault::error(format!("{header:?} is no header; write \"Name: value\"")))?;
    let is_key = name.eq_ignore_ascii_case(key::IDEMPOTENCY_KEY);
    let value = if is_key { world.own_key(&value) } else { value };
    let mut request = Outgoing::new(method, names::fill(world, path)?);
    if !name.eq_ignore_ascii_case("authorization") {
        request = request.bearer(world.token(actor)?);
    }
    let is_media_type = name.eq_ignore_ascii_case("content-type");
    let is_form = is_media_type && value == FORM;
    if let Some(text) = step.docstring.as_ref().filter(|_| is_form) {
        let fields = body::parse(world, text)?;
        return Ok(request.multipart(document::form(world, &fields)?));
    }
    match &step.docstring {
        // JSON is sent letter by letter: a scenario may be about its spelling.
        Some(text) if is_media_type || text.trim_start().starts_with(['{', '[']) => {
            request.body = Some(Bytes::from(names::fill(world, text.trim_matches('\n'))?));
            if !is_media_type {
                request = request.header("content-type", "application/json");
            }
        }
        Some(text) => request = request.json(&body::parse(world, text)?),
        None => {}
    }
    if !value.is_empty() {
        request = request.header(&name, value);
    }
    Ok(request)
}

#[then(expr = "the last {int} answers are the same")]
fn answers_are_the_same(world: &mut World, count: usize) -> StepResult {
    let Some(start) = world.headed.len().checked_sub(count).filter(|_| count > 1) else {
        return Err(Fault::error("fewer requests with a header were sent than are compared"));
    };
    // A refusal in another target's own words may name the request, but for the kind of the refusal.
    let is_exact = world.binds(Layer::Decided);
    let text = |one: &Exchange| {
        let Response { status, body, .. } = &one.response;
        if is_exact || status / 100 == 2 {
            return format!("{status}\n{}", String::from_utf8_lossy(body));
        }
        let kind = KINDS_OF_REFUSAL.map(|member| one.response.json().get(member));
        format!("{status}\n{}", json!(kind))
    };
    world.headed[start..].iter().for_each(|answer| world.refusals.look_at(answer));
    let (first, others) = (&world.headed[start], &world.headed[start + 1..]);
    match others.iter().find(|other| text(other) != text(first)) {
        None if is_exact => say_repetition(&world.headed[start..]),
        None => Ok(()),
        Some(other) => Err(Nonconformance::new(
            "the same request got another answer",
            text(first),
            text(other),
        )
        .shown_in(other)
        .into()),
    }
}

/// Of the answers to one idempotency key, all but the first say that they are repeated (IDEM-1); that they do is our decision.
fn say_repetition(answers: &[Arc<Exchange>]) -> StepResult {
    let mut first = BTreeMap::new();
    for answer in answers.iter().filter(|one| one.response.status / 100 == 2) {
        let Some(sent) = header(&answer.request.headers, key::IDEMPOTENCY_KEY) else { continue };
        let is_first = !is_repeated(&answer.response);
        if is_first && first.insert(sent, answer).is_some() {
            let what = "two answers to one idempotency key say that they are not repeated";
            let wanted = format!("the header {REPLAYED} in all but the first of them");
            let finding = Nonconformance::new(what, wanted, "no such header in two of them");
            return Err(finding.of_rule("IDEM-1").shown_in(answer).into());
        }
    }
    Ok(())
}

#[then(expr = "the answer is {int}")]
async fn status_is(world: &mut World, status: u16) -> StepResult {
    if status / 100 == 4 && (!world.binds(Layer::Decided) || is_of_page(world.answer()?)) {
        return expect_refusal(world, Some(status)).await;
    }
    is_offered(world)?;
    world.expect_status(world.answer()?, status).map(drop)
}

/// Not applicable if the target lacks the operation of the last answer, and no document that binds it demands the operation.
fn is_offered(world: &World) -> StepResult {
    let reason = world.why_unoffered(world.answer()?);
    reason.map_or(Ok(()), |reason| Err(Fault::not_applicable(reason)))
}

/// Statuses that mean: this cannot be done by any request to the address.
const NO_SUCH_OPERATION: [u16; 7] = [400, 401, 403, 404, 405, 410, 501];

#[then("the API has no such operation")]
fn is_not_offered(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    if NO_SUCH_OPERATION.contains(&answer.response.status) {
        return Ok(());
    }
    let what = "the API answers a request that only the Portal should serve";
    let expected = "status 400, 401, 403, 404, 405, 410 or 501";
    let actual = format!("status {}", answer.response.status);
    Err(Nonconformance::new(what, expected, actual).shown_in(answer).into())
}

#[then("the answer contains:")]
async fn contains(world: &mut World, step: &gherkin::Step) -> StepResult {
    let answer = world.answer()?;
    if world.portal.is_none() && is_of_page(answer) && answer.response.is_client_error() {
        // The operator's page has refused: it has words for people, and no members of the JSON interface.
        return Ok(());
    }
    is_offered(world)?;
    let text = step.docstring.as_ref().ok_or_else(|| Fault::error("this phrase needs a text"))?;
    let wanted = body::parse(world, text)?;
    let found = differences(world, &wanted);
    if may_come_later(world, &found) {
        let read = async |world: &mut World| {
            let request = world.again(Actor::Merchant, world.answer()?)?;
            world.send(request).await?;
            Ok(differences(world, &wanted).is_empty().then_some(()))
        };
        world.poll(read, |world| something_else(world, &wanted)).await?;
    } else if !found.is_empty() {
        return Err(something_else(world, &wanted));
    }
    let comparison = BodyComparison::of(world.binds(Layer::Decided));
    let found = comparison.remembered(&wanted, world.answer()?.response.json());
    world.remembered.extend(found);
    Ok(())
}

/// The differences between the last answer and the wanted one, as expected and actual lines.
fn differences(world: &World, wanted: &Value) -> Vec<(String, String)> {
    let shown = world.answer().map_or(&Value::Null, |answer| answer.response.json());
    BodyComparison::of(world.binds(Layer::Decided)).differences(wanted, shown)
}

/// True if the last answer differs only in values that change by themselves, or in the length of a list. Other targets may show
/// an effect a moment later, so what was read is read again.
fn may_come_later(world: &World, differences: &[(String, String)]) -> bool {
    let is_passing = |expected: &str| {
        let (place, value) = expected.split_once(": ").unwrap_or((expected, ""));
        value.starts_with('[') || place.split('/').any(|part| CHANGING.contains(&part))
    };
    !world.binds(Layer::Decided)
        && world.answer().is_ok_and(|answer| world.is_own_read(answer))
        && !differences.is_empty()
        && differences.iter().all(|(expected, _)| is_passing(expected))
}

fn something_else(world: &World, wanted: &Value) -> Fault {
    let (expected, actual): (Vec<_>, Vec<_>) = differences(world, wanted).into_iter().unzip();
    let what = "the answer contains something else";
    let finding = Nonconformance::new(what, expected.join("\n"), actual.join("\n"));
    match world.answer() {
        Ok(answer) => finding.shown_in(answer).into(),
        Err(fault) => fault,
    }
}

#[then(expr = "the answer is valid as {string}")]
fn is_valid(world: &mut World, message: String) -> StepResult {
    let answer = world.answer()?;
    let body = answer.response.json();
    match world.shared.contract.binding().check_message(&message, body) {
        Some(problems) if problems.is_empty() => Ok(()),
        Some(problems) => {
            let what = format!("the answer is not a valid {message}");
            Err(Nonconformance::new(what, "a body valid under its schema", problems.join("\n"))
                .shown_in(answer)
                .into())
        }
        None => {
            let names: Vec<&str> = world.shared.contract.message_names().collect();
            Err(Fault::error(format!("no schema {message:?}; there are {}", names.join(", "))))
        }
    }
}

#[then(expr = "the answer has the header {string} with {string}")]
fn has_header(world: &mut World, name: String, value: String) -> StepResult {
    let answer = world.answer()?;
    let shown = answer.response.header(&name).unwrap_or("no such header").to_owned();
    // Media types and schemes of authentication are written in small or capital letters.
    if shown.to_lowercase().contains(&value.to_lowercase()) {
        return Ok(());
    }
    Err(Nonconformance::new(format!("the header {name} has another value"), value, shown)
        .shown_in(answer)
        .into())
}
