//! Virtual IBANs: bank details that lead to one account, and the states they take (VIB-1).

use serde_json::{Value, json};
use uuid::Uuid;

use super::account::Account;
use super::clock::Moment;
use super::event::{Event, EventType};
use super::id::Id;
use super::money::Currency;
use super::refusal::Refusal;

/// The banking network of a virtual IBAN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VibanRail {
    /// Euro payments by IBAN and BIC.
    Sepa,
    /// US dollar payments by account number and routing number.
    Ach,
}

impl VibanRail {
    /// Every rail.
    pub(crate) const ALL: [Self; 2] = [Self::Sepa, Self::Ach];

    /// The code on the wire.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Sepa => "SEPA",
            Self::Ach => "ACH",
        }
    }

    /// The only currency of this rail (VIB-1).
    pub(crate) const fn currency(self) -> Currency {
        match self {
            Self::Sepa => Currency::Eur,
            Self::Ach => Currency::Usd,
        }
    }
}

/// The states of a virtual IBAN (VIB-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VibanState {
    /// Requested, and not decided by the bank yet.
    Pending,
    /// Money that is sent to it is credited (VIB-2).
    Active,
    /// Refused by the bank.
    Rejected,
    /// Deactivated by the merchant (VIB-2).
    Inactive,
}

impl VibanState {
    /// Every state.
    pub(crate) const ALL: [Self; 4] = [Self::Pending, Self::Active, Self::Rejected, Self::Inactive];

    /// The code on the wire.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Active => "ACTIVE",
            Self::Rejected => "REJECTED",
            Self::Inactive => "INACTIVE",
        }
    }

    /// True if a virtual IBAN in this state may take the state `next` (VIB-1).
    pub(crate) const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Pending, Self::Active | Self::Rejected) | (Self::Active, Self::Inactive)
        )
    }
}

/// The bank details that a sender needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BankDetails {
    /// An IBAN, or a US account number.
    pub(crate) account_number: String,
    /// A BIC, or a US routing number.
    pub(crate) routing: String,
}

/// A bank code that no real bank has.
const BANK_CODE: u64 = 99_999_999;
const BIC: &str = "RALODEFFXXX";
const ROUTING_NUMBER: &str = "021000021";

impl BankDetails {
    /// The details of account `number` at the sandbox's bank; only the last ten digits count.
    pub(crate) fn of(rail: VibanRail, number: u64) -> Self {
        let number = number % 10_000_000_000;
        let (account_number, routing) = match rail {
            VibanRail::Sepa => (german_iban(BANK_CODE, number), BIC),
            VibanRail::Ach => (format!("{number:012}"), ROUTING_NUMBER),
        };
        Self { account_number, routing: routing.to_owned() }
    }
}

/// A German IBAN with its check digits: rearranged and read as digits, it is 1 modulo 97 (ISO
/// 13616).
fn german_iban(bank_code: u64, number: u64) -> String {
    // The rest is followed by DE00, where D is read as 13 and E as 14.
    let rearranged = (u128::from(bank_code) * 10_000_000_000 + u128::from(number)) * 1_000_000;
    let check = 98 - (rearranged + 131_400) % 97;
    format!("DE{check:02}{bank_code:08}{number:010}")
}

/// A virtual IBAN.
#[derive(Debug, Clone)]
pub(crate) struct Viban {
    /// Its identifier.
    pub(crate) id: Id<Viban>,
    /// The account that receives the money.
    pub(crate) account: Id<Account>,
    /// The internal identifier of payins through it.
    pub(crate) payin_method: Uuid,
    /// The name that the merchant gave it.
    pub(crate) name: String,
    /// Its banking network.
    pub(crate) rail: VibanRail,
    /// Its state.
    pub(crate) state: VibanState,
    /// Its bank details; none before the activation.
    pub(crate) details: Option<BankDetails>,
    /// The reason for its rejection, if it was rejected.
    pub(crate) rejection_reason: Option<String>,
    /// The moment of the request.
    pub(crate) created_at: Moment,
    /// The moment of the last change.
    pub(crate) updated_at: Moment,
}

impl Viban {
    /// Activates it with the bank account of this number (VIB-1).
    pub(crate) fn activate(&mut self, number: u64, now: Moment) -> Result<(), Refusal> {
        self.become_state(VibanState::Active, now)?;
        self.details = Some(BankDetails::of(self.rail, number));
        Ok(())
    }

    /// Records that the bank refuses it (VIB-1).
    pub(crate) fn reject(&mut self, reason: String, now: Moment) -> Result<(), Refusal> {
        self.become_state(VibanState::Rejected, now)?;
        self.rejection_reason = Some(reason);
        Ok(())
    }

