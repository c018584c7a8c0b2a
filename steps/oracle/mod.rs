//! The oracle: findings about the books, the orders and the events of a scenario, from the census and the deliveries. It reads
//! nothing itself.

mod amounts;
mod arrived;
mod books;
mod changes;
mod deliveries;
mod difference;
mod event_times;
mod events;
mod facts;
mod foreign;
mod known;
mod listed;
mod lists;
mod operated;
mod order_of_times;
mod own_accounts;
mod parties;
mod references;
mod repeated;
mod source;
mod times;
mod truth;
mod unique;
mod unrequested;
mod values;
mod wanted;

pub use arrived::{ArrivedEvent, is_older};
pub use wanted::{Demands, EventReading, WantedEvent, matching};

pub(crate) use amounts::{check as check_amounts, check_answers as check_shown_amounts};
pub(crate) use books::check as check_books;
pub(crate) use changes::check as check_changes;
pub(crate) use deliveries::check as check_listed_deliveries;
pub(crate) use event_times::{QuietBefore, check as check_event_times};
pub(crate) use events::check as check_events;
pub(crate) use facts::check as check_facts;
pub(crate) use foreign::twins;
pub(crate) use listed::check as check_listed;
pub(crate) use lists::check as check_lists;
pub(crate) use operated::check as check_operated;
pub(crate) use order_of_times::check as check_order_of_times;
pub(crate) use references::check as check_references;
pub(crate) use repeated::check as check_repeated;
pub(crate) use times::check as check_times;
pub(crate) use truth::check as check_truth;
pub(crate) use unique::check as check_unique;
pub(crate) use unrequested::check as check_unrequested;
