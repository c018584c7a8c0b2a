//! The events of orders, by kind and state (PIN-1, TRF-1, OUT-1, OUT-2).

use serde_json::{Map, Value, json};

use super::event::{Event, EventType};
use super::money::{Money, Overflow};
use super::order::{Order, OrderDetails, OrderState, OrderType};

/// The event of the state that `order` is in; pending, cancelled and failed payouts have none
/// (OUT-7).
pub(crate) fn event_of(order: &Order) -> Result<Option<Event>, Overflow> {
    let Some(kind) = kind_of(order) else { return Ok(None) };
    let mut data = Map::new();
    data.insert("status".into(), order.state.code().into());
    if let Some((key, sort)) = sort_of(order.order_type()) {
        data.insert(key.into(), sort.into());
    }
    data.insert("orderId".into(), json!(order.id));
    let kind_of_order = order.order_type();
    if kind_of_order.is_payout()
        || [OrderType::Transfer, OrderType::CardPayIn].contains(&kind_of_order)
    {
        data.insert("ownReference".into(), order.reference.clone().into());
    }
    data.insert("source".into(), source_of(order));
    data.insert("destination".into(), destination_of(order));
    data.insert("amounts".into(), amounts_of(order)?);
    if let Some(failure) = &order.failure {
        let failure = json!({"code": failure.code, "reason": failure.reason});
        data.insert("failure".into(), failure);
    }
    let (resource, at) = (order.id.uuid(), order.updated_at);
    Ok(Some(Event { kind, resource, at, data: data.into() }))
}

fn kind_of(order: &Order) -> Option<EventType> {
    use OrderState::{Completed, Failed, Processing};
    use OrderType::{BankPayIn, BankPayOut, CardPayIn, CryptoPayIn, CryptoPayOut, Transfer};
    match (order.order_type(), order.state) {
        (BankPayIn | CryptoPayIn | CardPayIn, Processing) => Some(EventType::PayinProcessing),
        (BankPayIn | CryptoPayIn | CardPayIn, Completed) => Some(EventType::PayinCompleted),
        (BankPayIn | CryptoPayIn | CardPayIn, Failed) => Some(EventType::PayinFailed),
        (BankPayOut | CryptoPayOut, Processing) => Some(EventType::PayoutProcessing),
        (BankPayOut | CryptoPayOut, Completed) => Some(EventType::PayoutCompleted),
        (Transfer, Processing) => Some(EventType::TransferProcessing),
        (Transfer, Completed) => Some(EventType::TransferCompleted),
        _ => None,
    }
}

fn sort_of(order_type: OrderType) -> Option<(&'static str, &'static str)> {
    match order_type {
        OrderType::BankPayIn => Some(("payinType", "bankPayin")),
        OrderType::CryptoPayIn => Some(("payinType", "cryptoPayin")),
        OrderType::CardPayIn => Some(("payinType", "cardPayin")),
        OrderType::BankPayOut => Some(("payoutType", "bankPayout")),
        OrderType::CryptoPayOut => Some(("payoutType", "cryptoPayout")),
        OrderType::Transfer => None,
    }
}

fn source_of(order: &Order) -> Value {
    match &order.details {
        OrderDetails::BankPayIn { account_number, payer_name, concept, .. } => json!({
            "type": "bankAccount",
            "routingType": "IBAN",
            "accountNumber": account_number,
            "bankConceptTransfer": concept,
            "payer": {"name": payer_name},
        }),
        OrderDetails::CryptoPayIn { network, tx_hash } => {
            json!({"type": "cryptoWallet", "network": network, "txHash": tx_hash})
        }
        OrderDetails::CardPayIn { card, payer } => {
            let mut source = json!({
                "type": "card",
                "payer": {
                    "name": payer["name"], "email": payer["email"], "phone": payer["phone"],
                },
            });
            if let Some(card) = card {
                source["cardBin"] = card.bin.as_str().into();
                source["cardLastFour"] = card.last_four.as_str().into();
            }
            source
        }
        OrderDetails::BankPayOut { .. }
        | OrderDetails::CryptoPayOut { .. }
        | OrderDetails::Transfer => json!({
            "type": "account",
            "debitedAccountId": order.debit.map(|party| party.account),
            "debitedUserId": order.debit.map(|party| party.user),
        }),
    }
}

fn destination_of(order: &Order) -> Value {
    match &order.details {
        OrderDetails::BankPayOut { iban, account_holder, bank_name, wire_ref } => json!({
            "type": "bankAccount",
            "routingType": "IBAN",
            "accountNumber": iban,
            "bankWireRef": wire_ref,
            "bankName": bank_name,
            "beneficiary": {"name": account_holder},
        }),
        OrderDetails::CryptoPayOut { network, address, tx_hash } => json!({
            "type": "cryptoWallet", "network": network, "address": address, "txHash": tx_hash,
        }),
        _ => json!({
            "type": "account",
            "creditedAccountId": order.credit.map(|party| party.account),
            "creditedUserId": order.credit.map(|party| party.user),
        }),
    }
}

