//! How the resources look in answers.

use serde_json::{Map, Value, json};

use crate::domain::account::{Account, Purpose};
use crate::domain::activity::{self, Language};
use crate::domain::card::Card;
use crate::domain::clock::Moment;
use crate::domain::fee::Fee;
use crate::domain::fx::Rate;
use crate::domain::money::Money;
use crate::domain::order::{Order, OrderDetails, OrderState};
use crate::domain::session::Session;
use crate::domain::user::{User, UserKind};
use crate::domain::viban::{Viban, VibanRail};
use crate::operations::quotes::Quote;
use crate::store::{CheckRow, CryptoAddress, LedgerLine, Merchant};

/// A user: what was said about it, and how far it is verified.
pub(crate) fn user(user: &User) -> Value {
    let mut view = Map::new();
    view.insert("id".into(), json!(user.id));
    for (field, value) in &user.profile {
        view.insert(field.clone(), value.clone());
    }
    let slug = user.profile.get("activity").and_then(Value::as_str);
    if let Some(activity) = slug.and_then(activity::find) {
        view.insert("activity".into(), self::activity(activity, Language::English));
    }
    let level = match user.kind {
        UserKind::Individual => "kycLevel",
        UserKind::Business => "kybLevel",
    };
    view.insert(level.into(), user.level.code().into());
    view.insert("createdAt".into(), json!(user.created_at));
    view.into()
}

/// An occupation.
pub(crate) fn activity(activity: activity::Activity, language: Language) -> Value {
    json!({"id": activity.id, "name": activity.name(language), "slug": activity.slug})
}

/// A verification session as its creation answers it.
pub(crate) fn session(session: &Session, portal_url: &str) -> Value {
    session_with(session, portal_url, "createdAt", "updatedAt")
}

/// A verification session in a list, where two fields are spelled otherwise.
pub(crate) fn session_item(session: &Session, portal_url: &str) -> Value {
    session_with(session, portal_url, "created_at", "updated_at")
}

fn session_with(session: &Session, portal_url: &str, created: &str, updated: &str) -> Value {
    json!({
        "id": session.id,
        "state": session.state.code(),
        "type": "KYC",
        "flow": {"id": "individual", "tag": "default"},
        "hostedUrl": session.hosted_url(portal_url),
        "data": {},
        created: session.created_at,
        updated: session.updated_at,
        "expiresAt": session.expires_at,
    })
}

/// A check of a verification session.
pub(crate) fn check(row: &CheckRow) -> Value {
    let reasons = row.check.reasons.iter().enumerate().map(|(index, reason)| {
        json!({
            "id": index + 1,
            "type": reason.found_by,
            "code": reason.code,
            "message": reason.message,
        })
    });
    json!({
        "id": row.id,
        "type": row.check.check_type,
        "state": if row.check.is_refused() { "Refused" } else { "Validated" },
        "data": {},
        "refused_reasons": reasons.collect::<Vec<_>>(),
        "created_at": row.created_at,
        "updated_at": row.created_at,
    })
}

/// An account.
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

/// An order as lists and creations show it.
pub(crate) fn order(order: &Order) -> Value {
    let mut view = order_base(order);
    view.insert("detailUrl".into(), format!("/api/v1/account/orders/{}", order.id).into());
    view.into()
}

/// A card payin that was asked for, and where it is paid.
pub(crate) fn card_payin_created(payin: &Order, portal_url: &str, token: &str) -> Value {
    json!({"order": order(payin), "paymentUrl": format!("{portal_url}/pay/{token}")})
}

/// A payout that was confirmed with a one-time password.
pub(crate) fn validated(payout: &Order, at: Moment) -> Value {
    let mut view = order(payout);
    view["validatedAt"] = json!(at);
    view
}

