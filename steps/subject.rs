//! The life of one scenario's world: opened, prepared before the first action, judged at the end.

use std::{cell::Cell, collections::BTreeMap, rc::Rc};

use conformance_harness::{
    run::{RunStats, Subject},
    sink::Reply,
    suite::Case,
    verdict::{Fault, Nonconformance},
};

use crate::{
    findings::Findings,
    limit,
    listening::settle,
    operator::browser::Pages,
    oracle::{self, Census},
    shared::Shared,
    trace::Trace,
    values::Actor,
    world::{Before, World},
};

/// Phrases that compare what is readable with what was before the first action.
const COMPARE_STATE: [&str; 2] = ["nothing has changed", "every order is on exactly one page"];

/// Phrases that look only at deliveries since the first action.
const COMPARE_DELIVERIES: [&str; 3] =
    ["nothing has changed", "these events are delivered", "the delivery of"];

impl Subject for World {
    type Context = Shared;

    fn open(context: &Rc<Shared>, case: &Case) -> Self {
        let compares = |phrases: &[&str]| {
            let mut steps = case.steps.iter();
            steps.any(|step| phrases.iter().any(|phrase| step.value.starts_with(phrase)))
        };
        let before = Before {
            census_wanted: compares(&COMPARE_STATE),
            deliveries_wanted: compares(&COMPARE_DELIVERIES),
            ..Before::default()
        };
        Self {
            shared: context.clone(),
            scenario: case.id.replace('#', "-"),
            place: (case.path.clone(), case.place()),
            merchants: BTreeMap::new(),
            listening: None,
            people: BTreeMap::new(),
            parties: BTreeMap::new(),
            last: None,
            vibans: Vec::new(),
            own_accounts: BTreeMap::new(),
            orders: Vec::new(),
            payment_urls: Vec::new(),
            at_once: Vec::new(),
            headed: Vec::new(),
            rate_limit: None,
            pages: Vec::new(),
            strangers: Cell::new(0),
            entry: None,
            portal: None,
            trace: Trace::default(),
            before,
            findings: Findings::default(),
            stats: RunStats::default(),
        }
    }

    async fn await_turn(&mut self, case: &Case) -> Result<(), Fault> {
        if case.needs().any(|need| need == "browser") {
            let window = self.shared.browser.window().await.map_err(Fault::error)?;
            self.portal = Some(Pages::new(window, &self.shared.target.portal_url));
        }
        Ok(())
    }

    async fn before_step(&mut self, step: &gherkin::Step) -> Result<(), Fault> {
        if step.ty == gherkin::StepType::When && !self.before.acted {
            about_to_act(self).await?;
        }
        Ok(())
    }

    async fn close(&mut self, judge: bool) -> Result<(), Fault> {
        if let Some(listening) = &mut self.listening {
            listening.mailbox.answer_with([], Reply::Status(200));
            listening.mailbox.release();
            if listening.held {
                listening.held = false;
                self.trace.stir();
            }
        }
        let judged = if judge { oracle::judge(self).await } else { Ok(()) };
        let checked = self.findings.check(&self.shared.contract).await;
        if let Some(listening) = &self.listening {
            self.stats.deliveries = listening.mailbox.deliveries().len();
            if !self.shared.operator.is_person() {
                self.shared.sink.close(&listening.mailbox);
            }
        }
        judged.and(checked)
    }

    fn findings(&mut self) -> Vec<Nonconformance> {
        self.findings.take(&self.shared.contract)
    }

    fn stats(&self) -> RunStats {
        self.stats
    }
}

/// Keeps what must be compared with what is there afterwards.
async fn about_to_act(world: &mut World) -> Result<(), Fault> {
    world.before.acted = true;
    if !world.merchants.contains_key(&Actor::Merchant) {
        return Ok(());
    }
    let kept = world.last.take();
    let limit = world.rate_limit;
    limit::lift(world).await?;
    if world.before.deliveries_wanted {
        // What the preparation has set off must not count as an effect of the action.
        settle(world).await?;
        let listening = world.listening.as_ref();
        let count = listening.map_or(0, |listening| listening.mailbox.deliveries().len());
        world.before.deliveries = Some(count);
    }
    if world.before.census_wanted {
        world.before.census = Some(Census::take(world).await?);
    }
    limit::renew(world, limit).await?;
    world.last = kept;
    Ok(())
}
