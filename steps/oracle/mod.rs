//! The oracle: findings about the books, the orders and the events of a scenario, from the census and the deliveries. It reads
//! nothing itself.

mod amounts;
mod arrived;
mod books;
mod changes;
mod deliveries;
mod difference;
mod events;
mod facts;
mod known;
mod lists;
mod operated;
mod own_accounts;
mod parties;
mod references;
mod source;
mod times;
mod truth;
mod unique;
mod values;
mod wanted;

pub use arrived::ArrivedEvent;
pub use wanted::{Demands, WantedEvent, matching};

pub(crate) use amounts::{check as check_amounts, check_answers as check_shown_amounts};
pub(crate) use books::check as check_books;
pub(crate) use changes::check as check_changes;
pub(crate) use deliveries::check as check_listed_deliveries;
pub(crate) use events::check as check_events;
pub(crate) use facts::check as check_facts;
pub(crate) use lists::check as check_lists;
pub(crate) use operated::check as check_operated;
pub(crate) use references::check as check_references;
pub(crate) use times::check as check_times;
pub(crate) use truth::check as check_truth;
pub(crate) use unique::check as check_unique;
