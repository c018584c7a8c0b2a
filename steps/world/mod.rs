//! The world: the data of one scenario, and the data that all scenarios of its run share.

mod books;
mod calls;
mod cast;
mod census;
mod common;
mod creation;
mod effects;
mod findings;
mod fixtures;
mod keyed;
mod listening;
mod made;
mod needs;
mod owners;
mod pages;
mod pauses;
mod people;
mod record;
mod refusals;
mod shared;
mod sharing;
mod tokens;
mod trace;
mod treasury;
#[expect(
    clippy::module_inception,
    reason = "the world of a scenario is the main type of this folder"
)]
mod world;

pub(crate) use books::of as books_of;
pub use cast::{Cast, CastMember, Engagement};
pub use census::{Census, ids};
pub use common::CommonMerchant;
pub(crate) use findings::Findings;
pub use fixtures::Fixtures;
pub(crate) use keyed::KeyedRequests;
pub use listening::Listening;
pub use made::MadeMerchants;
pub use needs::{CaseNeeds, CaseTrait, Prepared, money_of};
pub use owners::Owners;
pub use people::{KybRecord, PartyRecord, UserRecord};
pub use record::RecordedExchange;
pub(crate) use record::ScenarioRecord;
pub(crate) use refusals::Refusals;
pub use shared::Shared;
pub(crate) use trace::Trace;
pub use treasury::{MeasuredTransfer, TREASURER, TransferFee, Treasury, TreasuryAccount};
pub(crate) use world::{Before, DoubtfulRefusal, Later};
pub use world::{MerchantRecord, StepResult, World};
