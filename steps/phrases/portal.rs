//! Phrases about the Portal's pages: the operator works on them, and everybody can use them.

use cucumber::{given, then};

use crate::{
    arrange::names,
    language::Actor,
    portal::path_of,
    world::{StepResult, World},
};

#[given("the operator works in the Portal's pages")]
async fn works_in_pages(world: &mut World) -> StepResult {
    let access = world.merchant(Actor::Merchant)?.access.clone();
    let given = world.shared.operator.sign_in_values(&access).await?;
    world.pages_mut()?.sign_in(&given).await
}

/// The text below the step may name further addresses, one a line, to which no page leads.
#[then("everybody can use every page of the Portal")]
async fn pages_are_usable(world: &mut World, step: &gherkin::Step) -> StepResult {
    let mut addresses = vec!["/sign-in".to_owned()];
    let sessions = world.people.values().filter_map(|user| user.session.as_ref());
    addresses.extend(sessions.map(|session| format!("/verify/{session}")));
    // A payer is not signed in: no page of the Portal leads to a payment page.
    addresses.extend(world.payment_urls.iter().map(|url| path_of(url).to_owned()));
    let further = step.docstring.iter().flat_map(|text| text.lines()).map(str::trim);
    for address in further.filter(|line| !line.is_empty()) {
        addresses.push(names::fill(world, address)?);
    }
    let hostile_texts = world.hostile_texts.get();
    let shared = world.shared.clone();
    world.pages_mut()?.inspect(addresses, hostile_texts, shared.axe.as_ref()).await
}
