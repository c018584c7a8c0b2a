//! The list of all parameter types, for whoever lists phrases.

use cucumber::Parameter;

use crate::language::{
    Actor, Aspect, Behaviour, Currency, Decision, Holder, Holding, Introduction, KeyAction,
    KybAction, KybStanding, Money, OrderTransition, PayerAction, PayinOutcome, Person, Process,
    Progress, Purpose, Rail, Standing, Stretch, VibanDecision, VibanStanding,
};

/// Every parameter type with what it accepts.
pub const PARAMETERS: [(&str, &str); 24] = [
    parameter::<Actor>(),
    parameter::<Aspect>(),
    parameter::<Behaviour>(),
    parameter::<Currency>(),
    parameter::<Decision>(),
    parameter::<PayinOutcome>(),
    parameter::<Holder>(),
    parameter::<Holding>(),
    parameter::<Introduction>(),
    parameter::<KeyAction>(),
    parameter::<KybAction>(),
    parameter::<KybStanding>(),
    parameter::<Money>(),
    parameter::<OrderTransition>(),
    parameter::<PayerAction>(),
    parameter::<Person>(),
    parameter::<Process>(),
    parameter::<Progress>(),
    parameter::<Purpose>(),
    parameter::<Rail>(),
    parameter::<Standing>(),
    parameter::<Stretch>(),
    parameter::<VibanDecision>(),
    parameter::<VibanStanding>(),
];

const fn parameter<P: Parameter>() -> (&'static str, &'static str) {
    (P::NAME, P::REGEX)
}
