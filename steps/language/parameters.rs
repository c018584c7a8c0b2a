//! The list of all parameter types, which explains the phrases.

use cucumber::Parameter;

use crate::language::{
    Actor, Aspect, Behaviour, Currency, Decision, DeliveryProgress, Holding, Introduction,
    KeyAction, KybAction, KybStanding, Money, OrderPlace, OrderTransition, PayerAction,
    PayinOutcome, Period, PersonName, Process, Purpose, Rail, UserStanding, VibanDecision,
    VibanStanding,
};

/// Every parameter type with the pattern that it accepts.
pub const PARAMETERS: [(&str, &str); 24] = [
    parameter::<Actor>(),
    parameter::<Aspect>(),
    parameter::<Behaviour>(),
    parameter::<Currency>(),
    parameter::<Decision>(),
    parameter::<PayinOutcome>(),
    parameter::<Holding>(),
    parameter::<Introduction>(),
    parameter::<KeyAction>(),
    parameter::<KybAction>(),
    parameter::<KybStanding>(),
    parameter::<Money>(),
    parameter::<OrderPlace>(),
    parameter::<OrderTransition>(),
    parameter::<PayerAction>(),
    parameter::<PersonName>(),
    parameter::<Process>(),
    parameter::<DeliveryProgress>(),
    parameter::<Purpose>(),
    parameter::<Rail>(),
    parameter::<UserStanding>(),
    parameter::<Period>(),
    parameter::<VibanDecision>(),
    parameter::<VibanStanding>(),
];

const fn parameter<P: Parameter>() -> (&'static str, &'static str) {
    (P::NAME, P::REGEX)
}
