//! The oracle: findings about the books, the orders and the events of a scenario, from the census and the deliveries. It reads
//! nothing itself.

mod amounts;
mod arrived;
mod books;
mod events;
mod own_accounts;
mod parties;
mod values;

pub use arrived::ArrivedEvent;

pub(crate) use amounts::check as check_amounts;
pub(crate) use books::check as check_books;
pub(crate) use events::check as check_events;
