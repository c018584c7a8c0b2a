//! A proxy in front of a target: for clients that are not the suite, and for bytes that no interceptor can change. It stands
//! before the API, before the Portal and, as an https server, before the endpoints that clients register for deliveries.

mod conduct;
mod front;
mod head;
mod hooks;
mod line;
mod local_origin;
mod registrations;
mod sent_form;
mod server;

pub use conduct::{NoteTaker, ProxyNote};
pub use registrations::RegistrationConvention;
pub use server::{Proxy, ProxyError, ProxySettings, ProxyWebhooks};
