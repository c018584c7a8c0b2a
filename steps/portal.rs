//! Phrases about the Portal's pages: who works on them, and who can use them.

use conformance_harness::{
    exchange::{Exchange, Response},
    verdict::Fault,
};
use cucumber::{given, then};
use serde_json::Value;

use crate::{
    names,
    operator::{Action, browser::Pages, path_of},
    values::Actor,
    world::{Step, World},
};

#[given("the operator works in the Portal's pages")]
async fn works_in_pages(world: &mut World) -> Step {
    let access = world.merchant(Actor::Merchant)?.access.clone();
    let link = world.shared.operator.sign_in_link(&access).await?;
    pages(world)?.sign_in(&link).await
}

/// Below it may stand further addresses, one a line, to which nothing in the Portal leads.
#[then("everybody can use every page of the Portal")]
async fn pages_are_usable(world: &mut World, step: &gherkin::Step) -> Step {
    let mut addresses = vec!["/sign-in".to_owned()];
    let sessions = world.people.values().filter_map(|user| user.session.as_ref());
    addresses.extend(sessions.map(|session| format!("/verify/{session}")));
    // Whoever pays is not signed in: nothing in the Portal leads there.
    addresses.extend(world.payment_urls.iter().map(|url| path_of(url).to_owned()));
    let further = step.docstring.iter().flat_map(|text| text.lines()).map(str::trim);
    for address in further.filter(|line| !line.is_empty()) {
        addresses.push(names::fill(world, address)?);
    }
    let strangers = world.strangers.get();
    pages(world)?.inspect(addresses, strangers).await
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
        let (session, renewed) = match action {
            Action::DeclareParty { session, .. } => (session, None),
            Action::RenewParty { session, party } => (session, Some(party)),
            _ => return Ok(Some(done)),
        };
        if done.response.status == 201 {
            // The page names people and leads to their sessions; only the interface tells ids.
            let look = Action::ReadKyb { session: session.clone() };
            let access = &self.merchant(actor)?.access;
            let shown = self.shared.operator.perform(access, &look).await?;
            let shown = shown.response.json();
            let parties = shown.get("relatedParties").and_then(Value::as_array);
            let mut parties = parties.into_iter().flatten().rev();
            let is_meant = |one: &&Value| renewed.is_none_or(|id| one["id"] == id.as_str());
            if let Some(party) = parties.find(is_meant) {
                done.response = Response::new(201, Vec::new(), party.to_string());
            }
        }
        Ok(Some(done))
    }
}
