//! An account: what it holds, what is on its way in, and what is reserved to go out.

use super::id::Id;
use super::money::{Amount, Currency, Overflow};
use super::refusal::Refusal;
use super::user::User;

/// What a merchant's own account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Day-to-day movements.
    Operational,
    /// What the merchant earns from its users.
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

    /// The name for people.
    pub(crate) const fn display(self) -> &'static str {
        match self {
            Self::Operational => "Operational account",
            Self::Fees => "Fees account",
        }
    }
}

/// A wallet of one user, or of the merchant itself, in one currency.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    /// Its identifier.
    pub(crate) id: Id<Account>,
    /// Whose it is.
    pub(crate) user: Id<User>,
    /// What it holds.
    pub(crate) currency: Currency,
    /// The name its owner gave it.
    pub(crate) label: String,
    /// What it holds, reserved money included.
    pub(crate) balance: Amount,
    /// Detected but not settled.
    pub(crate) pending_in: Amount,
    /// Reserved for what is going out.
    pub(crate) pending_out: Amount,
    /// What the merchant has it for; none if it is a user's.
    pub(crate) purpose: Option<Purpose>,
}

impl Account {
    /// An empty account.
    pub(crate) fn open(id: Id<Self>, user: Id<User>, currency: Currency, label: String) -> Self {
        let (balance, pending_in, pending_out) = (Amount::ZERO, Amount::ZERO, Amount::ZERO);
        Self { id, user, currency, label, balance, pending_in, pending_out, purpose: None }
    }

    /// The merchant's own account, empty.
    pub(crate) fn of_merchant(
        id: Id<Self>,
        user: Id<User>,
        currency: Currency,
        purpose: Purpose,
    ) -> Self {
        let label = format!("{} {}", purpose.display(), currency.code());
        Self { purpose: Some(purpose), ..Self::open(id, user, currency, label) }
    }

    /// Sets `amount` aside, so that nothing else can spend it.
    pub(crate) fn reserve(&mut self, amount: Amount) -> Result<(), Refusal> {
        let reserved = self.pending_out.plus(amount);
        let Some(reserved) = reserved.ok().filter(|reserved| *reserved <= self.balance) else {
            return Err(Refusal::InsufficientFunds);
        };
        self.pending_out = reserved;
        Ok(())
    }

    /// A reservation comes back: what it was for will not happen.
    pub(crate) fn release(&mut self, amount: Amount) -> Result<(), Overflow> {
        self.pending_out = self.pending_out.minus(amount)?;
        Ok(())
    }

    /// Reserved money leaves.
    pub(crate) fn pay(&mut self, amount: Amount) -> Result<(), Overflow> {
        self.release(amount)?;
        self.balance = self.balance.minus(amount)?;
        Ok(())
    }

    /// Money is on its way in; it cannot be spent yet.
    pub(crate) fn expect(&mut self, amount: Amount) -> Result<(), Overflow> {
        let pending_in = self.pending_in.plus(amount)?;
        self.balance.plus(pending_in)?;
        self.pending_in = pending_in;
        Ok(())
    }

    /// Expected money will not come.
    pub(crate) fn forget(&mut self, amount: Amount) -> Result<(), Overflow> {
        self.pending_in = self.pending_in.minus(amount)?;
        Ok(())
    }

    /// Expected money has come.
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
