//! Events: their names, and the envelope in which they are reported.

use serde_json::{Value, json};
use uuid::Uuid;

use super::clock::Moment;

macro_rules! event_types {
    ($($name:ident = $code:literal,)*) => {
        /// What a merchant can be told about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum EventType {
            $(#[doc = concat!("`", $code, "`.")] $name,)*
        }

        impl EventType {
            /// Every type.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name on the wire.
            pub(crate) const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

event_types! {
    AccountActivated = "account.activated",
    PayinProcessing = "payin.processing",
    PayinCompleted = "payin.completed",
    PayinFailed = "payin.failed",
    PayoutProcessing = "payout.processing",
    PayoutCompleted = "payout.completed",
    TransferProcessing = "transfer.processing",
    TransferCompleted = "transfer.completed",
    KycStateUpdated = "kyc.state_updated",
    KycSessionVerified = "kyc.session_verified",
    KycSessionFailed = "kyc.session_failed",
    KycSessionExpired = "kyc.session_expired",
    KycSessionManualReview = "kyc.session_manual_review",
    KybStateUpdated = "kyb.state_updated",
    RelatedPartyKycSessionCreated = "related_party.kyc_session_created",
    VibanActivated = "viban.activated",
    VibanFailed = "viban.failed",
    VibanDeactivated = "viban.deactivated",
}

impl EventType {
    /// Reads the name on the wire.
    pub(crate) fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

/// Something that happened to a resource.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    /// What happened.
    pub(crate) kind: EventType,
    /// What it happened to; events about one resource are told in order.
    pub(crate) resource: Uuid,
    /// When it happened.
    pub(crate) at: Moment,
    /// The payload.
    pub(crate) data: Value,
}

impl Event {
    /// The text that is signed and sent, always the same for one event.
    pub(crate) fn envelope(&self, event_id: Uuid) -> String {
        json!({
            "eventId": event_id,
            "eventType": self.kind.code(),
            "timestamp": self.at,
            "data": self.data,
        })
        .to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_envelope_has_its_four_parts_in_order() {
        let event = Event {
            kind: EventType::AccountActivated,
            resource: Uuid::nil(),
            at: Moment::from_millis(0),
            data: json!({"accountId": Uuid::nil()}),
        };
        let expected = "{\"eventId\":\"00000000-0000-0000-0000-000000000000\",\
            \"eventType\":\"account.activated\",\"timestamp\":\"1970-01-01T00:00:00.000Z\",\
            \"data\":{\"accountId\":\"00000000-0000-0000-0000-000000000000\"}}";
        assert_eq!(event.envelope(Uuid::nil()), expected);
    }

    #[test]
    fn names_are_read_back() {
        for kind in EventType::ALL {
            assert_eq!(EventType::parse(kind.code()), Some(*kind));
        }
        assert_eq!(EventType::parse("payin_completed"), None);
    }
}
