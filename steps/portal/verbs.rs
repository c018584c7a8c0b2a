//! The operator's verbs: each decision as the JSON interface spells it, and in words to a person.

use crate::language::{Decision, OrderTransition, VibanDecision};

/// A verb of the operator.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Verb {
    /// The last segment of the address that carries it out.
    pub(crate) address: &'static str,
    /// The instruction to a person, with `{}` in the place of the thing.
    words: &'static str,
}

impl Verb {
    /// The instruction about a thing, as in "Approve the KYC session".
    pub(crate) fn about(self, thing: &str) -> String {
        self.words.replace("{}", thing)
    }
}

const fn verb(address: &'static str, words: &'static str) -> Verb {
    Verb { address, words }
}

/// The verb of a decision about a KYC or KYB session.
pub(crate) fn of_decision(decision: Decision) -> Verb {
    match decision {
        Decision::Approve => verb("approve", "Approve {}"),
        Decision::Reject => verb("reject", "Reject {}"),
        Decision::Review => verb("review", "Send {} to manual review"),
        Decision::Inform => verb("request-info", "Request more information on {}"),
    }
}

/// The verb of a decision about a virtual IBAN.
pub(crate) fn of_viban(decision: VibanDecision) -> Verb {
    match decision {
        VibanDecision::Activate => verb("activate", "Activate {}"),
        VibanDecision::Reject => verb("reject", "Reject {}"),
    }
}

/// The verb of a transition of an order.
pub(crate) fn of_order(transition: OrderTransition) -> Verb {
    match transition {
        OrderTransition::Submit => verb("submit", "Submit {}"),
        OrderTransition::Settle => verb("settle", "Settle {}"),
        OrderTransition::Fail => verb("fail", "Fail {}"),
    }
}
