//! The routes of the API.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use super::{
    accounts, auth, bank_payouts, business_users, card_payins, crypto_addresses, crypto_payouts,
    identity_verifications, individual_users, kyb_documents, kyb_sessions, merchant_user, orders,
    payins, payouts, reference, transactions, transfers, virtual_ibans,
};
use crate::app::{App, health};
use crate::http::router::{complete, only_with_host};

const USERS: &str = "/api/v1/account/individual-users";
const USER: &str = "/api/v1/account/individual-users/{uid}";
const BUSINESSES: [&str; 2] = ["/api/v1/account/business-users", "/api/v1/account/business-user"];
const KYB_SESSIONS: &str = "/api/v1/account/business-user/{uid}/kyb-sessions";
const KYB_SESSION: &str = "/api/v1/account/business-user/{uid}/kyb-sessions/{sid}";
const KYB_SUBMISSION: &str = "/api/v1/account/business-user/{uid}/kyb-sessions/{sid}/submit";
const DOCUMENTS: &str = "/api/v1/account/business-user/{uid}/kyb-sessions/{sid}/documents";
const DOCUMENT: &str = "/api/v1/account/business-user/{uid}/kyb-sessions/{sid}/documents/{did}";
const SESSIONS: &str = "/api/v1/account/users/{uid}/identity-verifications";
const SESSION: &str = "/api/v1/account/users/{uid}/identity-verifications/{sid}";
const CHECKS: &str = "/api/v1/account/users/{uid}/identity-verifications/{sid}/checks";
const ACCOUNTS: &str = "/api/v1/account/users/{uid}/accounts";
const ACCOUNT: &str = "/api/v1/account/users/{uid}/accounts/{aid}";
const TRANSFERS: &str = "/api/v1/account/users/{uid}/accounts/{aid}/transfers";
const QUOTES: &str = "/api/v1/account/users/{uid}/accounts/{aid}/transfers/simulate";
const PAYOUTS: &str = "/api/v1/account/users/{uid}/accounts/{aid}/bank-payouts";
const PAYOUT_QUOTES: &str = "/api/v1/account/users/{uid}/accounts/{aid}/bank-payouts/simulate";
const CRYPTO_PAYOUTS: &str = "/api/v1/account/users/{uid}/accounts/{aid}/crypto-payouts";
const CRYPTO_ADDRESSES: &str = "/api/v1/account/users/{uid}/accounts/{aid}/crypto-addresses";
const CARD_PAYINS: &str = "/api/v1/account/users/{uid}/accounts/{aid}/card-payins";
const ACCOUNT_ORDERS: &str = "/api/v1/account/users/{uid}/accounts/{aid}/orders";
const LEDGER: &str = "/api/v1/account/users/{uid}/accounts/{aid}/transactions";
const LEDGER_ENTRY: &str = "/api/v1/account/users/{uid}/accounts/{aid}/transactions/{tid}";
const VIBANS: &str = "/api/v1/account/users/{uid}/accounts/{aid}/virtual-ibans";
const VIBAN: &str = "/api/v1/account/users/{uid}/accounts/{aid}/virtual-ibans/{vid}";
const VIBAN_END: &str = "/api/v1/account/users/{uid}/accounts/{aid}/virtual-ibans/{vid}/deactivate";

/// The routes of the API listener.
pub(crate) fn router(app: Arc<App>) -> Router {
    let routes = Router::new()
        .route("/health", get(health))
        .route("/api/v1/auth/login", post(auth::login))
        .route("/api/v1/reference/activities", get(reference::activities))
        .route(USERS, post(individual_users::create).get(individual_users::list))
        .route(USER, get(individual_users::show))
        .route(SESSIONS, post(identity_verifications::create).get(identity_verifications::list))
        .route(SESSION, get(identity_verifications::show))
        .route(CHECKS, get(identity_verifications::checks))
        .route(ACCOUNTS, post(accounts::create).get(accounts::list))
        .route(ACCOUNT, get(accounts::show).patch(accounts::update))
        .route(TRANSFERS, post(transfers::create))
        .route(QUOTES, post(transfers::simulate))
        .route("/api/v1/account/transfers/{oid}", get(transfers::show))
        .route(PAYOUTS, post(bank_payouts::create))
        .route("/api/v1/account/bank-payouts/{oid}", get(bank_payouts::show))
        .route("/api/v1/account/bank-payouts/{oid}/cancel", post(bank_payouts::cancel))
        .merge(business_routes())
        .route(KYB_SESSIONS, post(kyb_sessions::create).get(kyb_sessions::list))
        .route(KYB_SESSION, get(kyb_sessions::show))
        .route(KYB_SUBMISSION, post(kyb_sessions::submit))
        .route(DOCUMENTS, post(kyb_documents::create).get(kyb_documents::list))
        .route(DOCUMENT, get(kyb_documents::show).delete(kyb_documents::remove))
        .merge(payout_routes())
        .route(CRYPTO_ADDRESSES, post(crypto_addresses::create))
        .route(CARD_PAYINS, post(card_payins::create))
        .route("/api/v1/account/bank-payins/{oid}", get(payins::show_bank))
        .route("/api/v1/account/crypto-payins/{oid}", get(payins::show_crypto))
        .route("/api/v1/account/card-payins/{oid}", get(payins::show_card))
        .route("/api/v1/account/orders", get(orders::list))
        .route("/api/v1/account/orders/{oid}", get(orders::show))
        .route(ACCOUNT_ORDERS, get(orders::list_of_account))
        .route(LEDGER, get(transactions::list))
        .route(LEDGER_ENTRY, get(transactions::show_of_account))
        .route("/api/v1/account/transactions/{tid}", get(transactions::show))
        .route(VIBANS, post(virtual_ibans::create).get(virtual_ibans::list))
        .route(VIBAN, get(virtual_ibans::show).put(virtual_ibans::update))
        .route(VIBAN_END, post(virtual_ibans::deactivate))
        .route("/api/v1/merchant/user", get(merchant_user::show))
        .route("/api/v1/merchant/user/accounts", get(merchant_user::accounts))
        .route("/api/v1/merchant/user/accounts/{aid}", get(merchant_user::account));
    only_with_host(complete(routes)).with_state(app)
}

fn business_routes() -> Router<Arc<App>> {
    BUSINESSES.into_iter().fold(Router::new(), |routes, spelling| {
        routes
            .route(spelling, post(business_users::create).get(business_users::list))
            .route(&format!("{spelling}/{{uid}}"), get(business_users::show))
    })
}

fn payout_routes() -> Router<Arc<App>> {
    Router::new()
        .route(PAYOUT_QUOTES, post(bank_payouts::simulate))
        .route("/api/v1/account/otp/send", post(payouts::send_otp))
        .route("/api/v1/account/bank-payouts/{oid}/validate-otp", post(bank_payouts::validate_otp))
        .route(CRYPTO_PAYOUTS, post(crypto_payouts::create))
        .route("/api/v1/account/crypto-payouts/{oid}", get(crypto_payouts::show))
        .route("/api/v1/account/crypto-payouts/{oid}/cancel", post(crypto_payouts::cancel))
        .route(
            "/api/v1/account/crypto-payouts/{oid}/validate-otp",
            post(crypto_payouts::validate_otp),
        )
}
