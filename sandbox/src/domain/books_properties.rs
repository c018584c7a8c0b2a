//! Properties of the books after any payments: entries sum to balances, pending amounts are those
//! on their way, and no money appears (LED-4).

use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;

use super::account::{Account, Purpose};
use super::clock::Moment;
use super::fee::{Percent, Tariff, Tariffs};
use super::fx::{Pair, Rate};
use super::id::Id;
use super::money::{Amount, Currency, Money};
use super::order::{Order, OrderDetails, OrderState, OrderType};
use super::parties::Parties;
use super::price::{Price, Terms};

/// A payment that is tried; any number names an account or an order.
#[derive(Debug, Clone)]
enum Deed {
    Order { order_type: OrderType, from: usize, to: usize, foreign: Currency, minor: i64 },
    Move { order: usize, to: OrderState },
    Charge { order_type: OrderType, tariffs: Tariffs },
}

fn deed() -> impl Strategy<Value = Deed> {
    let order_type = || prop::sample::select(OrderType::ALL.to_vec());
    let foreign = prop::sample::select(Currency::ALL.to_vec());
    let order = (order_type(), 0..6_usize, 0..6_usize, foreign, 1..20_000_i64).prop_map(
        |(order_type, from, to, foreign, minor)| Deed::Order {
            order_type,
            from,
            to,
            foreign,
            minor,
        },
    );
    let states = prop::sample::select(OrderState::ALL.to_vec());
    let step = (0..30_usize, states).prop_map(|(order, to)| Deed::Move { order, to });
    let tariff = || {
        let percent = prop_oneof![3 => 0..60_000_i64, 1 => 0..=1_000_000_i64];
        (percent, 0..300_i64).prop_map(|(percent, fixed)| Tariff {
            percent: Percent::from_units(percent).unwrap(),
            fixed: Amount::from_minor(fixed).unwrap(),
        })
    };
    let charge = (order_type(), tariff(), tariff()).prop_map(|(order_type, system, merchant)| {
        Deed::Charge { order_type, tariffs: Tariffs { system, merchant } }
    });
    prop_oneof![5 => order, 8 => step, 1 => charge]
}

/// The accounts, orders and entries of a merchant, and the amounts of the outside world.
#[derive(Default)]
struct Books {
    accounts: Vec<Account>,
    orders: Vec<Order>,
    entries: Vec<(Id<Account>, i64, i64)>,
    tariffs: Vec<(OrderType, Tariffs)>,
    /// The amounts that senders, recipients, the system and the exchange hold, by currency.
    outside: BTreeMap<Currency, i64>,
}

impl Books {
    fn new() -> Self {
        let user = Id::new(Uuid::from_u128(9));
        let users = [Currency::Eur, Currency::Eur, Currency::Usd]
            .map(|currency| (currency, None))
            .into_iter();
        let own = Currency::FIAT.map(|currency| (currency, Some(Purpose::Fees)));
        let own = own.into_iter().chain([(Currency::Eur, Some(Purpose::Operational))]);
        let accounts = users.chain(own).zip(0..).map(|((currency, purpose), number)| {
            let account =
                Account::open(Id::new(Uuid::from_u128(number)), user, currency, String::new());
            Account { purpose, ..account }
        });
        Self { accounts: accounts.collect(), ..Self::default() }
    }

    fn parties(&self, order: &Order) -> Parties {
        let find = |wanted: &dyn Fn(&&Account) -> bool| self.accounts.iter().find(wanted).cloned();
        let of = |party: Option<super::order::Party>| {
            party.and_then(|party| find(&|account| account.id == party.account))
        };
        let earns = |account: &&Account| {
            account.purpose == Some(Purpose::Fees) && account.currency == order.fee.currency
        };
        let fees = (order.fee.merchant > Amount::ZERO).then(|| find(&earns)).flatten();
        Parties { debit: of(order.debit), credit: of(order.credit), fees }
    }

    fn keep(&mut self, parties: &Parties) {
        for changed in parties.iter() {
            let kept = self.accounts.iter_mut().find(|account| account.id == changed.id);
            *kept.unwrap() = changed.clone();
        }
    }

    fn price(&self, order_type: OrderType, origin: Money, to: &Account) -> Option<Price> {
        let is_charged = order_type != OrderType::Transfer && to.purpose.is_none();
        let set = self.tariffs.iter().rev().find(|(kind, _)| *kind == order_type);
        let tariffs = set.filter(|_| is_charged).map_or(Tariffs::FREE, |(_, tariffs)| *tariffs);
        let pair = Pair { from: origin.currency, to: to.currency };
        let terms = Terms { tariffs, rate: Rate::default_of(pair), at: Moment::from_millis(0) };
        Price::of(order_type, origin, to.currency, &terms).ok()
    }

