//! Pages about webhooks: the endpoint, its secret, its events and their deliveries.

mod deliveries;
mod delivery_row;
mod endpoint;
mod event_groups;
mod routes;

pub(super) use routes::routes;
