//! The routes of the operator's JSON.

use std::sync::Arc;

use axum::Router;
use axum::routing::{delete, get, post, put};

use super::{
    api_keys, clock, deliveries, kyb_sessions, kyc_sessions, merchants, orders, people,
    related_parties, settings, simulated_payins, users, virtual_ibans, webhook_endpoint,
};
use crate::app::App;

/// All routes of the operator's JSON.
pub(in crate::portal) fn routes() -> Router<Arc<App>> {
    let merchant = Router::new()
        .route("/", get(merchants::show).delete(merchants::delete))
        .route("/api-keys", post(api_keys::create).get(api_keys::list))
        .route("/api-keys/{keyId}", delete(api_keys::revoke))
        .route(
            "/webhook-endpoint",
            put(webhook_endpoint::register)
                .get(webhook_endpoint::show)
                .delete(webhook_endpoint::remove),
        )
        .route("/webhook-endpoint/secret", get(webhook_endpoint::secret))
        .route("/webhook-endpoint/secret/rotate", post(webhook_endpoint::rotate))
        .route("/deliveries", get(deliveries::list))
        .route("/deliveries/{deliveryId}", get(deliveries::show))
        .route("/deliveries/{deliveryId}/resend", post(deliveries::resend))
        .route("/kyc-sessions/{sessionId}/approve", post(kyc_sessions::approve))
        .route("/kyc-sessions/{sessionId}/reject", post(kyc_sessions::reject))
        .route("/kyc-sessions/{sessionId}/review", post(kyc_sessions::review))
        .merge(kyb_routes())
        .route("/users/{userId}/level", put(users::set_level))
        .route("/simulated-payins", post(simulated_payins::create))
        .route("/virtual-ibans/{vibanId}/activate", post(virtual_ibans::activate))
        .route("/virtual-ibans/{vibanId}/reject", post(virtual_ibans::reject))
        .route("/orders/{orderId}/submit", post(orders::submit))
        .route("/orders/{orderId}/settle", post(orders::settle))
        .route("/orders/{orderId}/fail", post(orders::fail))
        .route("/people", post(people::create).get(people::list))
        .route("/people/{personId}/sign-in-links", post(people::invite))
        .route("/settings", get(settings::show).patch(settings::update))
        .route("/clock", get(clock::show))
        .route("/clock/advance", post(clock::advance))
        .route("/drain", post(clock::drain));
    Router::new()
        .route("/operator/v1/merchants", post(merchants::create).get(merchants::list))
        .nest("/operator/v1/merchants/{merchantId}", merchant)
}

fn kyb_routes() -> Router<Arc<App>> {
    Router::new()
        .route("/kyb-sessions", get(kyb_sessions::list))
        .route("/kyb-sessions/{sessionId}", get(kyb_sessions::show))
        .route(
            "/kyb-sessions/{sessionId}/documents/{documentId}/content",
            get(kyb_sessions::content),
        )
        .route("/kyb-sessions/{sessionId}/related-parties", post(related_parties::declare))
        .route("/kyb-sessions/{sessionId}/request-info", post(kyb_sessions::request_info))
        .route("/kyb-sessions/{sessionId}/approve", post(kyb_sessions::approve))
        .route("/kyb-sessions/{sessionId}/reject", post(kyb_sessions::reject))
        .route(
            "/related-parties/{relatedPartyId}/kyc-sessions",
            post(related_parties::renew_session),
        )
}
