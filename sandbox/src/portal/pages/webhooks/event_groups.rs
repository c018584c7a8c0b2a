//! The types of events in groups, each with its meaning (HOOK-5).

use crate::domain::event::EventType;

/// Types of events about one kind of resource.
pub(super) struct EventGroup {
    /// The name of the kind.
    pub(super) name: &'static str,
    /// Each type with the occasion on which it is sent.
    pub(super) events: &'static [(EventType, &'static str)],
}

/// All types of events.
pub(super) const EVENT_GROUPS: [EventGroup; 6] = [
    EventGroup {
        name: "Accounts",
        events: &[(EventType::AccountActivated, "An account was opened and can be used")],
    },
    EventGroup {
        name: "Payins",
        events: &[
            (EventType::PayinProcessing, "A payin was detected and waits for settlement"),
            (EventType::PayinCompleted, "The money was credited to the account"),
            (EventType::PayinFailed, "The payin could not be processed"),
        ],
    },
    EventGroup {
        name: "Payouts",
        events: &[
            (EventType::PayoutProcessing, "The payout was submitted to the network"),
            (EventType::PayoutCompleted, "The money was delivered"),
        ],
    },
    EventGroup {
        name: "Transfers",
        events: &[
            (EventType::TransferProcessing, "The transfer is being processed"),
            (EventType::TransferCompleted, "The transfer was settled"),
        ],
    },
    EventGroup {
        name: "KYC / KYB",
        events: &[
            (EventType::KycStateUpdated, "The level of a user, or a related party, has changed"),
            (EventType::KycSessionVerified, "A KYC session ended with a proved identity"),
            (EventType::KycSessionFailed, "A KYC session was rejected; the event says why"),
            (EventType::KycSessionExpired, "A KYC session ran out undecided"),
            (EventType::KycSessionManualReview, "A person has to look at a KYC session"),
            (EventType::KybStateUpdated, "The level of a business user has changed"),
            (
                EventType::RelatedPartyKycSessionCreated,
                "A related party must be verified; the event contains the link",
            ),
        ],
    },
    EventGroup {
        name: "Virtual IBANs",
        events: &[
            (EventType::VibanActivated, "A virtual IBAN can take money"),
            (EventType::VibanFailed, "The bank rejected a virtual IBAN"),
            (EventType::VibanDeactivated, "A virtual IBAN was given up"),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_is_in_one_group() {
        let listed = EVENT_GROUPS.iter().flat_map(|group| group.events).map(|(kind, _)| *kind);
        let listed = listed.collect::<Vec<_>>();
        assert_eq!(listed.len(), EventType::ALL.len());
        for kind in EventType::ALL {
            assert!(listed.contains(kind), "{kind:?}");
        }
    }
}
