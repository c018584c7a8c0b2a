//! The webhook sink: real TLS with an authority of its own, one mailbox for each scenario, and errors on command.

mod authority;
mod intercepted;
mod mailbox;
mod reading;
mod rest_test;
mod server;
mod shared;
mod trial;

pub(crate) use authority::local_names;
pub use authority::{Authority, AuthorityError};
pub use mailbox::{Mailbox, ReceivedDelivery, Reply};
pub(crate) use reading::LARGEST_DELIVERY;
pub use server::{Certificate, REDIRECTED, Reach, Sink, SinkError, new_token};
pub use shared::numbered;
pub use trial::SilentSink;
