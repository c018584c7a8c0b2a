//! Events: their types, and the envelope of a webhook (HOOK-6).

use serde_json::{Value, json};
use uuid::Uuid;

use super::clock::Moment;

macro_rules! event_types {
    ($($name:ident = $code:literal,)*) => {
        /// The types of events.
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

/// A change of a resource that webhooks carry to the merchant.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    /// The type of the event.
    pub(crate) kind: EventType,
    /// The resource that changed; events about one resource keep their order (HOOK-11).
    pub(crate) resource: Uuid,
    /// The moment of the change.
    pub(crate) at: Moment,
    /// The payload.
    pub(crate) data: Value,
}

impl Event {
    /// The event in a type that these subscriptions contain, if there is one.
    ///
    /// The welcome guide lists only the types of KYC under KYC / KYB. An endpoint that subscribes to those receives the new
    /// level of a company as `kyc.state_updated` (KYB-13).
    pub(crate) fn in_words_of(self, subscribed: &[EventType]) -> Self {
        let has = |kind| subscribed.contains(&kind);
        if self.kind != EventType::KybStateUpdated
            || has(EventType::KybStateUpdated)
            || !has(EventType::KycStateUpdated)
        {
            return self;
        }
        let data = json!({
            "kycId": self.data["kybId"],
            "entityType": "user",
            "userId": self.data["userId"],
            "state": self.data["state"],
        });
        Self { kind: EventType::KycStateUpdated, data, ..self }
    }

    /// The body that is signed and sent; it is the same for every attempt (HOOK-7).
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
    fn a_companys_level_is_an_event_of_kyc_for_endpoints_that_know_no_other() {
        let event = || Event {
            kind: EventType::KybStateUpdated,
            resource: Uuid::nil(),
            at: Moment::from_millis(0),
            data: json!({"kybId": 7, "userId": Uuid::nil(), "state": "REGULAR"}),
        };
        let (people, companies) = (EventType::KycStateUpdated, EventType::KybStateUpdated);
        let for_people = event().in_words_of(&[people]);
        assert_eq!((for_people.kind, &for_people.data["kycId"]), (people, &json!(7)));
        assert_eq!(for_people.data["entityType"], "user");
        for subscribed in [vec![companies], vec![people, companies], vec![]] {
            assert_eq!(event().in_words_of(&subscribed).kind, companies, "{subscribed:?}");
        }
    }

    #[test]
    fn names_are_read_back() {
        for kind in EventType::ALL {
            assert_eq!(EventType::parse(kind.code()), Some(*kind));
        }
        assert_eq!(EventType::parse("payin_completed"), None);
    }
}
