//! Phrases about single pages: the way to them, and their content.

use std::sync::Arc;

use conformance_harness::{client::Outgoing, verdict::Nonconformance};
use cucumber::{then, when};

use crate::{
    answers::text,
    arrange::{names, table},
    edition::key,
    portal::path_of,
    world::{StepResult, World},
};

/// The most redirects from an address to its page.
const MOST_REDIRECTS: usize = 5;

#[when(expr = "the operator opens {string} in the menu")]
async fn opens_in_menu(world: &mut World, entry: String) -> StepResult {
    world.pages()?.open_in_menu(&entry).await
}

#[when(expr = "the operator opens the page {string}")]
async fn opens_page(world: &mut World, page: String) -> StepResult {
    let page = names::fill(world, &page)?;
    world.pages()?.open(&page).await
}

#[then(expr = "the page shows {string}")]
async fn page_shows(world: &mut World, wanted: String) -> StepResult {
    let wanted = names::fill(world, &wanted)?;
    let shown = world.pages()?.words().await?;
    if shown.to_lowercase().contains(&wanted.to_lowercase()) {
        return Ok(());
    }
    Err(Nonconformance::new("the page lacks a text", wanted, shown).into())
}

#[then(expr = "the page has the button {string}")]
async fn page_has_button(world: &mut World, label: String) -> StepResult {
    let labels = world.pages()?.buttons().await?;
    if labels.contains(&label) {
        return Ok(());
    }
    let shown = labels.join(", ");
    Err(Nonconformance::new("the page has no such button", label, shown).into())
}

#[then("the page offers these events by category:")]
async fn events_by_category(world: &mut World, step: &gherkin::Step) -> StepResult {
    let offered = world.pages()?.events_by_category().await?;
    for [category, events] in table::rows(step, ["category", "events"])? {
        let found = offered.iter().find(|(name, _)| *name == category).map(|(_, events)| events);
        let missing = events
            .split_whitespace()
            .find(|event| found.is_none_or(|offered| !offered.iter().any(|other| other == event)));
        if let Some(event) = missing {
            let what = format!("the page does not offer {event} under {category}");
            let shown = offered.iter().map(|(name, all)| format!("{name}: {}", all.join(" ")));
            let shown: Vec<String> = shown.collect();
            return Err(Nonconformance::new(what, events, shown.join("\n")).into());
        }
    }
    Ok(())
}

/// A user's browser opens the address as it was given, without a token, and goes where it leads.
#[when("the user follows the hosted URL in the answer")]
async fn follows_hosted_url(world: &mut World) -> StepResult {
    let mut url = text(world.answer()?.response.json(), key::HOSTED_URL)?;
    for _ in 0..=MOST_REDIRECTS {
        let path = path_of(&url).to_owned();
        let origin = url.strip_suffix(&path).unwrap_or(&url).to_owned();
        let page = world.client.send(&origin, Outgoing::new("GET", path)).await?;
        let next = page.response.header("location").map(str::to_owned);
        let is_redirect = (300..400).contains(&page.response.status);
        world.last = Some(Arc::new(page));
        match next.filter(|_| is_redirect) {
            None => return Ok(()),
            Some(next) if next.starts_with('/') => url = format!("{origin}{next}"),
            Some(next) => url = next,
        }
    }
    let what = "the hosted URL leads from one address to the next without an end";
    Err(Nonconformance::new(what, format!("at most {MOST_REDIRECTS} redirects"), url).into())
}
