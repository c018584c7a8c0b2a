//! The history of an order.

use crate::domain::clock::Moment;
use crate::domain::money::{Amount, Money};
use crate::domain::order::{Order, OrderState};
use crate::http::problem::Problem;
use crate::portal::pages::shown::{Stamp, StateLabel, end_of};
use crate::store::{OrderDelivery, Scope};

/// One step of the history.
pub(super) struct HistoryStep {
    pub(super) at: Stamp,
    pub(super) text: String,
    /// The state that the step led to.
    pub(super) state: Option<StateLabel>,
    /// The address and the text of a link to more.
    pub(super) link: Option<(String, String)>,
    pub(super) note: String,
    order: (Moment, u8),
}

/// The order of steps that have the same time.
const MADE: u8 = 0;
const SENT: u8 = 1;
const SENT_TOLD: u8 = 2;
const DECIDED: u8 = 3;
const POSTED: u8 = 4;
const DECIDED_TOLD: u8 = 5;

struct Steps {
    now: Moment,
    steps: Vec<HistoryStep>,
}

impl Steps {
    fn add(&mut self, order: (Moment, u8), text: impl Into<String>) -> &mut HistoryStep {
        let at = Stamp::new(order.0, self.now);
        let (state, link, note) = (None, None, String::new());
        self.steps.push(HistoryStep { at, text: text.into(), state, link, note, order });
        let last = self.steps.len() - 1;
        &mut self.steps[last]
    }
}

/// The known steps of `order`, the oldest first: its states, its ledger entries, its events.
pub(super) fn steps(
    scope: &Scope<'_>,
    order: &Order,
    now: Moment,
) -> Result<Vec<HistoryStep>, Problem> {
    let mut steps = Steps { now, steps: vec![] };
    steps.add((order.created_at, MADE), "Created");
    if order.state != OrderState::Pending {
        let rank = if order.state == OrderState::Processing { SENT } else { DECIDED };
        let step = steps.add((order.updated_at, rank), "The order became");
        step.state = Some(StateLabel::of(order.state.code()));
        step.note =
            order.failure.as_ref().map_or_else(String::new, |failure| failure.reason.clone());
    }
    for (entry, _) in scope.entries_of_order(order.id)? {
        let account = scope.account(entry.account)?;
        let is_credit = entry.amount > Amount::ZERO;
        let amount = if is_credit { entry.amount } else { entry.amount.negated() };
        let text = if is_credit { "Credited to" } else { "Debited from" };
        let step = steps.add((entry.created_at, POSTED), text);
        step.note = Money::new(account.currency, amount).to_string();
        step.link = Some((format!("/accounts/{}", account.id), account.label));
    }
    for told in scope.deliveries_about(order.id)? {
        add_delivery(&mut steps, &told);
    }
    let mut steps = steps.steps;
    steps.sort_by_key(|step| step.order);
    Ok(steps)
}

fn add_delivery(steps: &mut Steps, told: &OrderDelivery) {
    let rank = if told.event_type.ends_with(".processing") { SENT_TOLD } else { DECIDED_TOLD };
    let state = match told.state.as_str() {
        "DELIVERED" => "DELIVERED",
        "FAILED" => "FAILED",
        _ => "PENDING",
    };
    let step = steps.add((told.at, rank), format!("Event {}", told.event_type));
    step.state = Some(StateLabel::of(state));
    step.note = match told.attempts {
        0 => "not tried yet".to_owned(),
        1 => "1 attempt".to_owned(),
        more => format!("{more} attempts"),
    };
    let id = told.delivery;
    step.link = Some((format!("/account/webhooks/deliveries/{id}"), end_of(&id.to_string())));
}
