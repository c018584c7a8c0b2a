//! Accounts: opening and renaming them.

use serde_json::json;

use super::events::emit;
use crate::domain::account::{Account, Purpose};
use crate::domain::event::{Event, EventType};
use crate::domain::id::Id;
use crate::domain::money::Currency;
use crate::domain::refusal::Refusal;
use crate::domain::user::{Level, User};
use crate::store::{Result, Scope, fresh_id};

/// Opens an account for a verified user and emits `account.activated` (ACC-1, ACC-2, ACC-5).
///
/// A user may have several accounts, also in the same currency (ACC-4).
pub(crate) fn open(
    scope: &Scope<'_>,
    user: &User,
    currency: Currency,
    label: String,
) -> Result<Account> {
    if user.level != Level::Regular {
        return Err(Refusal::UserNotVerified.into());
    }
    let account = Account::open(fresh_id(), user.id, currency, label);
    scope.insert_account(&account)?;
    let event = Event {
        kind: EventType::AccountActivated,
        resource: account.id.uuid(),
        at: scope.now,
        data: json!({"accountId": account.id}),
    };
    emit(scope, &event)?;
    Ok(account)
}

/// Opens the merchant's own accounts: one for each purpose in each currency (MER-1).
///
/// No endpoint is registered yet, so there is no event.
pub(super) fn open_own(scope: &Scope<'_>, user: Id<User>) -> Result<()> {
    Currency::FIAT.into_iter().try_for_each(|currency| {
        Purpose::ALL.into_iter().try_for_each(|purpose| {
            let account = Account::of_merchant(fresh_id(), user, currency, purpose);
            scope.insert_account(&account)
        })
    })
}

/// Changes the label of the account (ACC-6).
pub(crate) fn rename(scope: &Scope<'_>, account: &mut Account, label: String) -> Result<()> {
    account.label = label;
    scope.save_label(account)
}
