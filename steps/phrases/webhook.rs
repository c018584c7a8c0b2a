//! Phrases about webhooks: the endpoint and its behaviour, subscriptions, resends, time.

use conformance_harness::{
    sink::{Certificate, Reply},
    verdict::{Fault, Nonconformance},
};
use cucumber::{given, when};
use serde_json::Value;

use crate::{
    answers::text,
    arrange::{
        listening::{all_events, listen},
        names,
        time::let_pass,
    },
    edition::key,
    language::{Behaviour, Period},
    portal::{Action, json::answered},
    watch::{listening, settle, shown_delivery},
    world::{StepResult, World},
};

#[given(expr = "the merchant listens only for {string}")]
async fn listens_only(world: &mut World, events: String) -> StepResult {
    not_by_hand(world)?;
    let events = events.split(',').map(|kind| kind.trim().to_owned()).collect();
    listen(world, events, Certificate::Trusted).await
}

#[given(expr = "the merchant's endpoint {behaviour}")]
async fn endpoint_behaves(
    world: &mut World,
    step: &gherkin::Step,
    behaviour: Behaviour,
) -> StepResult {
    let known = listening(world)?.clone();
    if let Some(text) = &step.docstring {
        known.mailbox.say(names::fill(world, text.trim())?);
    }
    if behaviour.certificate != Certificate::Trusted {
        not_by_hand(world)?;
        let events = known.subscribed.into_iter().collect();
        return listen(world, events, behaviour.certificate).await;
    }
    settle(world).await?;
    if behaviour.once {
        known.mailbox.answer_with([behaviour.reply], Reply::Status(200));
    } else {
        known.mailbox.answer_with([], behaviour.reply);
    }
    if let Some(listening) = &mut world.listening {
        listening.held = behaviour.reply == Reply::Held;
    }
    Ok(())
}

#[when("the merchant's endpoint answers after all")]
fn endpoint_answers(world: &mut World) -> StepResult {
    listening(world)?.mailbox.release();
    world.trace.invalidate();
    if let Some(listening) = &mut world.listening {
        listening.held = false;
    }
    Ok(())
}

#[when(expr = "the operator registers the webhook address {string}")]
async fn registers_address(world: &mut World, url: String) -> StepResult {
    not_by_hand(world)?;
    settle(world).await?;
    let url = names::fill(world, &url)?;
    let events = all_events(world);
    let action = Action::RegisterEndpoint { url: url.clone(), events };
    let registered = world.operate(&action).await?;
    if registered.response.status == 200
        && let Some(listening) = &mut world.listening
    {
        listening.moved_to(&url);
    }
    Ok(())
}

fn not_by_hand(world: &World) -> StepResult {
    if world.shared.operator.shares_merchant() {
        return Err(Fault::not_applicable("a person registers one endpoint for the whole run"));
    }
    Ok(())
}

#[when(expr = "the operator resends the delivery of {word}")]
async fn resends(world: &mut World, event_type: String) -> StepResult {
    let delivery = shown_delivery(world, &event_type).await?;
    let (delivery, event) = (text(&delivery, "id")?, text(&delivery, key::EVENT_ID)?);
    let resent = world.operate(&Action::Resend { delivery }).await?;
    if let Some(listening) = &mut world.listening {
        listening.resent = true;
    }
    let fresh = answered(&resent, 202)?;
    same_event(fresh, &event)
}

/// The answer to a resend may name the event; then it is the one that was resent.
fn same_event(fresh: &Value, event: &str) -> StepResult {
    let named = fresh.get(key::EVENT_ID).filter(|named| *named != event);
    named.map_or(Ok(()), |named| {
        let what = "the answer to the resend names another event";
        Err(Nonconformance::new(what, event, named).into())
    })
}

#[when(expr = "{duration} pass/passes")]
async fn time_passes(world: &mut World, stretch: Period) -> StepResult {
    let_pass(world, stretch.0).await
}
