//! Payments: every operation opens an order, and its steps move money, ledger and events together.

use super::{Result, Scope, fresh_id};
use crate::domain::account::Account;
use crate::domain::card::Card;
use crate::domain::clock::{Moment, Span};
use crate::domain::fee::Tariffs;
use crate::domain::fx::Rate;
use crate::domain::id::Id;
use crate::domain::money::{Currency, Money, Overflow};
use crate::domain::order::{Order, OrderState, OrderType, Parts, Party};
use crate::domain::order_events::{Failure, event_of};
use crate::domain::otp::Otp;
use crate::domain::parties::Parties;
use crate::domain::price::Price;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::viban::Viban;

/// The second factor that a sandbox accepts.
const SECOND_FACTOR: &str = "123456";
/// How long a quote is said to hold.
const QUOTE_VALIDITY: Span = Span::seconds(30);

/// A wish to move money to another account; it has a code, so it cannot be printed.
pub(crate) struct Transfer {
    /// What leaves the source.
    pub(crate) origin: Money,
    /// The account that is paid.
    pub(crate) recipient: Id<Account>,
    /// The merchant's own words.
    pub(crate) reference: String,
    /// The second factor.
    pub(crate) code2fa: String,
}

/// How far a simulated payin goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is credited.
    Settle,
    /// It stays `PROCESSING`.
    Hold,
    /// It does not work, for that reason.
    Fail(Failure),
}

/// Where money that arrives is sent.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Credited {
    /// To an account.
    Account(Id<Account>),
    /// To the account behind a vIBAN, in the currency of its rail.
    Viban(Id<Viban>),
}

/// Money that an operator lets arrive.
#[derive(Debug)]
pub(crate) struct SimulatedPayin {
    /// Where it is sent.
    pub(crate) recipient: Credited,
    /// What is sent.
    pub(crate) amount: Money,
    /// The words that come with it.
    pub(crate) reference: String,
    /// Where it comes from; for a card, whose owner pays, none.
    pub(crate) parts: Option<Parts>,
    /// How far it goes.
    pub(crate) outcome: Outcome,
}

/// What a payment would come to.
#[derive(Debug)]
pub(crate) struct Quote {
    /// What would leave the source.
    pub(crate) origin: Money,
    /// What would reach the recipient.
    pub(crate) destination: Money,
    /// The rate, if there is a conversion.
    pub(crate) rate: Option<Rate>,
    /// When the rate was taken.
    pub(crate) at: Moment,
    /// Until when the quote is said to hold.
    pub(crate) valid_until: Moment,
}

/// What all orders have when they are opened.
pub(super) struct Draft {
    pub(super) price: Price,
    pub(super) reference: String,
    pub(super) debit: Option<Party>,
    pub(super) credit: Option<Party>,
    pub(super) parts: Parts,
    pub(super) otp: Option<Otp>,
    /// Where the request says how much.
    pub(super) amount_field: &'static str,
}

