//! Paths of the API, all below one base, and the parameters of its lists.

use serde_json::Value;

use super::order;

/// Login with a key.
pub const LOGIN: &str = "/api/v1/auth/login";
/// Individual users.
pub const INDIVIDUAL_USERS: &str = "/api/v1/account/individual-users";
/// Companies.
pub const BUSINESS_USERS: &str = "/api/v1/account/business-users";
/// Companies, as the KYB guide spells it.
pub const BUSINESS_USERS_OF_GUIDE: &str = "/api/v1/account/business-user";
/// All orders of the merchant.
pub const ORDERS: &str = "/api/v1/account/orders";
/// The merchant's own accounts.
pub const OWN_ACCOUNTS: &str = "/api/v1/merchant/user/accounts";

/// Start of every path of the merchant's own user.
pub const OF_THE_MERCHANT: &str = "/api/v1/merchant/user";
/// The member of a list that says which page it is.
pub const PAGINATION: &str = "pagination";

/// Part of every path of companies, in both spellings.
pub const OF_COMPANIES: &str = "/account/business-user";
/// Part of every path of virtual IBANs.
pub const OF_VIBANS: &str = "virtual-ibans";

/// The lists of users; companies have two spellings.
const USERS: [&str; 3] = [INDIVIDUAL_USERS, BUSINESS_USERS, BUSINESS_USERS_OF_GUIDE];

/// Individual users, or companies.
#[must_use]
pub fn users(are_businesses: bool) -> &'static str {
    if are_businesses { BUSINESS_USERS } else { INDIVIDUAL_USERS }
}

/// The KYC sessions of a user.
#[must_use]
pub fn kyc_sessions(user: &str) -> String {
    format!("/api/v1/account/users/{user}/identity-verifications")
}

/// The KYB sessions of a company.
#[must_use]
pub fn kyb_sessions(user: &str) -> String {
    format!("/api/v1/account/business-user/{user}/kyb-sessions")
}

/// The kind of thing at this path, in words.
#[must_use]
pub fn subject(path: &str) -> &'static str {
    if path.contains("/identity-verifications/") || path.contains("/kyb-sessions/") {
        "the session"
    } else if path.starts_with(ORDERS) {
        "the order"
    } else if path.contains(OF_VIBANS) {
        "the virtual IBAN"
    } else {
        "the user"
    }
}

/// One KYB session.
#[must_use]
pub fn kyb_session(user: &str, session: &str) -> String {
    format!("{}/{session}", kyb_sessions(user))
}

/// The documents of a KYB session.
#[must_use]
pub fn kyb_documents(user: &str, session: &str) -> String {
    format!("{}/documents", kyb_session(user, session))
}

/// The submission of a KYB session.
#[must_use]
pub fn kyb_submission(user: &str, session: &str) -> String {
    format!("{}/submit", kyb_session(user, session))
}

/// The accounts of a user.
#[must_use]
pub fn accounts(user: &str) -> String {
    format!("/api/v1/account/users/{user}/accounts")
}

/// One account.
#[must_use]
pub fn account(user: &str, account: &str) -> String {
    format!("{}/{account}", accounts(user))
}

/// The orders of an account.
#[must_use]
pub fn account_orders(user: &str, of: &str) -> String {
    format!("{}/orders", account(user, of))
}

/// The ledger of an account.
#[must_use]
pub fn ledger(user: &str, of: &str) -> String {
    format!("{}/transactions", account(user, of))
}

/// The virtual IBANs of an account.
#[must_use]
pub fn vibans(user: &str, of: &str) -> String {
    format!("{}/{OF_VIBANS}", account(user, of))
}

/// The deactivation of a virtual IBAN, given by its path.
#[must_use]
pub fn viban_deactivation(viban: &str) -> String {
    format!("{viban}/deactivate")
}

/// The card payins to an account.
#[must_use]
pub fn card_payins(user: &str, to: &str) -> String {
    format!("{}/card-payins", account(user, to))
}

/// The transfers from an account.
#[must_use]
pub fn transfers(user: &str, from: &str) -> String {
    format!("{}/transfers", account(user, from))
}

/// The payouts from an account to banks.
#[must_use]
pub fn bank_payouts(user: &str, from: &str) -> String {
    format!("{}/bank-payouts", account(user, from))
}

/// The payouts from an account to wallets.
#[must_use]
pub fn crypto_payouts(user: &str, from: &str) -> String {
    format!("{}/crypto-payouts", account(user, from))
}

/// One order by its id.
#[must_use]
pub fn order(order: &str) -> String {
    format!("{ORDERS}/{order}")
}

/// The details that only orders of this type have; none for a type without them.
#[must_use]
pub fn order_detail(order_type: &str, order: &str) -> Option<String> {
    let kind = match order_type {
        order::TRANSFER => "transfers",
        order::BANK_PAYIN => "bank-payins",
        order::CRYPTO_PAYIN => "crypto-payins",
        order::CARD_PAYIN => "card-payins",
        _ => return None,
    };
    Some(format!("/api/v1/account/{kind}/{order}"))
}

