//! Pages for people.

mod api_keys;
mod assets;
mod clock;
mod compliance;
mod filled_form;
mod frame;
mod html_page;
mod live;
mod money;
mod page_route;
mod pager;
mod payment;
mod payments;
mod routes;
mod session;
mod shown;
mod sign_in;
mod submitted_form;
mod visitor_form;
mod webhooks;

pub(super) use routes::routes;
