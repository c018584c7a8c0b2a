//! Reads a payin that the operator simulates.

use crate::domain::failure::Failure;
use crate::domain::money::Currency;
use crate::domain::order::{OrderDetails, OrderType};
use crate::domain::refusal::FieldCode;
use crate::http::fields::Fields;
use crate::operations::payins::{Credited, SimulatedOutcome, SimulatedPayin};

/// Bank details of the sender that are assumed when none are given: IBAN, BIC and name.
const DEFAULT_SENDER: (&str, &str, &str) =
    ("ES9121000418450200051332", "BSCHESMMXXX", "Sandbox Sender");

/// Reads the payin that the operator simulates (PIN-1).
pub(crate) fn read_simulated_payin(fields: &Fields<'_>) -> Option<SimulatedPayin> {
    let order_type = match fields.code("type", &["BANK", "CRYPTO", "CARD"]) {
        Some("BANK") => Some(OrderType::BankPayIn),
        Some("CRYPTO") => Some(OrderType::CryptoPayIn),
        Some(_) => Some(OrderType::CardPayIn),
        None => None,
    };
    let recipient = read_recipient(fields, order_type);
    let currencies: &[Currency] = match order_type {
        Some(OrderType::CryptoPayIn) => &Currency::STABLE,
        Some(_) => &Currency::FIAT,
        None => &Currency::ALL,
    };
    let amount = fields.money("amount", currencies);
    let reference = fields.optional("reference", Fields::string);
    let sender = read_sender(fields);
    let outcome = read_outcome(fields, order_type);
    let order_type = order_type?;
    let default = || format!("{} from the simulator", order_type.display());
    let reference = reference?.unwrap_or_else(default);
    let details = details_of(order_type, sender?, &reference);
    let (recipient, amount, outcome) = (recipient?, amount?, outcome?);
    Some(SimulatedPayin { recipient, amount, reference, details, outcome })
}

fn read_recipient(fields: &Fields<'_>, order_type: Option<OrderType>) -> Option<Credited> {
    if !fields.has("vibanId") {
        return fields.id("accountId").map(Credited::Account);
    }
    if fields.has("accountId") {
        return fields.fault("accountId", FieldCode::NotAllowed, "a vIBAN is named already");
    }
    if order_type.is_some_and(|kind| kind != OrderType::BankPayIn) {
        return fields.fault("type", FieldCode::NotAllowed, "only a bank pays to a vIBAN");
    }
    fields.id("vibanId").map(Credited::Viban)
}

struct PayinSender {
    account_number: Option<String>,
    routing_data: Option<String>,
    name: Option<String>,
}

fn read_sender(fields: &Fields<'_>) -> Option<PayinSender> {
    if !fields.has("sender") {
        return Some(PayinSender { account_number: None, routing_data: None, name: None });
    }
    let sender = fields.object("sender");
    let read = |field| sender.optional(field, Fields::string);
    let (account_number, routing_data, name) =
        (read("accountNumber"), read("routingData"), read("name"));
    Some(PayinSender { account_number: account_number?, routing_data: routing_data?, name: name? })
}

fn read_outcome(fields: &Fields<'_>, order_type: Option<OrderType>) -> Option<SimulatedOutcome> {
    let outcome = fields.code("outcome", &["SETTLE", "HOLD", "FAIL"]);
    let failure = fields.optional("failure", |fields, name| {
        let failure = fields.object(name);
        let (code, reason) = (failure.string("code"), failure.string("reason"));
        Some(Failure { code: code?, reason: reason? })
    });
    match outcome? {
        "SETTLE" => failure.map(|_| SimulatedOutcome::Settle),
        "HOLD" => failure.map(|_| SimulatedOutcome::Hold),
        _ => {
            Some(SimulatedOutcome::Fail(failure?.or_else(|| order_type.map(Failure::default_of))?))
        }
    }
}

/// The details of the order; none for a card, whose details need the owner of the account.
fn details_of(order_type: OrderType, sender: PayinSender, concept: &str) -> Option<OrderDetails> {
    let (account_number, routing_data, name) = DEFAULT_SENDER;
    match order_type {
        OrderType::BankPayIn => Some(OrderDetails::BankPayIn {
            account_number: sender.account_number.unwrap_or_else(|| account_number.to_owned()),
            routing_data: sender.routing_data.unwrap_or_else(|| routing_data.to_owned()),
            payer_name: sender.name.unwrap_or_else(|| name.to_owned()),
            concept: concept.to_owned(),
        }),
        OrderType::CryptoPayIn => Some(OrderDetails::CryptoPayIn {
            network: "SOLANA".to_owned(),
            tx_hash: hex::encode(rand::random::<[u8; 32]>()),
        }),
        _ => None,
    }
}