/// The cancellation of a payout of this type.
#[must_use]
pub fn payout_cancellation(order_type: &str, order: &str) -> String {
    format!("{}/cancel", payout(order_type, order))
}

/// The confirmation of a payout of this type with a one-time password.
#[must_use]
pub fn payout_confirmation(order_type: &str, order: &str) -> String {
    format!("{}/validate-otp", payout(order_type, order))
}

fn payout(order_type: &str, order: &str) -> String {
    let kind = if order_type.starts_with("CRYPTO") { "crypto" } else { "bank" };
    format!("/api/v1/account/{kind}-payouts/{order}")
}

/// The list with pages of this size.
#[must_use]
pub fn paged(list: &str, size: usize) -> String {
    let separator = if list.contains('?') { '&' } else { '?' };
    format!("{list}{separator}pageSize={size}")
}

/// The list of orders, oldest first.
#[must_use]
pub fn oldest_first(orders: &str) -> String {
    format!("{orders}?sort=createdAt")
}

/// The list of orders, newest first.
#[must_use]
pub fn newest_first(orders: &str) -> String {
    format!("{orders}?sort=-createdAt")
}

/// The merchant's own accounts with this purpose and currency.
#[must_use]
pub fn own_accounts_for(purpose: &str, currency: &str) -> String {
    format!("{OWN_ACCOUNTS}?purpose_eq={purpose}&currency_eq={currency}")
}

/// The number of the page that a link leads to.
#[must_use]
pub fn page_number(link: &str) -> Option<u64> {
    let (_, query) = link.split_once('?')?;
    query.split('&').find_map(|part| part.strip_prefix("page="))?.parse().ok()
}

/// The list without the number of its page.
#[must_use]
pub fn unpaged(list: &str) -> String {
    let (path, query) = list.split_once('?').unwrap_or((list, ""));
    let rest: Vec<&str> = query.split('&').filter(|part| !part.starts_with("page=")).collect();
    format!("{path}?{}", rest.join("&"))
}

/// True if a path leads to a catalogue of the API's own.
#[must_use]
pub fn is_catalogue(path: &str) -> bool {
    path.starts_with("/api/v1/reference/")
}

/// True if a request to this path makes an order.
#[must_use]
pub fn makes_order(path: &str) -> bool {
    let last = path.split('?').next().unwrap_or(path).rsplit('/').next();
    last.is_some_and(|last| ["transfers", "bank-payouts", "crypto-payouts"].contains(&last))
}

/// The user whose accounts are at this path; none for other paths.
#[must_use]
pub fn owner_of_accounts(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/api/v1/account/users/")?;
    let (owner, rest) = rest.split_once('/')?;
    rest.starts_with("accounts").then_some(owner)
}

/// True if a path lists all accounts of a user, whole or a page of them.
#[must_use]
pub fn lists_accounts(path: &str) -> bool {
    owner_of_accounts(path).is_some_and(|owner| without_query(path) == accounts(owner))
}

/// The company whose KYB sessions are at this path; none for other paths.
#[must_use]
pub fn company_of_sessions(path: &str) -> Option<&str> {
    let (_, rest) = path.split_once(OF_COMPANIES)?;
    let (company, rest) = rest.split_once('/')?.1.split_once('/')?;
    rest.starts_with("kyb-sessions").then_some(company)
}

/// True if a path shows the past of an account: its orders or its ledger.
#[must_use]
pub fn shows_past_of_account(path: &str) -> bool {
    let last = without_query(path).rsplit('/').next();
    owner_of_accounts(path).is_some()
        && last.is_some_and(|last| ["orders", "transactions"].contains(&last))
}

/// True if a path lists things of the whole merchant: all users, or all orders.
#[must_use]
pub fn lists_of_merchant(path: &str) -> bool {
    let place = without_query(path);
    place == ORDERS || USERS.contains(&place)
}

/// True if a path is that of one user, whose level and data it shows.
#[must_use]
pub fn is_user(path: &str) -> bool {
    let below = |list: &&str| without_query(path).strip_prefix(*list)?.strip_prefix('/');
    USERS.iter().find_map(below).is_some_and(|user| !user.contains('/'))
}

/// True if a path is that of this list, with whatever query.
#[must_use]
pub fn is_of_list(path: &str, list: &str) -> bool {
    without_query(path) == list
}

fn without_query(path: &str) -> &str {
    path.split('?').next().unwrap_or(path)
}

/// The path of the next page of a list; none if there is no further one.
#[must_use]
pub fn next_page(page: &Value) -> Option<String> {
    page.pointer("/pagination/next")?.as_str().filter(|link| !link.is_empty()).map(local)
}

/// The path of a link, which may also be a whole address.
#[must_use]
pub fn local(link: &str) -> String {
    let host_and_path = link.split_once("://").map(|(_, rest)| rest);
    host_and_path.map_or(link, |rest| rest.find('/').map_or("/", |at| &rest[at..])).to_owned()
}
