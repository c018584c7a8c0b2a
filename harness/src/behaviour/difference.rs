//! One difference between two targets in one scenario.

use super::{headers::HEADER, kind::DifferenceKind};

/// The message in which something differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangedMessage {
    /// The answer of an operation.
    Answer(String),
    /// An event of a type.
    Event(String),
    /// The scenario as a whole.
    Scenario,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BehaviourDifference {
    /// Its kind.
    pub kind: DifferenceKind,
    /// The message.
    pub message: ChangedMessage,
    /// The place in it, with `*` for each item of a list.
    pub place: String,
    /// The status of the answer before, and after.
    pub statuses: (String, String),
    /// The value before.
    pub before: String,
    /// The value after.
    pub after: String,
    /// The number of the step, from 0; none for what the suite reads after the steps.
    pub step: Option<usize>,
    /// The places of the message in both stories.
    pub parts: (Option<usize>, Option<usize>),
    /// True if nothing that differed before it in its scenario explains it.
    pub is_first: bool,
}

impl BehaviourDifference {
    /// True if nothing after it in its scenario can be compared: the request ended in another way.
    #[must_use]
    pub fn ends_comparison(&self) -> bool {
        self.kind == DifferenceKind::StatusChanged
            && self.before.bytes().next() != self.after.bytes().next()
    }

    /// True if `later` may be nothing but a consequence of this difference.
    ///
    /// Another form of a message changes nothing that happens. Only verdicts may follow from it, facts that are known by a value
    /// of the message, and the calls of a scenario that did not find a member.
    #[must_use]
    pub fn explains(&self, later: &Self) -> bool {
        use DifferenceKind as Kind;
        match later.kind {
            kind if kind.is_verdict() => true,
            _ if !self.is_of_form() => true,
            Kind::ReferenceChanged | Kind::IdFormChanged | Kind::CourseChanged => {
                self.takes_value()
            }
            _ => false,
        }
    }

    /// True if the scenario goes on as if there were no difference.
    pub(super) fn keeps_course(&self) -> bool {
        self.is_of_form() && !self.takes_value()
    }

    /// True if a message has another form, and says what happened as before.
    fn is_of_form(&self) -> bool {
        use DifferenceKind as Kind;
        let is_header = self.place.starts_with(HEADER);
        match self.kind {
            Kind::StatusChanged => !self.ends_comparison(),
            Kind::ConstantVaries => is_header,
            Kind::HeaderGone
            | Kind::HeaderNew
            | Kind::HeaderChanged
            | Kind::MemberGone
            | Kind::MemberNew
            | Kind::MemberRenamed
            | Kind::MemberNull
            | Kind::MemberFilled
            | Kind::TypeChanged
            | Kind::TimeFormChanged
            | Kind::TimeDistanceChanged
            | Kind::TimeOrderChanged
            | Kind::IdFormChanged
            | Kind::TextChanged
            | Kind::EchoLost
            | Kind::EchoNew
            | Kind::ItemsReordered
            | Kind::EventsReordered => true,
            _ => false,
        }
    }

    /// True if a value does not stand any more where scenarios take it from.
    fn takes_value(&self) -> bool {
        use DifferenceKind as Kind;
        matches!(
            self.kind,
            Kind::MemberGone
                | Kind::MemberRenamed
                | Kind::MemberNull
                | Kind::TypeChanged
                | Kind::IdFormChanged
                | Kind::ItemsReordered
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{differing::difference, seen::SeenValues},
        DifferenceKind as Kind, *,
    };

    fn different(kind: Kind, place: &str, before: &str, after: &str) -> BehaviourDifference {
        let message = ChangedMessage::Answer("getOrder".to_owned());
        let [before, after] = [before, after].map(|value| SeenValues::from([value.to_owned()]));
        difference(kind, message, place, (&before, &after))
    }

    #[test]
    fn another_form_explains_no_other_effect() {
        let header = different(Kind::HeaderNew, "header x-id", "(absent)", "1");
        let balance = different(Kind::NumberChanged, "/balance", "5", "4");
        let event = different(Kind::EventGone, "", "payin.completed", "(absent)");
        let red = different(Kind::RuleBroken, "", "green", "failed");
        let gone = different(Kind::MemberGone, "/id", "new uuid <a>", "(absent)");
        let other = different(Kind::ReferenceChanged, "/orderId", "<a>", "<b>");
        let status = |before, after| different(Kind::StatusChanged, "status", before, after);
        assert!(!header.explains(&balance) && !header.explains(&event) && header.explains(&red));
        assert!(gone.explains(&other) && !gone.explains(&event) && !header.explains(&other));
        assert!(balance.explains(&event), "money that did not move sends no event");
        assert!(status("201", "422").explains(&event) && status("201", "422").ends_comparison());
        assert!(!status("201", "200").explains(&event) && !status("201", "200").ends_comparison());
    }
}