    /// Deactivates it for the merchant (VIB-1).
    pub(crate) fn deactivate(&mut self, now: Moment) -> Result<(), Refusal> {
        self.become_state(VibanState::Inactive, now)
    }

    fn become_state(&mut self, next: VibanState, now: Moment) -> Result<(), Refusal> {
        if !self.state.may_become(next) {
            let (from, to) = (self.state.code(), next.code());
            return Err(Refusal::InvalidTransition { from, to });
        }
        self.state = next;
        self.updated_at = now;
        Ok(())
    }

    /// The event of its current state; a pending one has none (VIB-1).
    pub(crate) fn event(&self) -> Option<Event> {
        let kind = match self.state {
            VibanState::Pending => return None,
            VibanState::Active => EventType::VibanActivated,
            VibanState::Rejected => EventType::VibanFailed,
            VibanState::Inactive => EventType::VibanDeactivated,
        };
        let mut data = json!({
            "vibanId": self.id,
            "accountId": self.account,
            "rail": self.rail.code(),
            "status": self.state.code(),
        });
        if let Some(reason) = &self.rejection_reason {
            data["reason"] = reason.as_str().into();
        }
        if let Some(details) = &self.details {
            data["iban"] = details.account_number.as_str().into();
            if self.state == VibanState::Active {
                data[self.routing_field()] = details.routing.as_str().into();
            }
        }
        Some(Event { kind, resource: self.id.uuid(), at: self.updated_at, data })
    }

    /// The name of the bank code's field on this rail.
    const fn routing_field(&self) -> &'static str {
        match self.rail {
            VibanRail::Sepa => "bic",
            VibanRail::Ach => "routingNumber",
        }
    }

    /// The bank code, if the virtual IBAN is on `rail`.
    pub(crate) fn routing_on(&self, rail: VibanRail) -> Value {
        let details = self.details.as_ref().filter(|_| self.rail == rail);
        details.map_or(Value::Null, |details| details.routing.as_str().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::iban::Iban;

    fn viban(rail: VibanRail) -> Viban {
        let id = Uuid::from_u128(1);
        let at = Moment::from_millis(0);
        Viban {
            id: Id::new(id),
            account: Id::new(id),
            payin_method: id,
            name: "Rent".to_owned(),
            rail,
            state: VibanState::Pending,
            details: None,
            rejection_reason: None,
            created_at: at,
            updated_at: at,
        }
    }

    #[test]
    fn only_three_transitions_are_legal() {
        let legal = VibanState::ALL.into_iter().flat_map(|from| {
            VibanState::ALL
                .into_iter()
                .filter(move |to| from.may_become(*to))
                .map(move |to| (from, to))
        });
        let expected = [
            (VibanState::Pending, VibanState::Active),
            (VibanState::Pending, VibanState::Rejected),
            (VibanState::Active, VibanState::Inactive),
        ];
        assert!(legal.eq(expected));
    }

    #[test]
    fn every_generated_iban_is_valid() {
        for number in [0, 1, 9, 96, 97, 98, 532_013_000, 9_999_999_999, u64::MAX] {
            let text = BankDetails::of(VibanRail::Sepa, number).account_number;
            assert_eq!(Iban::parse(&text).map(Iban::into_string), Some(text));
        }
        let known = german_iban(37_040_044, 532_013_000);
        assert_eq!(known, "DE89370400440532013000");
    }

    #[test]
    fn the_routing_number_has_its_check_digit() {
        let digits = ROUTING_NUMBER.bytes().map(|digit| u32::from(digit - b'0'));
        let sum = digits.zip([3, 7, 1].into_iter().cycle()).map(|(digit, weight)| digit * weight);
        assert_eq!(sum.sum::<u32>() % 10, 0);
    }

    #[test]
    fn the_event_of_each_final_state_has_its_own_details() {
        let now = Moment::from_millis(1);
        let mut active = viban(VibanRail::Ach);
        assert!(active.event().is_none());
        active.activate(7, now).unwrap();
        let event = active.event().unwrap();
        assert_eq!(event.kind, EventType::VibanActivated);
        assert_eq!(event.data["iban"], "000000000007");
        assert_eq!(event.data["routingNumber"], ROUTING_NUMBER);
        active.deactivate(now).unwrap();
        let event = active.event().unwrap();
        assert_eq!((event.kind, event.data.get("bic")), (EventType::VibanDeactivated, None));
        let mut rejected = viban(VibanRail::Sepa);
        rejected.reject("no".to_owned(), now).unwrap();
        let event = rejected.event().unwrap();
        assert_eq!(event.kind, EventType::VibanFailed);
        assert_eq!((&event.data["reason"], event.data.get("iban")), (&"no".into(), None));
    }
}
