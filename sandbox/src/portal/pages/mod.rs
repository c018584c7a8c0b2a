//! Pages for people.

mod api_keys;
mod assets;
mod clock;
mod compliance;
mod field_label;
mod filled_form;
mod frame;
mod html_page;
mod live;
mod money;
mod page_route;
mod pager;
mod payment;
mod payments;
mod refused_page;
mod routes;
mod session;
mod shown;
mod sign_in;
mod submitted_form;
mod typed_number;
mod visitor_form;
mod webhooks;

pub(super) use refused_page::show_in_frame;
pub(super) use routes::routes;
