//! Virtual IBANs: requesting, deciding and deactivating them.

use super::events::emit;
use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::viban::{Viban, VibanRail, VibanState};
use crate::store::{Result, Scope, fresh_id, fresh_uuid};

/// Requests a virtual IBAN for `account`, on a rail of its currency (VIB-1).
pub(crate) fn request(
    scope: &Scope<'_>,
    account: &Account,
    name: String,
    rail: VibanRail,
) -> Result<Viban> {
    if rail.currency() != account.currency {
        let detail = "the rail does not carry the account's currency";
        return Err(Refusal::field("/rail", FieldCode::NotAllowed, detail).into());
    }
    let viban = Viban {
        id: fresh_id(),
        account: account.id,
        payin_method: fresh_uuid(),
        name,
        rail,
        state: VibanState::Pending,
        details: None,
        rejection_reason: None,
        created_at: scope.now,
        updated_at: scope.now,
    };
    scope.insert_viban(&viban)?;
    Ok(viban)
}

/// Changes the name of the virtual IBAN (VIB-1).
pub(crate) fn rename(scope: &Scope<'_>, viban: &mut Viban, name: String) -> Result<()> {
    viban.name = name;
    viban.updated_at = scope.now;
    scope.save_viban(viban)
}

/// Activates the virtual IBAN: it gets its bank details and takes money (VIB-1).
pub(crate) fn activate(scope: &Scope<'_>, mut viban: Viban) -> Result<Viban> {
    // Row numbers count across all merchants, so no two virtual IBANs get the same bank details.
    let number = scope.viban_number(viban.id)?;
    viban.activate(number.unsigned_abs(), scope.now)?;
    save_and_emit(scope, viban)
}

/// Rejects the virtual IBAN (VIB-1).
pub(crate) fn reject(scope: &Scope<'_>, mut viban: Viban, reason: String) -> Result<Viban> {
    viban.reject(reason, scope.now)?;
    save_and_emit(scope, viban)
}

/// Deactivates the virtual IBAN: it no longer takes money (VIB-1, VIB-2).
pub(crate) fn deactivate(scope: &Scope<'_>, mut viban: Viban) -> Result<Viban> {
    viban.deactivate(scope.now)?;
    save_and_emit(scope, viban)
}

/// The account that an active virtual IBAN leads to; any other is refused (VIB-2).
pub(super) fn account_behind(scope: &Scope<'_>, id: Id<Viban>) -> Result<(VibanRail, Account)> {
    let viban = scope.viban(id)?;
    if viban.state != VibanState::Active {
        return Err(Refusal::VibanNotActive(viban.state.code()).into());
    }
    Ok((viban.rail, scope.account(viban.account)?))
}

fn save_and_emit(scope: &Scope<'_>, viban: Viban) -> Result<Viban> {
    scope.save_viban(&viban)?;
    if let Some(event) = viban.event() {
        emit(scope, &event)?;
    }
    Ok(viban)
}
