//! The language of scenarios: parameter types, matchers of expected answers, and the list of phrases.

mod actors;
mod comparison;
mod endpoint;
mod explanation;
mod matcher;
mod money;
mod orders;
mod parameter;
mod parameters;
mod reference;
mod time;
mod verification;
mod viban;
pub mod vocabulary;
mod work;

pub use actors::{Actor, Introduction, KeyAction, PersonName};
pub use comparison::BodyComparison;
pub use endpoint::{Behaviour, DeliveryProgress};
pub use explanation::{
    AssertedEnd, Brought, ExplainedTerms, MemberSource, MessageSide, ParameterExplanation,
    PhraseExplanation, ReferenceExplanation, TableExplanation, TextExplanation, VerifiedKind,
    WordExplanation, WordList, explanation, terms,
};
pub(crate) use explanation::{OPEN, is_open};
pub use matcher::Matcher;
pub use money::{Currency, Holding, Money, PendingDirection};
pub use orders::{OrderPlace, OrderTransition, PayerAction, PayinOutcome, Purpose, Rail};
pub use parameter::Unreadable;
pub use parameters::PARAMETERS;
pub use reference::Reference;
pub use time::{Period, RateLimit};
pub use verification::{Aspect, Decision, KybAction, KybStanding, Process, UserStanding};
pub use viban::{VibanDecision, VibanStanding};
pub use work::{PastOf, PortalWork};
