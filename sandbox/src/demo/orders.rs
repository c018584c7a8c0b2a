//! The payins, payouts and transfers of the demo.

use super::history::{History, hours};
use crate::domain::account::Account;
use crate::domain::clock::Span;
use crate::domain::failure::Failure;
use crate::domain::iban::Iban;
use crate::domain::id::Id;
use crate::domain::money::Currency::{self, Eur, Usd, Usdc, Usdt};
use crate::domain::money::{Amount, Money, Overflow};
use crate::domain::order::{OrderDetails, OrderType};
use crate::domain::refusal::Refusal;
use crate::domain::wallet::Network;
use crate::operations;
use crate::operations::card_payins::CardPayin;
use crate::operations::payins::{Credited, SimulatedOutcome, SimulatedPayin};
use crate::operations::payouts::{Payout, Recipient};
use crate::operations::transfers::Transfer;
use crate::store::Scope;
use crate::store::{Result, Secret};

const CODE: &str = "123456";
const ANA: usize = 0;
const DOLLARS: usize = 1;
const BRUNO: usize = 2;
const SHOP: usize = 3;

/// The state in which the demo leaves an order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Done,
    /// A payin that is processing, or a held payout.
    Open,
    /// A payout that was held and then submitted.
    Sent,
    /// A payout that waits for a one-time password.
    Unconfirmed,
    Failed,
    Cancelled,
}

use End::{Cancelled, Done, Failed, Open, Sent, Unconfirmed};

/// One payment of the demo; accounts are given by their position in the list.
#[derive(Clone, Copy)]
enum Move {
    Bank(usize, Currency, i64, End),
    Crypto(usize, Currency, i64, End),
    Card(usize, i64, End),
    /// A card payin that is not paid yet.
    CardLink(usize, i64),
    Transfer(usize, usize, i64),
    ToBank(usize, i64, End),
    ToWallet(usize, Currency, i64, End),
}

use Move::{Bank, Card, CardLink, Crypto, ToBank, ToWallet};

/// Age in hours, payment and reference of each order.
const MOVES: [(i64, Move, &str); 41] = [
    (299, Bank(ANA, Eur, 285_000, Done), "Salary"),
    (296, Bank(BRUNO, Eur, 192_000, Done), "Salary"),
    (290, Bank(SHOP, Eur, 1_250_000, Done), "Opening balance"),
    (281, Crypto(DOLLARS, Usdc, 150_000, Done), "Consulting for Delta"),
    (274, Card(SHOP, 4_990, Done), "Order 10231"),
    (272, Card(SHOP, 12_900, Done), "Order 10232"),
    (266, Move::Transfer(ANA, BRUNO, 4_500), "Dinner on Friday"),
    (258, ToBank(ANA, 82_000, Done), "Rent"),
    (251, Card(SHOP, 7_450, Failed), "Order 10233"),
    (249, Card(SHOP, 7_450, Done), "Order 10233"),
    (240, ToBank(SHOP, 318_000, Done), "Invoice 2291 of Becker Logistics"),
    (231, Crypto(SHOP, Usdt, 64_000, Done), "Wholesale order 881"),
    (222, Move::Transfer(DOLLARS, ANA, 30_000), "To euros"),
    (214, ToWallet(DOLLARS, Usdc, 25_000, Done), "Savings"),
    (205, Bank(BRUNO, Eur, 5_000, Failed), "Refund without a name"),
    (196, Card(SHOP, 2_250, Done), "Order 10240"),
    (188, Move::Transfer(BRUNO, SHOP, 8_990), "Lamp"),
    (176, Bank(ANA, Usd, 60_000, Done), "Grandparents"),
    (170, ToBank(BRUNO, 41_000, Done), "Landlord"),
    (163, Card(SHOP, 31_900, Done), "Order 10244"),
    (152, ToBank(SHOP, 96_450, Failed), "Invoice 77 of Vega Studio"),
    (150, ToBank(SHOP, 96_450, Done), "Invoice 77 of Vega Studio, again"),
    (141, Crypto(ANA, Usdc, 12_000, Done), "Ticket resold"),
    (133, Move::Transfer(ANA, BRUNO, 1_250), "Coffee machine, my share"),
    (121, Card(SHOP, 5_900, Done), "Order 10251"),
    (118, ToBank(ANA, 15_000, Cancelled), "Deposit for the flat"),
    (102, Bank(SHOP, Eur, 240_000, Done), "Marketplace settlement 38"),
    (95, ToWallet(SHOP, Usdt, 45_000, Done), "Supplier in Shenzhen"),
    (84, Move::Transfer(SHOP, BRUNO, 8_990), "Lamp, returned"),
    (73, Card(SHOP, 18_400, Done), "Order 10260"),
    (60, ToBank(SHOP, 128_000, Done), "Invoice 2310 of Becker Logistics"),
    (47, Crypto(DOLLARS, Usdc, 90_000, Done), "Consulting for Delta"),
    (39, Card(SHOP, 9_900, Done), "Order 10266"),
    (26, ToBank(ANA, 36_500, Done), "Insurance"),
    (19, Bank(ANA, Eur, 12_075, Done), "Tax refund"),
    (9, Card(SHOP, 22_300, Done), "Order 10271"),
    (6, ToBank(SHOP, 410_000, Sent), "Quarterly rent of the warehouse"),
    (5, CardLink(SHOP, 64_900), "Order 10272"),
    (3, Crypto(DOLLARS, Usdt, 20_000, Open), "Consulting for Echo"),
    (2, ToBank(ANA, 25_000, Open), "Car repair"),
    (1, ToBank(BRUNO, 7_500, Unconfirmed), "Choir trip"),
];

