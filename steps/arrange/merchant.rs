//! Merchants, their keys and tokens.

use conformance_harness::{client::Outgoing, secrets::SecretKind, verdict::Fault};

use crate::{
    answers::text,
    arrange::rate_limit,
    edition::path,
    language::{Actor, PortalWork},
    portal::{Action, MerchantAccess, json::answered},
    world::{MerchantRecord, StepResult, World},
};

/// Makes a merchant, who then logs in.
pub(crate) async fn introduce(world: &mut World, actor: Actor, name: &str) -> StepResult {
    let access = world.shared.operator.merchant(name).await?;
    world.shared.made.note(access.id, &world.scenario);
    world.shared.secrets.add(SecretKind::Key, &access.api_key);
    let first_code = access.api_code.clone();
    let merchant = MerchantRecord { access, first_code, older_key: None, tokens: Vec::new() };
    world.merchants.insert(actor, merchant);
    // The key that all scenarios share is not one to list or revoke.
    let is_own = world.common().is_some() && !world.shared.operator.is_person();
    if is_own && actor == Actor::Merchant && world.needs.work.contains(&PortalWork::Key) {
        make_key(world).await?;
    }
    let answer = world.log_in(actor).await?;
    world.keep_token(actor, &answer)
}

/// Makes sure that the merchant has a valid token and no rate limit, for the checks after the scenario; false if no token can be
/// had.
///
/// # Errors
/// If the operator cannot be reached.
pub(crate) async fn refresh_token(world: &mut World) -> Result<bool, Fault> {
    rate_limit::lift(world).await?;
    if !world.trace.is_token_doubtful {
        return Ok(true);
    }
    let request = Outgoing::new("GET", path::ORDERS);
    let request = request.bearer(world.token(Actor::Merchant)?);
    let answer = world.send(request).await?;
    if !answer.response.is_client_error() {
        return Ok(true);
    }
    let again = world.log_in(Actor::Merchant).await?;
    if !again.response.is_client_error() {
        return world.keep_token(Actor::Merchant, &again).map(|()| true);
    }
    // The key was revoked: the operator makes another one, if the operator can.
    match make_key(world).await {
        Err(Fault::NotApplicable { .. }) => return Ok(false),
        made => made?,
    }
    let again = world.log_in(Actor::Merchant).await?;
    world.keep_token(Actor::Merchant, &again).map(|()| true)
}

/// Makes another key, which the merchant uses from now on.
pub(crate) async fn make_key(world: &mut World) -> StepResult {
    let made = world.operate(&Action::MakeKey).await?;
    let made = answered(&made, 201)?;
    let api_key = text(made, "apiKey")?;
    world.shared.secrets.add(SecretKind::Key, &api_key);
    if let Some(merchant) = world.merchants.get_mut(&Actor::Merchant) {
        let (api_code, key_id) = (text(made, "apiCode")?, Some(text(made, "id")?));
        let access = MerchantAccess { id: merchant.access.id, api_code, api_key, key_id };
        merchant.older_key = std::mem::replace(&mut merchant.access, access).key_id;
    }
    Ok(())
}
