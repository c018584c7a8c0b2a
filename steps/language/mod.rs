//! The language of scenarios: parameter types, matchers of expected answers, and the list of phrases.

mod actors;
mod endpoint;
mod matcher;
mod money;
mod orders;
mod parameter;
mod parameters;
mod time;
mod verification;
mod viban;
pub mod vocabulary;

pub use actors::{Actor, Holder, Introduction, KeyAction, Person};
pub use endpoint::{Behaviour, Progress};
pub use matcher::Matcher;
pub use money::{Currency, Direction, Holding, Money};
pub use orders::{OrderTransition, PayerAction, PayinOutcome, Purpose, Rail};
pub use parameter::Unreadable;
pub use parameters::PARAMETERS;
pub use time::{RateLimit, Stretch};
pub use verification::{Aspect, Decision, KybAction, KybStanding, Process, Standing};
pub use viban::{VibanDecision, VibanStanding};
