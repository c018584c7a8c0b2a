//! Accounts of users and of the merchant itself, in JSON.

use serde_json::{Map, Value, json};

use crate::domain::account::{Account, Purpose};
use crate::store::{CryptoAddress, Merchant};

/// An account (ACC-1).
pub(crate) fn account(account: &Account) -> Value {
    json!({
        "id": account.id,
        "currency": account.currency,
        "balance": account.balance,
        "pendingIn": account.pending_in,
        "pendingOut": account.pending_out,
        "state": "ACTIVE",
        "label": account.label,
        "type": "USER",
        "userId": account.user,
    })
}

/// An address for stablecoins of an account (PIN-4).
pub(crate) fn crypto_address(made: &CryptoAddress) -> Value {
    json!({
        "id": made.id,
        "accountId": made.account,
        "currency": made.currency,
        "network": made.network.code(),
        "address": made.address,
        "createdAt": made.created_at,
    })
}

/// The merchant as the owner of accounts.
pub(crate) fn merchant_user(merchant: &Merchant) -> Value {
    json!({
        "id": merchant.user,
        "name": merchant.name,
        "email": format!("{}@merchants.example", merchant.api_code),
        "country": "ES",
        "type": 1,
        "displayType": "Merchant",
        "createdAt": merchant.created_at,
    })
}

/// One of the merchant's own accounts in their list.
pub(crate) fn own_account_item(account: &Account) -> Value {
    let mut view = own_account_base(account);
    view.insert("userId".into(), json!(account.user));
    view.into()
}

/// One of the merchant's own accounts, with its owner.
pub(crate) fn own_account(account: &Account, merchant: &Merchant) -> Value {
    let mut view = own_account_base(account);
    view.insert("type".into(), "MERCHANT".into());
    view.insert("user".into(), merchant_user(merchant));
    view.into()
}

fn own_account_base(account: &Account) -> Map<String, Value> {
    let mut view = Map::new();
    let mut put = |field: &str, value: Value| view.insert(field.into(), value);
    put("id", json!(account.id));
    put("alias", account.label.as_str().into());
    put("purpose", account.purpose.map(Purpose::code).into());
    put("currency", json!(account.currency));
    put("balance", json!(account.balance));
    put("pendingIn", json!(account.pending_in));
    put("pendingOut", json!(account.pending_out));
    put("state", "ACTIVE".into());
    view
}
