//! Phrases about merchants, their keys and their tokens.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use conformance_harness::{
    sink::Certificate,
    verdict::{Fault, Nonconformance},
};
use cucumber::{given, then, when};
use serde_json::Value;

use crate::{
    answers::text,
    arrange::{
        listening::{all_events, listen, listen_as},
        merchant::{introduce, make_key},
    },
    language::{Actor, Introduction, KeyAction, Period},
    portal::{Action, json::answered},
    watch::settle,
    world::{StepResult, World},
};

#[given(expr = "{introduction}")]
async fn appears(world: &mut World, who: Introduction) -> StepResult {
    match who {
        Introduction::Merchant => introduce(world, Actor::Merchant, "Merchant").await,
        Introduction::Other => introduce(world, Actor::Other, "Other merchant").await,
        Introduction::Listener => {
            introduce(world, Actor::Merchant, "Merchant").await?;
            let events = all_events(world);
            listen(world, events, Certificate::Trusted).await
        }
        Introduction::OtherListener => {
            introduce(world, Actor::Other, "Other merchant").await?;
            let events = all_events(world);
            listen_as(world, Actor::Other, events, Certificate::Trusted).await
        }
    }
}

#[when(expr = "{actor} logs in")]
async fn logs_in(world: &mut World, actor: Actor) -> StepResult {
    let answer = world.log_in(actor).await?;
    if answer.response.status == 200 {
        world.keep_token(actor, &answer)?;
    }
    Ok(())
}

#[when(expr = "the operator {key_action}")]
async fn handles_keys(world: &mut World, action: KeyAction) -> StepResult {
    let merchant = world.merchant(Actor::Merchant)?;
    let key = match action {
        KeyAction::Revoke => merchant.access.key_id.clone(),
        KeyAction::RevokeOlder => merchant.older_key.clone(),
        KeyAction::List => {
            let listed = world.operate(&Action::ListKeys).await?;
            return answered(&listed, 200).map(drop);
        }
        KeyAction::Make => return make_key(world).await,
        KeyAction::Rotate => return rotate_secret(world).await,
    };
    let key = key.ok_or_else(|| Fault::not_applicable("the operator did not tell the key's id"))?;
    let revoked = world.operate(&Action::RevokeKey { key }).await?;
    answered(&revoked, 204).map(drop)
}

async fn rotate_secret(world: &mut World) -> StepResult {
    // Deliveries that are due now are still signed with the old secret.
    settle(world).await?;
    let rotated = world.operate(&Action::RotateSecret).await?;
    let secret = answered(&rotated, 200)?;
    let new = text(secret, "secret")?;
    let known = world.listening.as_ref().map(|listening| &listening.secrets);
    if known.is_some_and(|secrets| secrets.iter().any(|one| one.value == new)) {
        let what = "a rotation gave a secret that was valid before";
        return Err(Nonconformance::new(what, "a new secret", "an old one").into());
    }
    world.listening.as_mut().map_or(Ok(()), |listening| listening.signed_with(secret))
}

#[then("the API key is shown nowhere")]
fn key_is_hidden(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    // JSON may write any letter as an escape.
    let shown = match answer.response.json() {
        Value::Null => String::from_utf8_lossy(&answer.response.body).into_owned(),
        json => json.to_string(),
    };
    let access = &world.merchant(Actor::Merchant)?.access;
    let is_listed = shown.contains(access.key_id.as_deref().unwrap_or_default());
    if !is_listed && world.common().is_some() {
        return Err(Fault::not_applicable("the Portal does not list this key any more"));
    }
    if !is_listed {
        return Err(Fault::error("the last answer of the operator does not list the key at all"));
    }
    if shown.contains(&access.api_key) {
        let what = "the Portal shows the API key again";
        return Err(
            Nonconformance::new(what, "the key is shown only once, when made", shown).into()
        );
    }
    Ok(())
}

/// A part of a token, as JSON; null if it is no such thing.
fn decoded(part: &str) -> Value {
    let text = URL_SAFE_NO_PAD.decode(part).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

#[then("the token is signed with HS256")]
fn token_form(world: &mut World) -> StepResult {
    let token = world.token(Actor::Merchant)?;
    let parts: Vec<&str> = token.split('.').collect();
    let header = decoded(parts[0]);
    let algorithm = header.get("alg").and_then(Value::as_str).unwrap_or("none");
    if algorithm == "HS256" && parts.len() == 3 {
        return Ok(());
    }
    let wanted = "a JWT of three parts with alg HS256";
    let actual = format!("{} parts with alg {algorithm}", parts.len());
    Err(Nonconformance::new("the token has another form", wanted, actual).into())
}

#[then(expr = "the token says that it lives for {duration}")]
fn token_lifetime(world: &mut World, lifetime: Period) -> StepResult {
    let claims = decoded(world.token(Actor::Merchant)?.split('.').nth(1).unwrap_or_default());
    let seconds = |name: &str| claims.get(name).and_then(Value::as_u64);
    let told = seconds("exp").zip(seconds("iat")).and_then(|(end, start)| end.checked_sub(start));
    if told == Some(lifetime.0.as_secs()) {
        return Ok(());
    }
    let wanted = format!("exp {} s after iat", lifetime.0.as_secs());
    Err(Nonconformance::new("the token names another end", wanted, claims.to_string()).into())
}
