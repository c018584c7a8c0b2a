//! Virtual IBANs, in JSON.

use serde_json::{Value, json};

use crate::domain::viban::{Viban, VibanRail};

/// A virtual IBAN; the bank's details are null until its activation (VIB-1).
pub(crate) fn viban(viban: &Viban) -> Value {
    let details = viban.details.as_ref();
    json!({
        "id": viban.id,
        "accountId": viban.account,
        "name": viban.name,
        "rail": viban.rail.code(),
        "state": viban.state.code(),
        "accountHolder": details.map(|_| "Ralio Sandbox"),
        "accountNumber": details.map(|details| details.account_number.as_str()),
        "bankName": details.map(|_| "Ralio Sandbox Bank"),
        "bic": viban.routing_on(VibanRail::Sepa),
        "routingNumber": viban.routing_on(VibanRail::Ach),
        "payinMethodId": viban.payin_method,
        "provider": "MOCK",
        "rejectionReason": viban.rejection_reason,
        "createdAt": viban.created_at,
        "updatedAt": viban.updated_at,
    })
}
