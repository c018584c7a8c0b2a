//! The effect of work in the Portal, as the API shows it: what a person has done is seen there.

use conformance_harness::verdict::{Fault, Nonconformance};
use serde_json::Value;

use crate::{
    edition::{key, path, state},
    language::{Actor, Decision, OrderTransition, Process, VibanDecision},
    portal::{Action, AskedWork},
    world::{UserRecord, World},
};

/// The place where the API shows the effect of an action.
#[derive(Debug)]
pub(super) struct SeenEffect {
    path: String,
    member: &'static str,
    /// The value before the action.
    before: Value,
    /// The value to which the action leads; none if several are possible.
    wanted: Option<String>,
}

/// The state or level to which an action leads, if it is only one.
fn wanted(action: &Action) -> Option<&str> {
    Some(match action {
        Action::Decide { process, decision, .. } => match (decision, process) {
            (Decision::Approve, Process::Kyc) => state::VERIFIED,
            (Decision::Approve, Process::Kyb) => state::APPROVED,
            (Decision::Reject, _) => state::REJECTED,
            (Decision::Review, _) => state::REVIEW,
            (Decision::Inform, _) => state::INFO_REQUESTED,
        },
        Action::SetLevel { level, .. } => level,
        Action::MoveOrder { to: OrderTransition::Settle, .. } => state::COMPLETED,
        Action::MoveOrder { to: OrderTransition::Fail, .. } => state::FAILED,
        Action::DecideViban { decision: VibanDecision::Activate, .. } => state::ACTIVE,
        Action::DecideViban { decision: VibanDecision::Reject, .. } => state::REJECTED,
        _ => return None,
    })
}

impl World {
    /// The place where the API will show the effect of an action, with the value of now; none if it shows none.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(super) async fn effect_of(
        &mut self,
        actor: Actor,
        action: &Action,
    ) -> Result<Option<SeenEffect>, Fault> {
        let Some((path, member)) = self.place_of(action) else { return Ok(None) };
        let kept = self.last.take();
        let shown = self.read(actor, &path).await;
        self.last = kept;
        let before = shown?.get(member).cloned().unwrap_or_default();
        let is_there = matches!(action, Action::SetLevel { level, .. } if before == level.as_str());
        if is_there || (member == "state" && state::is_final(&before)) {
            return Err(Fault::not_applicable(format!(
                "{member} is {before} already, so the API cannot show whether a person has tried the work"
            )));
        }
        let wanted = wanted(action).map(str::to_owned);
        Ok(Some(SeenEffect { path, member, before, wanted }))
    }

    fn place_of(&self, action: &Action) -> Option<(String, &'static str)> {
        let user =
            |is_it: &dyn Fn(&UserRecord) -> bool| self.people.values().find(|user| is_it(user));
        Some(match action {
            Action::Decide { process: Process::Kyc, session, .. } => {
                let user = user(&|user| user.session.as_ref() == Some(session))?;
                (format!("{}/{session}", path::kyc_sessions(&user.id)), "state")
            }
            Action::Decide { process: Process::Kyb, session, .. } => {
                let user = user(&|user| user.kyb.session.as_ref() == Some(session))?;
                (path::kyb_session(&user.id, session), "state")
            }
            Action::SetLevel { user: id, .. } => {
                let user = user(&|user| user.id == *id)?;
                let level = if user.is_business { key::KYB_LEVEL } else { key::KYC_LEVEL };
                (format!("{}/{id}", path::users(user.is_business)), level)
            }
            Action::MoveOrder { order, .. } => (path::order(order), "state"),
            Action::PayByCard { .. } => (path::order(self.orders.last()?), "state"),
            Action::DecideViban { .. } => (self.vibans.last()?.clone(), "state"),
            _ => return None,
        })
    }

    /// The error that a person has brought about another state than the one that was asked for.
    fn other_work(&self, path: &str, reached: &str, wanted: &str) -> Fault {
        let request = self.asked.last().map(AskedWork::request).unwrap_or_default();
        Fault::error(format!(
            "{request}: {} was {}, not {}: other work was done in the Portal than was asked for ({path} is {reached})",
            path::subject(path),
            state::in_words(reached),
            state::in_words(wanted),
        ))
    }

    /// Waits until the API shows the effect of work that a person was asked for.
    ///
    /// # Errors
    /// If the person skips it, or does not do it in time.
    pub(super) async fn await_effect(
        &mut self,
        actor: Actor,
        effect: SeenEffect,
    ) -> Result<(), Fault> {
        let SeenEffect { path, member, before, wanted } = effect;
        let found = async |world: &mut World| {
            let shown = world.read(actor, &path).await?;
            let value = shown.get(member).cloned().unwrap_or_default();
            let is_there = match &wanted {
                Some(wanted) => value == wanted.as_str(),
                None => value != before,
            };
            if !is_there && value != before && state::is_end(&value) {
                let wanted = wanted.as_deref().unwrap_or_default();
                return Err(world.other_work(&path, value.as_str().unwrap_or_default(), wanted));
            }
            Ok(is_there.then_some(()))
        };
        let missing = |world: &World| {
            let what = format!("work in the Portal has not changed {member} of {path}");
            Nonconformance::new(what, format!("another value than {before}"), "the same")
                .shown_by(world.evidence())
                .into()
        };
        self.poll(found, missing).await
    }
}