/// An order with what only its kind has.
pub(crate) fn order_detail(order: &Order) -> Value {
    let mut view = order_base(order);
    let credited = json!({"accountId": order.credit.map(|party| party.account)});
    let debited = json!({"accountId": order.debit.map(|party| party.account)});
    let mut put = |field: &str, value: Value| view.insert(field.into(), value);
    match &order.details {
        OrderDetails::BankPayIn { account_number, routing_data, concept, .. } => {
            put("sender", json!({"accountNumber": account_number, "routingData": routing_data}));
            put("recipient", credited);
            put("bankConceptTransfer", concept.as_str().into());
        }
        OrderDetails::CryptoPayIn { tx_hash, .. } => {
            put("sender", json!({"txHash": tx_hash}));
            put("recipient", credited);
        }
        OrderDetails::CardPayIn { card, payer } => {
            put("card", card.as_ref().map_or(Value::Null, self::card));
            put("payer", payer.clone());
            put("recipient", credited);
        }
        OrderDetails::Transfer => {
            put("sender", debited);
            put("recipient", credited);
        }
        OrderDetails::BankPayOut { iban, account_holder, bank_name, .. } => {
            let bank =
                json!({"iban": iban, "accountHolder": account_holder, "bankName": bank_name});
            put("sender", debited);
            put("recipient", bank);
        }
        OrderDetails::CryptoPayOut { network, address, .. } => {
            let Money { currency, amount } = order.destination;
            let wallet = json!({
                "address": address, "network": network, "currency": currency, "amount": amount,
            });
            put("sender", debited);
            put("recipient", wallet);
        }
    }
    if order.order_type().is_payout() {
        let cancelled_at = json!(order.reached(OrderState::Cancelled));
        put("canCancel", order.state.may_become(OrderState::Cancelled).into());
        put("cancelRequestedAt", cancelled_at.clone());
        put("canceledAt", cancelled_at);
    }
    view.into()
}

fn card(card: &Card) -> Value {
    json!({"cardBin": card.bin, "cardPan": card.masked(), "expiration": card.expiration})
}

fn order_base(order: &Order) -> Map<String, Value> {
    let kind = order.order_type();
    let fx = order.fx.map(
        |fx| json!({"pair": fx.pair.to_string(), "rate": fx.rate.as_number(), "timestamp": fx.at}),
    );
    let mut view = Map::new();
    let mut put = |field: &str, value: Value| view.insert(field.into(), value);
    put("id", json!(order.id));
    put("type", kind.code().into());
    put("displayType", kind.display().into());
    put("state", order.state.code().into());
    put("origin", json!(order.origin));
    put("destination", json!(order.destination));
    put("fee", fee(order.fee));
    put("fx", fx.unwrap_or(Value::Null));
    put("reference", order.reference.as_str().into());
    put("createdAt", json!(order.created_at));
    put("updatedAt", json!(order.updated_at));
    put("settledAt", json!(order.reached(OrderState::Completed)));
    put("failedAt", json!(order.reached(OrderState::Failed)));
    if kind.is_payout() {
        put("isOTPRequired", order.otp.is_some().into());
    }
    view
}

fn fee(fee: Fee) -> Value {
    json!({
        "currency": fee.currency,
        "amount": fee.total(),
        "breakdown": {"merchantFee": fee.merchant, "systemFee": fee.system},
    })
}

/// Where stablecoins for an account can be sent.
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

/// What a payment would come to.
pub(crate) fn quote(quote: &Quote, id: uuid::Uuid) -> Value {
    json!({
        "quoteId": id,
        "origin": quote.origin,
        "destination": quote.destination,
        "quote": {
            "rate": quote.rate.map_or_else(|| json!(1), Rate::as_number),
            "timestamp": quote.at,
            "validUntil": quote.valid_until,
        },
    })
}

/// An entry of the ledger.
pub(crate) fn ledger_line((entry, made_by): &LedgerLine) -> Value {
    json!({
        "id": entry.id,
        "amount": entry.amount,
        "runningBalance": entry.running_balance,
        "createdAt": entry.created_at,
        "order": order(made_by),
    })
}

/// A virtual IBAN; what its bank gives it is null before it was activated.
pub(crate) fn viban(viban: &Viban) -> Value {
    let details = viban.details.as_ref();
    json!({
        "id": viban.id,
        "accountId": viban.account,
        "name": viban.name,
        "rail": viban.rail.code(),
        "state": viban.state.code(),
        "accountHolder": details.map(|_| "Ralio Sandbox"),
        "accountNumber": details.map(|details| details.account_number.as_str()),
        "bankName": details.map(|_| "Ralio Sandbox Bank"),
        "bic": viban.routing_on(VibanRail::Sepa),
        "routingNumber": viban.routing_on(VibanRail::Ach),
        "payinMethodId": viban.payin_method,
        "provider": "MOCK",
        "rejectionReason": viban.rejection_reason,
        "createdAt": viban.created_at,
        "updatedAt": viban.updated_at,
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
