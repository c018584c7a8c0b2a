//! Properties of one account after any steps: it is never overdrawn, and its balance is the sum of
//! the completed payments.

use proptest::prelude::*;
use uuid::Uuid;

use super::account::Account;
use super::id::Id;
use super::money::{Amount, Currency};

fn amount(minor: i64) -> Amount {
    Amount::from_minor(minor).unwrap()
}

#[derive(Debug, Clone)]
enum BookStep {
    Payout { amount: i64, ends_well: bool, at_once: bool },
    Payin { amount: i64, ends_well: bool, at_once: bool },
}

fn step() -> impl Strategy<Value = BookStep> {
    (1..50_000_i64, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(amount, ends_well, at_once, out)| {
            if out {
                BookStep::Payout { amount, ends_well, at_once }
            } else {
                BookStep::Payin { amount, ends_well, at_once }
            }
        },
    )
}

/// Ends an expected or reserved payment, with or without success, and gives the change of the
/// balance.
fn end(account: &mut Account, step: &BookStep) -> i64 {
    match *step {
        BookStep::Payout { amount: minor, ends_well: true, .. } => {
            account.pay(amount(minor)).unwrap();
            -minor
        }
        BookStep::Payout { amount: minor, .. } => {
            account.release(amount(minor)).unwrap();
            0
        }
        BookStep::Payin { amount: minor, ends_well: true, .. } => {
            account.receive(amount(minor)).unwrap();
            minor
        }
        BookStep::Payin { amount: minor, .. } => {
            account.forget(amount(minor)).unwrap();
            0
        }
    }
}

proptest! {
    #[test]
    fn an_account_is_never_overdrawn_and_its_balance_is_what_has_ended_well(
        steps in prop::collection::vec(step(), 0..60)
    ) {
        let id = Uuid::from_u128(1);
        let (id, user) = (Id::new(id), Id::new(id));
        let mut account = Account::open(id, user, Currency::Eur, "Main".into());
        let (mut balance, mut on_the_way) = (0, Vec::new());
        for step in steps {
            let begun = match step {
                BookStep::Payout { amount: minor, .. } => account.reserve(amount(minor)).is_ok(),
                BookStep::Payin { amount: minor, .. } => account.expect(amount(minor)).is_ok(),
            };
            let at_once = match step {
                BookStep::Payout { at_once, .. } | BookStep::Payin { at_once, .. } => at_once,
            };
            if begun && at_once {
                balance += end(&mut account, &step);
            } else if begun {
                on_the_way.push(step);
            }
            prop_assert_eq!(account.balance.minor(), balance);
            prop_assert!(account.pending_out >= Amount::ZERO);
            prop_assert!(account.pending_out <= account.balance);
        }
        for step in on_the_way {
            balance += end(&mut account, &step);
        }
        prop_assert_eq!(account.balance.minor(), balance);
        prop_assert_eq!(account.pending_in, Amount::ZERO);
        prop_assert_eq!(account.pending_out, Amount::ZERO);
    }
}
