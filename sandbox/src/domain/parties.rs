//! The accounts that an order touches, and the change that each of its steps makes to them.

use super::account::Account;
use super::money::{Amount, Overflow};
use super::order::Order;
use super::refusal::Refusal;

/// The accounts of one order, each of them once.
#[derive(Debug)]
pub(crate) struct Parties {
    /// The debited account, if it is an account of this merchant.
    pub(crate) debit: Option<Account>,
    /// The credited account, if it is an account of this merchant.
    pub(crate) credit: Option<Account>,
    /// The account that receives the merchant's part of the fee, if there is one (PIN-7).
    pub(crate) fees: Option<Account>,
}

impl Parties {
    /// Starts the order: reserves the outgoing money (OUT-7) and notes the incoming money (PIN-6).
    ///
    /// `field` is the request field with the amount, for the refusal.
    pub(crate) fn begin(&mut self, order: &Order, field: &str) -> Result<(), Refusal> {
        if let Some(account) = &mut self.debit {
            account.reserve(order.origin.amount)?;
        }
        let announce = |account: &mut Option<Account>, amount: Amount| {
            account.as_mut().map_or(Ok(()), |account| account.expect(amount))
        };
        announce(&mut self.credit, order.destination.amount)
            .and_then(|()| announce(&mut self.fees, order.fee.merchant))
            .map_err(|Overflow| Overflow::refuse(field))
    }

    /// Completes the order and gives the entry for the ledger of each account (LED-1, LED-3).
    pub(crate) fn complete(&mut self, order: &Order) -> Result<Vec<(&Account, Amount)>, Overflow> {
        let mut entries = Vec::new();
        if let Some(account) = &mut self.debit {
            account.pay(order.origin.amount)?;
            entries.push((&*account, order.origin.amount.negated()));
        }
        if let Some(account) = &mut self.credit {
            account.receive(order.destination.amount)?;
            entries.push((&*account, order.destination.amount));
        }
        if let Some(account) = &mut self.fees {
            account.receive(order.fee.merchant)?;
            entries.push((&*account, order.fee.merchant));
        }
        Ok(entries)
    }

    /// Ends the order without success and undoes its start (PIN-5, OUT-7).
    pub(crate) fn abandon(&mut self, order: &Order) -> Result<(), Overflow> {
        if let Some(account) = &mut self.debit {
            account.release(order.origin.amount)?;
        }
        if let Some(account) = &mut self.credit {
            account.forget(order.destination.amount)?;
        }
        if let Some(account) = &mut self.fees {
            account.forget(order.fee.merchant)?;
        }
        Ok(())
    }

    /// Every account.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Account> {
        [&self.debit, &self.credit, &self.fees].into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::clock::Moment;
    use crate::domain::fee::Fee;
    use crate::domain::id::Id;
    use crate::domain::money::{Currency, Money};
    use crate::domain::order::{OrderDetails, OrderState, Party};
    use crate::domain::refusal::FieldCode;

    #[test]
    fn an_order_is_not_made_when_its_fee_could_not_be_kept() {
        let id = Uuid::from_u128(1);
        let account = |balance: Amount| {
            let account = Account::open(Id::new(id), Id::new(id), Currency::Eur, String::new());
            Account { balance, ..account }
        };
        let one = Amount::from_minor(1).unwrap();
        let order = Order {
            id: Id::new(id),
            state: OrderState::Pending,
            origin: Money::new(Currency::Eur, Amount::from_minor(2).unwrap()),
            destination: Money::new(Currency::Eur, one),
            fee: Fee { currency: Currency::Eur, system: Amount::ZERO, merchant: one },
            fx: None,
            reference: String::new(),
            debit: None,
            credit: Some(Party { account: Id::new(id), user: Id::new(id) }),
            details: OrderDetails::CryptoPayIn { network: String::new(), tx_hash: String::new() },
            otp: None,
            failure: None,
            created_at: Moment::from_millis(0),
            updated_at: Moment::from_millis(0),
        };
        let credit = Some(account(Amount::ZERO));
        let mut parties = Parties { debit: None, credit, fees: Some(account(Amount::MAX)) };
        let detail = "the resulting amount is out of range";
        let refusal = Refusal::field("/amount/amount", FieldCode::OutOfRange, detail);
        assert_eq!(parties.begin(&order, "/amount/amount"), Err(refusal));
    }
}
