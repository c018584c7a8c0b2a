//! The operator's verbs: each decision as the JSON interface spells it, and in words to a person.

use crate::language::{Decision, OrderTransition, VibanDecision};

/// A verb of the operator.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Verb {
    /// The last segment of the address that carries it out.
    pub(crate) address: &'static str,
    /// The instruction to a person.
    pub(crate) words: &'static str,
}

const fn verb(address: &'static str, words: &'static str) -> Verb {
    Verb { address, words }
}

/// The verb of a decision about a KYC or KYB session.
pub(crate) fn of_decision(decision: Decision) -> Verb {
    match decision {
        Decision::Approve => verb("approve", "approve"),
        Decision::Reject => verb("reject", "reject"),
        Decision::Review => verb("review", "send to manual review"),
        Decision::Inform => verb("request-info", "request more information on"),
    }
}

/// The verb of a decision about a virtual IBAN.
pub(crate) fn of_viban(decision: VibanDecision) -> Verb {
    match decision {
        VibanDecision::Activate => verb("activate", "activate"),
        VibanDecision::Reject => verb("reject", "reject"),
    }
}

/// The verb of a transition of an order.
pub(crate) fn of_order(transition: OrderTransition) -> Verb {
    match transition {
        OrderTransition::Submit => verb("submit", "submit"),
        OrderTransition::Settle => verb("settle", "settle"),
        OrderTransition::Fail => verb("fail", "fail"),
    }
}
