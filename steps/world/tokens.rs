//! The tokens of a scenario's merchants.

use std::sync::Arc;

use conformance_harness::{
    client::Outgoing, exchange::Exchange, secrets::SecretKind, verdict::Fault,
};

use crate::{
    answers::text,
    edition::{login_body, path},
    language::Actor,
    portal::MerchantAccess,
    world::{StepResult, World},
};

impl World {
    /// Logs in with the actor's key.
    ///
    /// # Errors
    /// If no answer comes.
    pub(crate) async fn log_in(&mut self, actor: Actor) -> Result<Arc<Exchange>, Fault> {
        let MerchantAccess { api_code, api_key, .. } = &self.merchant(actor)?.access;
        let body = login_body(api_code, api_key);
        self.send(Outgoing::new("POST", path::LOGIN).json(&body)).await
    }

    /// Keeps the token of a login that must have succeeded.
    ///
    /// # Errors
    /// If it has not.
    pub(crate) fn keep_token(&mut self, actor: Actor, answer: &Exchange) -> StepResult {
        let token = text(self.expect_status(answer, 200)?, "token")?;
        self.shared.secrets.add(SecretKind::Token, &token);
        if let Some(merchant) = self.merchants.get_mut(&actor) {
            merchant.tokens.push(token);
        }
        Ok(())
    }

    /// Forgets the token that was kept last; the one before is in use again.
    pub(crate) fn forget_token(&mut self, actor: Actor) {
        if let Some(merchant) = self.merchants.get_mut(&actor) {
            merchant.tokens.pop();
        }
    }
}