fn amounts_of(order: &Order) -> Result<Value, Overflow> {
    let mut amounts = Map::new();
    let mut put = |key: &str, value: Value| amounts.insert(key.into(), value);
    let fees = json!({
        "currency": order.fee.currency,
        "total": order.fee.total(),
        "breakdown": {"systemFee": order.fee.system, "merchantFee": order.fee.merchant},
    });
    let fx = order.fx.map(|fx| json!({"pair": fx.pair.to_string(), "rate": fx.rate.to_string()}));
    match order.order_type() {
        OrderType::Transfer => {
            put("debitedAmount", json!(order.origin));
            put("creditedAmount", json!(order.destination));
            fx.map(|fx| put("fx", fx));
        }
        OrderType::BankPayOut | OrderType::CryptoPayOut => {
            put("debitedAmount", json!(order.origin));
            put("fees", fees);
            put("amountAfterFees", json!(after_fees(order)?));
            fx.map(|fx| put("fx", fx));
            put("creditedAmount", json!(order.destination));
        }
        OrderType::BankPayIn | OrderType::CryptoPayIn | OrderType::CardPayIn => {
            put("receivedAmount", json!(order.origin));
            if order.state == OrderState::Completed {
                put("fees", fees);
                put("amountAfterFees", json!(order.destination));
                fx.map(|fx| put("fx", fx));
                put("creditedAmount", json!(order.destination));
            }
        }
    }
    Ok(amounts.into())
}

fn after_fees(order: &Order) -> Result<Money, Overflow> {
    let amount = order.origin.amount.minus(order.fee.total())?;
    Ok(Money::new(order.origin.currency, amount))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::clock::Moment;
    use crate::domain::fee::Fee;
    use crate::domain::fx::{Fx, Pair, Rate};
    use crate::domain::id::Id;
    use crate::domain::money::{Amount, Currency};
    use crate::domain::order::Party;

    fn order(details: OrderDetails, state: OrderState) -> Order {
        let owner =
            Some(Party { account: Id::new(Uuid::nil()), user: Id::new(Uuid::from_u128(1)) });
        let at = Moment::from_millis(0);
        let pair = Pair::parse("EUR/USD").unwrap();
        Order {
            id: Id::new(Uuid::from_u128(2)),
            state,
            origin: Money::new(Currency::Eur, Amount::from_minor(100).unwrap()),
            destination: Money::new(Currency::Usd, Amount::from_minor(108).unwrap()),
            fee: Fee { currency: Currency::Eur, system: Amount::ZERO, merchant: Amount::ZERO },
            fx: Some(Fx { pair, rate: Rate::default_of(pair), at }),
            reference: "R".into(),
            debit: owner,
            credit: owner,
            details,
            otp: None,
            failure: None,
            created_at: at,
            updated_at: at,
        }
    }

    fn event_for(order: &Order) -> Option<Event> {
        event_of(order).unwrap()
    }

    #[test]
    fn the_event_of_a_converted_transfer_shows_both_amounts_and_the_rate() {
        let event = event_for(&order(OrderDetails::Transfer, OrderState::Completed)).unwrap();
        assert_eq!(event.kind, EventType::TransferCompleted);
        let expected = json!({
            "debitedAmount": {"currency": "EUR", "amount": 100},
            "creditedAmount": {"currency": "USD", "amount": 108},
            "fx": {"pair": "EUR/USD", "rate": "1.0800000000"},
        });
        assert_eq!(event.data["amounts"], expected);
        assert_eq!(event.data["ownReference"], "R");
    }

    #[test]
    fn the_event_of_a_payin_shows_the_credit_only_when_it_completed() {
        let details =
            || OrderDetails::CryptoPayIn { network: "SOLANA".into(), tx_hash: "1".into() };
        let processing = event_for(&order(details(), OrderState::Processing)).unwrap();
        assert_eq!(processing.data["amounts"].as_object().map(Map::len), Some(1));
        let completed = event_for(&order(details(), OrderState::Completed)).unwrap();
        assert_eq!(completed.data["amounts"].as_object().map(Map::len), Some(5));
        assert_eq!(completed.data.get("ownReference"), None);
    }

    #[test]
    fn failed_payouts_and_pending_orders_have_no_event() {
        let details = OrderDetails::BankPayOut {
            iban: "I".into(),
            account_holder: "H".into(),
            bank_name: "B".into(),
            wire_ref: "W".into(),
        };
        assert!(event_for(&order(details.clone(), OrderState::Failed)).is_none());
        assert!(event_for(&order(OrderDetails::Transfer, OrderState::Pending)).is_none());
        let mut broken = order(details, OrderState::Completed);
        broken.fee.system = Amount::from_minor(101).unwrap();
        assert!(event_of(&broken).is_err(), "a fee above the amount");
    }
}
