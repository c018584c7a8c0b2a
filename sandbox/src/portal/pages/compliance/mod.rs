//! Pages about users, companies and their verification by compliance.

mod case;
mod case_page;
mod cases;
mod choices;
mod document;
mod facts;
mod kyc;
mod rejection;
mod routes;
mod rows;
mod user;
mod users;
mod verify;
mod wording;

pub(super) use routes::routes;