/// Makes the orders that are younger than `from` and not younger than `until`.
pub(super) fn make(
    history: &History<'_>,
    accounts: &[Id<Account>; 4],
    from: Span,
    until: Span,
) -> Result<()> {
    for (before, what, words) in MOVES {
        let before = hours(before);
        if before < from && before >= until {
            // Spreads the orders over the hour, so that they do not all fall on the full hour.
            let before = before.plus(Span::seconds(37 * before.as_millis() / 3_600_000 % 3000));
            history.at(before, |scope| carry_out(scope, accounts, what, words))?;
        }
    }
    Ok(())
}

fn carry_out(
    scope: &Scope<'_>,
    accounts: &[Id<Account>; 4],
    what: Move,
    words: &str,
) -> Result<()> {
    let account = |place: usize| scope.account(accounts[place]);
    match what {
        Bank(to, currency, minor, end) => {
            let details = OrderDetails::BankPayIn {
                account_number: "ES9121000418450200051332".to_owned(),
                routing_data: "CAIXESBBXXX".to_owned(),
                payer_name: "Delta Consulting SL".to_owned(),
                concept: words.to_owned(),
            };
            pay_in(scope, accounts[to], money(currency, minor)?, words, (Some(details), end))
        }
        Crypto(to, currency, minor, end) => {
            let tx_hash = hex::encode(rand::random::<[u8; 32]>());
            let details = OrderDetails::CryptoPayIn { network: "SOLANA".to_owned(), tx_hash };
            pay_in(scope, accounts[to], money(currency, minor)?, words, (Some(details), end))
        }
        Card(to, minor, end) => pay_in(scope, accounts[to], money(Eur, minor)?, words, (None, end)),
        CardLink(to, minor) => {
            let wish = CardPayin {
                amount: money(Eur, minor)?,
                reference: words.to_owned(),
                payer: None,
                url_success: "https://shop.example.com/paid".to_owned(),
                url_failed: "https://shop.example.com/not-paid".to_owned(),
            };
            operations::card_payins::request(scope, &account(to)?, wish, &Secret::fresh()).map(drop)
        }
        Move::Transfer(from, to, minor) => {
            let source = account(from)?;
            let wish = Transfer {
                origin: money(source.currency, minor)?,
                recipient: accounts[to],
                reference: words.to_owned(),
                code2fa: CODE.to_owned(),
            };
            operations::transfers::transfer(scope, &source, wish).map(drop)
        }
        ToBank(from, minor, end) => {
            let iban = Iban::parse("DE89370400440532013000").ok_or(Refusal::InvalidRecipient)?;
            let (account_holder, bank_name) =
                ("Becker Logistics".to_owned(), "Hausbank".to_owned());
            let recipient = Recipient::Bank { iban, account_holder, bank_name };
            pay_out(scope, &account(from)?, minor, words, (recipient, end))
        }
        ToWallet(from, currency, minor, end) => {
            let network = Network::Solana;
            let address = network.address_of([7; 32]);
            let recipient = Recipient::Wallet { network, address, currency };
            pay_out(scope, &account(from)?, minor, words, (recipient, end))
        }
    }
}

fn money(currency: Currency, minor: i64) -> Result<Money> {
    Ok(Money::new(currency, Amount::from_minor(minor).ok_or(Overflow)?))
}

fn pay_in(
    scope: &Scope<'_>,
    to: Id<Account>,
    amount: Money,
    words: &str,
    (details, end): (Option<OrderDetails>, End),
) -> Result<()> {
    let kind = details.as_ref().map_or(OrderType::CardPayIn, OrderDetails::order_type);
    let outcome = match end {
        Open => SimulatedOutcome::Hold,
        Failed => SimulatedOutcome::Fail(Failure::default_of(kind)),
        _ => SimulatedOutcome::Settle,
    };
    let (recipient, reference) = (Credited::Account(to), words.to_owned());
    operations::payins::simulate(
        scope,
        SimulatedPayin { recipient, amount, reference, details, outcome },
    )
    .map(drop)
}

fn pay_out(
    scope: &Scope<'_>,
    source: &Account,
    minor: i64,
    words: &str,
    (recipient, end): (Recipient, End),
) -> Result<()> {
    scope.set_hold_payouts(end != Done)?;
    let code2fa = (end != Unconfirmed).then(|| CODE.to_owned());
    let origin = money(source.currency, minor)?;
    let order = operations::payouts::pay_out(
        scope,
        source,
        Payout { origin, recipient, reference: words.to_owned(), code2fa },
    )?;
    match end {
        Sent => drop(operations::held_orders::submit(scope, order.id)?),
        Failed => {
            operations::held_orders::submit(scope, order.id)?;
            operations::held_orders::fail(scope, order.id, Failure::default_of)?;
        }
        Cancelled => drop(operations::payouts::cancel(scope, order)?),
        Done | Open | Unconfirmed => {}
    }
    scope.set_hold_payouts(false)
}
