//! Phrases about the Portal's pages: who works on them, and who can use them.

use conformance_harness::{exchange::Exchange, verdict::Fault};
use cucumber::{given, then};
use serde_json::Value;

use crate::{
    operator::{Action, browser::Pages},
    values::Actor,
    world::{Step, World},
};

#[given("the operator works in the Portal's pages")]
async fn works_in_pages(world: &mut World) -> Step {
    let access = world.merchant(Actor::Merchant)?.access.clone();
    let link = world.shared.operator.sign_in_link(&access).await?;
    pages(world)?.sign_in(&link).await
}

#[then("everybody can use every page of the Portal")]
async fn pages_are_usable(world: &mut World) -> Step {
    let mut addresses = vec!["/sign-in".to_owned()];
    let sessions = world.people.values().filter_map(|user| user.session.as_ref());
    addresses.extend(sessions.map(|session| format!("/verify/{session}")));
    addresses.extend(world.payment_url.as_deref().and_then(path_of).map(str::to_owned));
    pages(world)?.inspect(addresses).await
}

/// Pages that nothing in the Portal leads to, since whoever opens them is not signed in, are known by their whole address.
fn path_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.find('/').map(|at| &rest[at..])
}

fn pages(world: &mut World) -> Result<&mut Pages, Fault> {
    let untagged = || Fault::error("a scenario about pages is tagged @needs-browser");
    world.portal.as_mut().ok_or_else(untagged)
}

impl World {
    /// Does it on the Portal's pages, when the merchant's operator works there and people do such things there.
    ///
    /// # Errors
    /// When a page is not as people need it.
    pub(crate) async fn on_pages(
        &self,
        actor: Actor,
        action: &Action,
    ) -> Result<Option<Exchange>, Fault> {
        let Some(pages) = self.portal.as_ref().filter(|_| actor == Actor::Merchant) else {
            return Ok(None);
        };
        let Some(mut done) = pages.perform(action).await? else { return Ok(None) };
        if let Action::DeclareParty { session, .. } = action
            && done.response.status == 201
        {
            // The page names people and leads to their sessions; only the interface tells ids.
            let look = Action::ReadKyb { session: session.clone() };
            let access = &self.merchant(actor)?.access;
            let shown = self.shared.operator.perform(access, &look).await?;
            let shown = shown.response.json().unwrap_or_default();
            let parties = shown.get("relatedParties").and_then(Value::as_array);
            if let Some(last) = parties.and_then(|parties| parties.last()) {
                done.response.body = last.to_string().into();
            }
        }
        Ok(Some(done))
    }
}
