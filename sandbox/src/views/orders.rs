//! Orders and quotes, in JSON.

use serde_json::{Map, Value, json};

use crate::domain::card::Card;
use crate::domain::clock::Moment;
use crate::domain::fee::Fee;
use crate::domain::fx::Rate;
use crate::domain::money::Money;
use crate::domain::order::{Order, OrderDetails, OrderState};
use crate::operations::quotes::Quote;

/// An order in a list or after its creation (ORD-1).
pub(crate) fn order(order: &Order) -> Value {
    let mut view = order_base(order);
    view.insert("detailUrl".into(), format!("/api/v1/account/orders/{}", order.id).into());
    view.into()
}

/// A new card payin, with the address of its payment page (PIN-3).
pub(crate) fn card_payin_created(payin: &Order, portal_url: &str, token: &str) -> Value {
    json!({"order": order(payin), "paymentUrl": format!("{portal_url}/pay/{token}")})
}

/// A payout that was confirmed with a one-time password (OUT-4).
pub(crate) fn validated(payout: &Order, at: Moment) -> Value {
    let mut view = order(payout);
    view["validatedAt"] = json!(at);
    view
}

/// An order with the members that only its type has (PIN-2, OUT-5).
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

/// The quote of a payment (TRF-6, OUT-5).
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
