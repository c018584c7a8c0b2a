//! The routes of pages about users and their verification.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use super::{case, cases, document, kyc, user, users, verify};
use crate::app::App;
use crate::portal::pages::page_route::page;

/// The routes of all pages of compliance.
pub(in crate::portal::pages) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/users", page(get(users::individuals)))
        .route("/users/{userId}", page(get(user::individual)))
        .route("/users/{userId}/level", page(post(user::set_level)))
        .route("/businesses", page(get(users::businesses)))
        .route("/businesses/{userId}", page(get(user::business)))
        .route("/businesses/{userId}/level", page(post(user::set_business_level)))
        .route("/kyc", page(get(kyc::queue)))
        .route("/kyc/{sessionId}", page(get(kyc::show)))
        .route("/kyc/{sessionId}/approve", page(post(kyc::approve)))
        .route("/kyc/{sessionId}/review", page(post(kyc::review)))
        .route("/kyc/{sessionId}/reject", page(post(kyc::reject)))
        .route("/verify/{sessionId}", page(get(verify::show)))
        .merge(case_routes())
}

fn case_routes() -> Router<Arc<App>> {
    let case = Router::new()
        .route("/", page(get(case::show)))
        .route("/documents/{documentId}", page(get(document::show)))
        .route("/related-parties", page(post(case::declare)))
        .route("/related-parties/{partyId}/kyc-sessions", page(post(case::renew_session)))
        .route("/request-info", page(post(case::request_info)))
        .route("/approve", page(post(case::approve)))
        .route("/reject", page(post(case::reject)));
    Router::new()
        .route("/onboarding-business", page(get(cases::queue)))
        .nest("/onboarding-business/{sessionId}", case)
}