    /// Opens an order if the rules allow it.
    fn open(&mut self, deed: (OrderType, usize, usize, Currency, i64)) {
        let (order_type, from, to, foreign, minor) = deed;
        let (from, to) = (&self.accounts[from], &self.accounts[to]);
        let amount = Amount::from_minor(minor).unwrap();
        let (debit, credit) = (!order_type.is_payin(), !order_type.is_payout());
        if debit && from.purpose.is_some() || debit && credit && from.id == to.id {
            return;
        }
        let origin = Money::new(if debit { from.currency } else { foreign }, amount);
        // A recipient outside is modelled as an account, of which only the currency counts.
        let outside = Account::open(to.id, to.user, foreign, String::new());
        let target = if credit { to } else { &outside };
        let Some(Price { origin, destination, fee, fx }) = self.price(order_type, origin, target)
        else {
            return;
        };
        let order = Order {
            id: Id::new(Uuid::from_u128(self.orders.len() as u128)),
            state: OrderState::Pending,
            origin,
            destination,
            fee,
            fx,
            reference: String::new(),
            debit: debit.then(|| from.into()),
            credit: credit.then(|| to.into()),
            details: details(order_type),
            otp: None,
            failure: None,
            created_at: Moment::from_millis(0),
            updated_at: Moment::from_millis(0),
        };
        let mut parties = self.parties(&order);
        if parties.begin(&order, "/amount").is_ok() {
            self.keep(&parties);
            self.orders.push(order);
        }
    }

    fn step(&mut self, number: usize, to: OrderState) {
        let Some(mut order) = self.orders.get(number).cloned() else { return };
        if order.become_state(to, Moment::from_millis(1)).is_err() {
            return;
        }
        let mut parties = self.parties(&order);
        match to {
            OrderState::Completed => {
                for (account, amount) in parties.complete(&order).unwrap() {
                    self.entries.push((account.id, amount.minor(), account.balance.minor()));
                }
                self.counterparts(&order);
            }
            OrderState::Failed | OrderState::Cancelled => parties.abandon(&order).unwrap(),
            OrderState::Pending | OrderState::Processing => {}
        }
        self.keep(&parties);
        self.orders[number] = order;
    }

    /// The counterpart of a completed order: the amounts that the outside world gave and received.
    fn counterparts(&mut self, order: &Order) {
        let mut give = |currency, minor: i64| *self.outside.entry(currency).or_default() += minor;
        let Order { origin, destination, fee, .. } = order;
        if order.debit.is_none() {
            give(origin.currency, -origin.amount.minor());
        }
        if order.credit.is_none() {
            give(destination.currency, destination.amount.minor());
        }
        give(fee.currency, fee.system.minor());
        if order.fx.is_some() {
            let total = fee.total().minor();
            let (sold, bought) = if order.order_type().is_payin() {
                (origin.amount.minor(), destination.amount.minor() + total)
            } else {
                (origin.amount.minor() - total, destination.amount.minor())
            };
            give(origin.currency, sold);
            give(destination.currency, -bought);
        }
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let open =
            |order: &&Order| matches!(order.state, OrderState::Pending | OrderState::Processing);
        for account in &self.accounts {
            let Account { id, balance, pending_in, pending_out, .. } = account;
            let own = self.entries.iter().filter(|(of, ..)| of == id);
            let last = own.clone().next_back().map_or(0, |(_, _, running)| *running);
            prop_assert_eq!(own.map(|(_, amount, _)| amount).sum::<i64>(), balance.minor());
            prop_assert_eq!(last, balance.minor());
            prop_assert!(Amount::ZERO <= *pending_out && pending_out <= balance);
            let (mut coming, mut going) = (0, 0);
            for order in self.orders.iter().filter(open) {
                let parties = self.parties(order);
                let is_it =
                    |party: &Option<Account>| party.as_ref().is_some_and(|party| party.id == *id);
                going += if is_it(&parties.debit) { order.origin.amount.minor() } else { 0 };
                coming += if is_it(&parties.credit) { order.destination.amount.minor() } else { 0 };
                coming += if is_it(&parties.fees) { order.fee.merchant.minor() } else { 0 };
            }
            prop_assert_eq!((pending_in.minor(), pending_out.minor()), (coming, going));
        }
        for currency in Currency::ALL {
            let held = self.accounts.iter().filter(|account| account.currency == currency);
            let inside: i64 = held.map(|account| account.balance.minor()).sum();
            let outside = self.outside.get(&currency).copied().unwrap_or_default();
            prop_assert_eq!(inside + outside, 0, "{} appeared or disappeared", currency.code());
        }
        Ok(())
    }
}

fn details(order_type: OrderType) -> OrderDetails {
    let text = String::new;
    match order_type {
        OrderType::BankPayIn => OrderDetails::BankPayIn {
            account_number: text(),
            routing_data: text(),
            payer_name: text(),
            concept: text(),
        },
        OrderType::CryptoPayIn => OrderDetails::CryptoPayIn { network: text(), tx_hash: text() },
        OrderType::CardPayIn => {
            OrderDetails::CardPayIn { card: None, payer: serde_json::Value::Null }
        }
        OrderType::BankPayOut => OrderDetails::BankPayOut {
            iban: text(),
            account_holder: text(),
            bank_name: text(),
            wire_ref: text(),
        },
        OrderType::CryptoPayOut => {
            OrderDetails::CryptoPayOut { network: text(), address: text(), tx_hash: text() }
        }
        OrderType::Transfer => OrderDetails::Transfer,
    }
}

proptest! {
    #[test]
    fn the_books_balance_after_every_deed(deeds in prop::collection::vec(deed(), 0..120)) {
        let mut books = Books::new();
        for deed in deeds {
            match deed {
                Deed::Order { order_type, from, to, foreign, minor } => {
                    books.open((order_type, from, to, foreign, minor));
                }
                Deed::Move { order, to } => books.step(order, to),
                Deed::Charge { order_type, tariffs } => books.tariffs.push((order_type, tariffs)),
            }
            books.check()?;
        }
    }
}
