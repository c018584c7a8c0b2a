//! Phrases about merchants, their keys and their tokens.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use conformance_harness::{
    client::Outgoing,
    exchange::Exchange,
    sink::Certificate,
    verdict::{Fault, Nonconformance},
};
use cucumber::{given, then, when};
use serde_json::{Value, json};

use crate::{
    edition::path,
    limit,
    listening::{all_events, listen, settle},
    operator::{Action, MerchantAccess, json::answered},
    values::{Actor, Introduction, KeyAction},
    world::{Merchant, Step, World, expect_status, text},
};

#[given(expr = "{introduction}")]
async fn appears(world: &mut World, who: Introduction) -> Step {
    match who {
        Introduction::Merchant => introduce(world, Actor::Merchant, "Merchant").await,
        Introduction::Other => introduce(world, Actor::Other, "Other merchant").await,
        Introduction::Listener => {
            introduce(world, Actor::Merchant, "Merchant").await?;
            let events = all_events(world);
            listen(world, events, Certificate::Trusted).await
        }
    }
}

async fn introduce(world: &mut World, actor: Actor, name: &str) -> Step {
    let access = world.shared.operator.merchant(name).await?;
    world.shared.secrets.add(&access.api_key);
    let merchant = Merchant { access, older_key: None, tokens: Vec::new() };
    world.merchants.insert(actor, merchant);
    let answer = log_in(world, actor).await?;
    keep_token(world, actor, &answer)
}

/// Logs in with the actor's key.
async fn log_in(world: &mut World, actor: Actor) -> Result<Arc<Exchange>, Fault> {
    let MerchantAccess { api_code, api_key, .. } = &world.merchant(actor)?.access;
    let body = json!({ "api_code": api_code, "api_key": api_key });
    world.send(Outgoing::new("POST", path::LOGIN).json(&body)).await
}

fn keep_token(world: &mut World, actor: Actor, answer: &Exchange) -> Step {
    let token = text(expect_status(answer, 200)?, "token")?;
    world.shared.secrets.add(&token);
    if let Some(merchant) = world.merchants.get_mut(&actor) {
        merchant.tokens.push(token);
    }
    Ok(())
}

/// A valid token, and no rate limit, for the checks after the scenario, which may have let the old one die; false when there
/// is no way to a token.
///
/// # Errors
/// When the operator cannot be reached.
pub(crate) async fn refresh_token(world: &mut World) -> Result<bool, Fault> {
    limit::lift(world).await?;
    if !world.trace.is_token_doubtful {
        return Ok(true);
    }
    let request = Outgoing::new("GET", path::ORDERS);
    let request = request.bearer(world.token(Actor::Merchant)?);
    let answer = world.send(request).await?;
    if answer.response.status != 401 {
        return Ok(true);
    }
    let again = log_in(world, Actor::Merchant).await?;
    if again.response.status != 401 {
        return keep_token(world, Actor::Merchant, &again).map(|()| true);
    }
    // The key was revoked: the operator makes another one, where an operator can.
    match make_key(world).await {
        Err(Fault::NotApplicable { .. }) => return Ok(false),
        made => made?,
    }
    let again = log_in(world, Actor::Merchant).await?;
    keep_token(world, Actor::Merchant, &again).map(|()| true)
}

#[when(expr = "{actor} logs in")]
async fn logs_in(world: &mut World, actor: Actor) -> Step {
    let answer = log_in(world, actor).await?;
    if answer.response.status == 200 {
        keep_token(world, actor, &answer)?;
    }
    Ok(())
}

#[when(expr = "the operator {key_action}")]
async fn handles_keys(world: &mut World, action: KeyAction) -> Step {
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

/// Makes another key, which the merchant uses from now on.
async fn make_key(world: &mut World) -> Step {
    let made = world.operate(&Action::MakeKey).await?;
    let made = answered(&made, 201)?;
    let api_key = text(made, "apiKey")?;
    world.shared.secrets.add(&api_key);
    if let Some(merchant) = world.merchants.get_mut(&Actor::Merchant) {
        let (api_code, key_id) = (text(made, "apiCode")?, Some(text(made, "id")?));
        let access = MerchantAccess { id: merchant.access.id, api_code, api_key, key_id };
        merchant.older_key = std::mem::replace(&mut merchant.access, access).key_id;
    }
    Ok(())
}

async fn rotate_secret(world: &mut World) -> Step {
    // Whatever is on its way is signed with the secret so far.
    settle(world).await?;
    let rotated = world.operate(&Action::RotateSecret).await?;
    let secret = answered(&rotated, 200)?;
    world.listening.as_mut().map_or(Ok(()), |listening| listening.signed_with(secret))
}

#[then("the API key is shown nowhere")]
fn key_is_hidden(world: &mut World) -> Step {
    let answer = world.answer()?;
    let shown = String::from_utf8_lossy(&answer.response.body).into_owned();
    let access = &world.merchant(Actor::Merchant)?.access;
    if !shown.contains(access.key_id.as_deref().unwrap_or_default()) {
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

#[then("the token is signed with HS256")]
fn token_form(world: &mut World) -> Step {
    let token = world.token(Actor::Merchant)?;
    let parts: Vec<&str> = token.split('.').collect();
    let header = URL_SAFE_NO_PAD.decode(parts[0]).unwrap_or_default();
    let header: Value = serde_json::from_slice(&header).unwrap_or_default();
    let algorithm = header.get("alg").and_then(Value::as_str).unwrap_or("none");
    if algorithm == "HS256" && parts.len() == 3 {
        return Ok(());
    }
    let wanted = "a JWT of three parts with alg HS256";
    let actual = format!("{} parts with alg {algorithm}", parts.len());
    Err(Nonconformance::new("the token has another form", wanted, actual).into())
}
