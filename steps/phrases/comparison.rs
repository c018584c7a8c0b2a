//! Phrases that compare the state with the state before the scenario's first action. Scenarios with a phrase of this file
//! take a census before that action.

use conformance_harness::{
    layer::Layer,
    snapshot::difference,
    verdict::{Fault, Nonconformance},
};
use cucumber::then;

use crate::{
    answers::text,
    arrange::merchant::refresh_token,
    watch::{no_new_events, take_census},
    world::{StepResult, World},
};

#[then("nothing has changed")]
async fn nothing_has_changed(world: &mut World) -> StepResult {
    let kept = world.last.take();
    refresh_token(world).await?;
    no_new_events(world).await?;
    let now = take_census(world).await?;
    world.last = kept;
    let before = world.census_before()?;
    let is_same = if world.binds(Layer::Decided) { *before == now } else { before.is_like(&now) };
    if is_same {
        world.trace.readable = Some(now);
        return Ok(());
    }
    let what = "something has changed although it was refused";
    let finding = Nonconformance::new(
        what,
        "the same as before (lines with -)",
        "what is there now (with +)",
    );
    let finding = finding.differing(difference(&before.as_text(), &now.as_text()));
    Err(finding.shown_by(world.evidence()).into())
}

/// The smallest number of pages on which an order could be missed or doubled.
const FEWEST_PAGES: usize = 3;

#[then("every order is on exactly one page")]
fn one_page_each(world: &mut World) -> StepResult {
    let before = world.census_before()?.orders.clone();
    if world.pages.len() < FEWEST_PAGES {
        let count = world.pages.len();
        return Err(Fault::error(format!(
            "a walk over {count} pages proves nothing; make more orders"
        )));
    }
    let walked: Vec<&String> = world.pages.iter().flatten().collect();
    for order in before.iter().filter_map(|order| text(order, "id").ok()) {
        let times = walked.iter().filter(|id| ***id == order).count();
        if times != 1 {
            let what = format!("order {order} is on another number of pages");
            let pages = world.pages.iter().map(|page| page.join(" ")).collect::<Vec<_>>();
            return Err(Nonconformance::new(what, "1 page", format!("{times} pages"))
                .shown_by(pages.join("\n"))
                .into());
        }
    }
    Ok(())
}