impl Scope<'_> {
    /// Moves money from `source` to another account of the merchant.
    pub(crate) fn transfer(&self, source: &Account, wish: Transfer) -> Result<Order> {
        check_second_factor(&wish.code2fa)?;
        let (price, recipient) = self.route(source, wish.origin, wish.recipient)?;
        let mut order = self.open(Draft {
            price,
            reference: wish.reference,
            debit: Some(source.into()),
            credit: Some((&recipient).into()),
            parts: Parts::Transfer,
            otp: None,
            amount_field: "/origin/amount",
        })?;
        self.submit(&mut order)?;
        self.complete(&mut order)?;
        Ok(order)
    }

    /// What a transfer would come to; nothing moves.
    pub(crate) fn quote_transfer(
        &self,
        source: &Account,
        origin: Money,
        recipient: Id<Account>,
    ) -> Result<Quote> {
        let (price, _) = self.route(source, origin, recipient)?;
        Ok(self.quote(&price))
    }

    pub(super) fn quote(&self, price: &Price) -> Quote {
        let (at, valid_until) = (self.now, self.now.plus(QUOTE_VALIDITY));
        let Price { origin, destination, fx, .. } = *price;
        Quote { origin, destination, rate: fx.map(|fx| fx.rate), at, valid_until }
    }

    /// What an order of that kind comes to now.
    pub(super) fn price(
        &self,
        order_type: OrderType,
        origin: Money,
        to: Currency,
    ) -> Result<Price> {
        let terms = self.terms(order_type, origin.currency, to)?;
        let price = Price::of(order_type, origin, to, &terms);
        Ok(price.map_err(|Overflow| Overflow::refuse("/origin/amount"))?)
    }

    fn route(
        &self,
        source: &Account,
        origin: Money,
        recipient: Id<Account>,
    ) -> Result<(Price, Account)> {
        check_currency(source, origin)?;
        let recipient = self.find_account(recipient)?.filter(|account| account.id != source.id);
        let recipient = recipient.ok_or(Refusal::InvalidRecipient)?;
        let price = self.price(OrderType::Transfer, origin, recipient.currency)?;
        Ok((price, recipient))
    }

    /// Lets money arrive from outside.
    pub(crate) fn simulate_payin(&self, wish: SimulatedPayin) -> Result<Order> {
        let account = self.recipient_of(&wish)?;
        let kind = wish.parts.as_ref().map_or(OrderType::CardPayIn, Parts::order_type);
        let price = self.price_of_payin(kind, wish.amount, &account, "/amount/amount")?;
        let parts = match wish.parts {
            Some(Parts::CryptoPayIn { network, tx_hash }) => {
                let known = self.network_of(&account, wish.amount.currency)?;
                let network = known.map_or(network, |network| network.code().to_owned());
                Parts::CryptoPayIn { network, tx_hash }
            }
            Some(parts) => parts,
            None if account.purpose.is_some() => {
                let detail = "cards pay accounts of users only";
                return Err(Refusal::field("/type", FieldCode::NotAllowed, detail).into());
            }
            None => {
                let payer = self.user(account.user)?.payer();
                Parts::CardPayIn { card: Some(Card::of_simulator()), payer }
            }
        };
        let mut order = self.open(Draft {
            price,
            reference: wish.reference,
            debit: None,
            credit: Some((&account).into()),
            parts,
            otp: None,
            amount_field: "/amount/amount",
        })?;
        self.submit(&mut order)?;
        match wish.outcome {
            Outcome::Settle => self.complete(&mut order)?,
            Outcome::Hold => {}
            Outcome::Fail(failure) => {
                self.abandon(&mut order, OrderState::Failed, Some(&failure))?;
            }
        }
        Ok(order)
    }

    /// What a payin comes to; `field` is where the request says how much.
    pub(super) fn price_of_payin(
        &self,
        kind: OrderType,
        sent: Money,
        to: &Account,
        field: &str,
    ) -> Result<Price> {
        let mut terms = self.terms(kind, sent.currency, to.currency)?;
        // Users are charged; the merchant would only charge itself.
        if to.purpose.is_some() {
            terms.tariffs = Tariffs::FREE;
        }
        let price = Price::of(kind, sent, to.currency, &terms);
        Ok(price.map_err(|Overflow| Overflow::refuse(field))?)
    }

    fn recipient_of(&self, wish: &SimulatedPayin) -> Result<Account> {
        let viban = match wish.recipient {
            Credited::Account(account) => return self.account(account),
            Credited::Viban(viban) => viban,
        };
        let (rail, account) = self.account_behind(viban)?;
        if rail.currency() != wish.amount.currency {
            let detail = "the vIBAN's rail does not carry this currency";
            return Err(Refusal::field("/amount/currency", FieldCode::NotAllowed, detail).into());
        }
        Ok(account)
    }

    /// A held payout goes to the network, a card payin is paid.
    pub(crate) fn submit_order(&self, id: Id<Order>) -> Result<Order> {
        let mut order = self.order(id)?;
        self.use_card_of_simulator(&mut order)?;
        self.submit(&mut order)?;
        Ok(order)
    }

    /// What was on its way has arrived; a card payin that nobody has paid is paid first.
    pub(crate) fn settle_order(&self, id: Id<Order>) -> Result<Order> {
        let mut order = self.order(id)?;
        if order.is_unpaid() {
            self.use_card_of_simulator(&mut order)?;
            self.submit(&mut order)?;
        }
        self.complete(&mut order)?;
        Ok(order)
    }

    /// What was on its way will not arrive; a card payin that nobody has paid is tried first.
    pub(crate) fn fail_order(
        &self,
        id: Id<Order>,
        reason: impl FnOnce(OrderType) -> Failure,
    ) -> Result<Order> {
        let mut order = self.order(id)?;
        let failure = reason(order.order_type());
        if order.is_unpaid() {
            self.submit(&mut order)?;
        }
        self.abandon(&mut order, OrderState::Failed, Some(&failure))?;
        Ok(order)
    }

    /// Makes the order, reserves what leaves and announces what comes.
    pub(super) fn open(&self, draft: Draft) -> Result<Order> {
        let Price { origin, destination, fee, fx } = draft.price;
        let order = Order {
            id: fresh_id(),
            state: OrderState::Pending,
            origin,
            destination,
            fee,
            fx,
            reference: draft.reference,
            debit: draft.debit,
            credit: draft.credit,
            parts: draft.parts,
            otp: draft.otp,
            created_at: self.now,
            updated_at: self.now,
        };
        let mut parties = self.parties(&order)?;
        parties.begin(&order, draft.amount_field)?;
        parties.iter().try_for_each(|account| self.save_holdings(account))?;
        self.insert_order(&order)?;
        Ok(order)
    }

    pub(super) fn submit(&self, order: &mut Order) -> Result<()> {
        order.become_state(OrderState::Processing, self.now)?;
        self.tell(order, None)
    }

    pub(super) fn complete(&self, order: &mut Order) -> Result<()> {
        order.become_state(OrderState::Completed, self.now)?;
        let mut parties = self.parties(order)?;
        for (account, amount) in parties.complete(order)? {
            self.save_holdings(account)?;
            self.post(account, order, amount)?;
        }
        self.tell(order, None)
    }

    pub(super) fn abandon(
        &self,
        order: &mut Order,
        state: OrderState,
        failure: Option<&Failure>,
    ) -> Result<()> {
        order.become_state(state, self.now)?;
        let mut parties = self.parties(order)?;
        parties.abandon(order)?;
        parties.iter().try_for_each(|account| self.save_holdings(account))?;
        self.tell(order, failure)
    }

    fn tell(&self, order: &Order, failure: Option<&Failure>) -> Result<()> {
        self.save_state(order)?;
        event_of(order, failure)?.map_or(Ok(()), |event| self.emit(&event))
    }

    fn parties(&self, order: &Order) -> Result<Parties> {
        let of = |party: Option<Party>| party.map(|party| self.account(party.account)).transpose();
        let (debit, credit) = (of(order.debit)?, of(order.credit)?);
        Ok(Parties { debit, credit, fees: self.earning_account(order.fee)? })
    }
}

pub(super) fn check_second_factor(code: &str) -> Result<(), Refusal> {
    if code == SECOND_FACTOR { Ok(()) } else { Err(Refusal::Invalid2faCode) }
}

pub(super) fn check_currency(source: &Account, origin: Money) -> Result<(), Refusal> {
    if origin.currency == source.currency {
        return Ok(());
    }
    Err(Refusal::CurrencyMismatch(source.currency.code()))
}
