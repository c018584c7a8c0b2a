//! Facts about an order, as its page lists them.

use serde_json::Value;

use super::rows::OwnerLink;
use crate::domain::card::Card;
use crate::domain::money::Money;
use crate::domain::order::{Order, OrderDetails, Party};
use crate::http::problem::Problem;
use crate::portal::pages::shown::trimmed;
use crate::store::Scope;

/// One fact: a name and a text.
pub(super) struct Fact {
    pub(super) name: &'static str,
    pub(super) text: String,
    /// True for an identifier, which people copy.
    pub(super) is_code: bool,
    /// The address of the page about it.
    pub(super) link: Option<String>,
}

impl Fact {
    fn plain(name: &'static str, text: impl Into<String>) -> Self {
        Self { name, text: text.into(), is_code: false, link: None }
    }

    fn code(name: &'static str, text: impl Into<String>) -> Self {
        Self { is_code: true, ..Self::plain(name, text) }
    }
}

/// The amounts, the fees and the exchange rate.
pub(super) fn amounts(order: &Order) -> Vec<Fact> {
    let fee = |amount| Money::new(order.fee.currency, amount).to_string();
    let mut facts = vec![
        Fact::plain("Amount sent", order.origin.to_string()),
        Fact::plain("Amount received", order.destination.to_string()),
        Fact::plain("Fee", fee(order.fee.total())),
        Fact::plain("Fee: Ralio's part", fee(order.fee.system)),
        Fact::plain("Fee: your part", fee(order.fee.merchant)),
    ];
    if let Some(fx) = order.fx {
        let (pair, rate) = (fx.pair.to_string(), fx.rate.to_string());
        let (base, quote) = pair.split_once('/').unwrap_or((&pair, ""));
        let told = format!("1 {base} = {} {quote}", trimmed(&rate));
        facts.push(Fact::plain("Exchange rate", told));
    }
    facts
}

/// The accounts on both sides, with their owners.
pub(super) fn parties(scope: &Scope<'_>, order: &Order) -> Result<Vec<Fact>, Problem> {
    let mut facts = Vec::new();
    for (account, owner, party) in
        [("From account", "Owner", order.debit), ("To account", "Owner", order.credit)]
    {
        if let Some(Party { account: id, .. }) = party {
            let found = scope.account(id)?;
            let link = Some(format!("/accounts/{id}"));
            facts.push(Fact { link, ..Fact::plain(account, found.label.clone()) });
            let OwnerLink { name, link } = scope.owner(&found)?.into();
            facts.push(Fact { link, ..Fact::plain(owner, name) });
        }
    }
    Ok(facts)
}

/// The facts that only orders of its type have.
pub(super) fn parts(order: &Order) -> Vec<Fact> {
    match &order.details {
        OrderDetails::BankPayIn { account_number, routing_data, payer_name, concept } => vec![
            Fact::plain("Sender", payer_name),
            Fact::code("Sender's IBAN", account_number),
            Fact::code("Sender's BIC", routing_data),
            Fact::plain("Payment text", concept),
        ],
        OrderDetails::CryptoPayIn { network, tx_hash } => {
            vec![Fact::plain("Network", network), Fact::code("Transaction", tx_hash)]
        }
        OrderDetails::CardPayIn { card, payer } => {
            let mut facts = vec![Fact::plain("Payer", name_of(payer))];
            match card {
                Some(card) => facts.extend(card_facts(card)),
                None => facts.push(Fact::plain("Card", "none was used")),
            }
            facts
        }
        OrderDetails::BankPayOut { iban, account_holder, bank_name, wire_ref } => vec![
            Fact::plain("Recipient", account_holder),
            Fact::code("Recipient's IBAN", iban),
            Fact::plain("Recipient's bank", bank_name),
            Fact::code("Wire reference", wire_ref),
        ],
        OrderDetails::CryptoPayOut { network, address, tx_hash } => vec![
            Fact::plain("Network", network),
            Fact::code("Recipient's address", address),
            Fact::code("Transaction", tx_hash),
        ],
        OrderDetails::Transfer => vec![],
    }
}

fn card_facts(card: &Card) -> [Fact; 2] {
    let until = card.expiration.get(..7).unwrap_or_default();
    [Fact::plain("Card", card.masked()), Fact::plain("Valid until", until)]
}

fn name_of(payer: &Value) -> String {
    let said = ["name", "surname"].map(|part| payer[part].as_str());
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
