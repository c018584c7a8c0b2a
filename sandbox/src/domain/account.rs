//! Accounts: the balance, the money that is expected, and the money that is reserved.

use super::id::Id;
use super::money::{Amount, Currency, Overflow};
use super::refusal::Refusal;
use super::user::User;

/// The purpose of a merchant's own account (MER-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The merchant's own payments.
    Operational,
    /// The merchant's part of the fees of its users.
    Fees,
}

impl Purpose {
    /// Every purpose.
    pub(crate) const ALL: [Self; 2] = [Self::Operational, Self::Fees];

    /// The code on the wire.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Operational => "OPERATIONAL",
            Self::Fees => "FEES",
        }
    }

    /// The name on the pages of the Portal.
    pub(crate) const fn display(self) -> &'static str {
        match self {
            Self::Operational => "Operational account",
            Self::Fees => "Fees account",
        }
    }
}

/// A wallet of one user, or of the merchant itself, in one currency (ACC-1).
#[derive(Debug, Clone)]
pub(crate) struct Account {
    /// Its identifier.
    pub(crate) id: Id<Account>,
    /// The user that owns it.
    pub(crate) user: Id<User>,
    /// The currency of all its amounts.
    pub(crate) currency: Currency,
    /// The name its owner gave it.
    pub(crate) label: String,
    /// The money in the account, reserved money included.
    pub(crate) balance: Amount,
    /// Money that is expected and not credited yet.
    pub(crate) pending_in: Amount,
    /// Money that is reserved for payments on their way out.
    pub(crate) pending_out: Amount,
    /// The purpose of a merchant's own account; none for the account of a user.
    pub(crate) purpose: Option<Purpose>,
}

impl Account {
    /// An empty account without a purpose.
    pub(crate) fn open(id: Id<Self>, user: Id<User>, currency: Currency, label: String) -> Self {
        let (balance, pending_in, pending_out) = (Amount::ZERO, Amount::ZERO, Amount::ZERO);
        Self { id, user, currency, label, balance, pending_in, pending_out, purpose: None }
    }

    /// An empty account of the merchant itself (MER-1).
    pub(crate) fn of_merchant(
        id: Id<Self>,
        user: Id<User>,
        currency: Currency,
        purpose: Purpose,
    ) -> Self {
        let label = format!("{} {}", purpose.display(), currency.code());
        Self { purpose: Some(purpose), ..Self::open(id, user, currency, label) }
    }

    /// Reserves `amount`, so that no other payment can spend it (TRF-2, TRF-7, OUT-7).
    pub(crate) fn reserve(&mut self, amount: Amount) -> Result<(), Refusal> {
        let reserved = self.pending_out.plus(amount);
        let Some(reserved) = reserved.ok().filter(|reserved| *reserved <= self.balance) else {
            return Err(Refusal::InsufficientFunds);
        };
        self.pending_out = reserved;
        Ok(())
    }

    /// Ends a reservation whose payment was cancelled or failed.
    pub(crate) fn release(&mut self, amount: Amount) -> Result<(), Overflow> {
        self.pending_out = self.pending_out.minus(amount)?;
        Ok(())
    }

    /// Debits reserved money when its payment completes.
    pub(crate) fn pay(&mut self, amount: Amount) -> Result<(), Overflow> {
        self.release(amount)?;
        self.balance = self.balance.minus(amount)?;
        Ok(())
    }

    /// Notes money that is on its way in and cannot be spent yet (PIN-6).
    pub(crate) fn expect(&mut self, amount: Amount) -> Result<(), Overflow> {
        let pending_in = self.pending_in.plus(amount)?;
        self.balance.plus(pending_in)?;
        self.pending_in = pending_in;
        Ok(())
    }

    /// Removes expected money whose payment failed.
    pub(crate) fn forget(&mut self, amount: Amount) -> Result<(), Overflow> {
        self.pending_in = self.pending_in.minus(amount)?;
        Ok(())
    }

    /// Credits expected money when its payment completes.
    pub(crate) fn receive(&mut self, amount: Amount) -> Result<(), Overflow> {
        self.forget(amount)?;
        self.balance = self.balance.plus(amount)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn account(balance: i64) -> Account {
        let id = Uuid::from_u128(1);
        let mut account = Account::open(Id::new(id), Id::new(id), Currency::Eur, "Main".into());
        account.balance = amount(balance);
        account
    }

    fn amount(minor: i64) -> Amount {
        Amount::from_minor(minor).unwrap()
    }

    #[test]
    fn reserved_money_cannot_be_reserved_again() {
        let mut account = account(100);
        assert_eq!(account.reserve(amount(60)), Ok(()));
        assert_eq!(account.reserve(amount(41)), Err(Refusal::InsufficientFunds));
        assert_eq!(account.reserve(amount(40)), Ok(()));
        assert_eq!(account.balance, amount(100));
    }

    #[test]
    fn a_reservation_is_paid_or_released() {
        let mut account = account(100);
        account.reserve(amount(60)).unwrap();
        account.pay(amount(20)).unwrap();
        account.release(amount(40)).unwrap();
        assert_eq!((account.balance, account.pending_out), (amount(80), Amount::ZERO));
    }

    #[test]
    fn expected_money_is_no_balance_until_it_comes() {
        let mut account = account(0);
        account.expect(amount(30)).unwrap();
        assert_eq!(account.reserve(amount(1)), Err(Refusal::InsufficientFunds));
        account.receive(amount(30)).unwrap();
        assert_eq!((account.balance, account.pending_in), (amount(30), Amount::ZERO));
    }

    #[test]
    fn an_account_never_holds_more_than_json_can_say() {
        let mut account = account(1);
        assert_eq!(account.expect(Amount::MAX), Err(Overflow));
        assert_eq!(account.pending_in, Amount::ZERO);
    }
}
