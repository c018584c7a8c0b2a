//! The kinds of differences, found from the two values in one place.

use serde::{Deserialize, Serialize};

use super::{headers::HEADER, id_leaf::id_of, seen::ABSENT, trace::READS, traced_events::ATTEMPTS};

/// The kind of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// The status of an answer is different.
    StatusChanged,
    /// A member is not there any more.
    MemberGone,
    /// A member is new.
    MemberNew,
    /// A member is gone, and another one beside it has its value.
    MemberRenamed,
    /// A member that had a value is null.
    MemberNull,
    /// A member that was null has a value.
    MemberFilled,
    /// A value has another type.
    TypeChanged,
    /// A time is written in another form.
    TimeFormChanged,
    /// A time lies further from, or nearer to, the first time of its message.
    TimeDistanceChanged,
    /// A time moves where it stayed, or stays where it moved.
    TimeOrderChanged,
    /// An id has another form.
    IdFormChanged,
    /// A reference leads to another thing.
    ReferenceChanged,
    /// A value is not the one that was sent any more.
    EchoLost,
    /// A value is the one that was sent, and was not before.
    EchoNew,
    /// A number is larger or smaller by a power of ten.
    NumberScaled,
    /// A number differs by one unit.
    NumberRounded,
    /// A number has the other sign.
    SignChanged,
    /// A number is different.
    NumberChanged,
    /// True has become false, or false true.
    FlagChanged,
    /// A word, as in a state or a code, is different.
    WordChanged,
    /// A text is different.
    TextChanged,
    /// A value that was the same in every run differs between runs.
    ConstantVaries,
    /// A list has fewer items.
    ItemGone,
    /// A list has more items.
    ItemNew,
    /// A list has the same items in another order.
    ItemsReordered,
    /// A header is not there any more.
    HeaderGone,
    /// A header is new.
    HeaderNew,
    /// A header has another value.
    HeaderChanged,
    /// An effect shows only after a while.
    EffectLater,
    /// An effect shows at once.
    EffectSooner,
    /// An event does not come any more.
    EventGone,
    /// An event comes that did not.
    EventNew,
    /// An event comes once more, with another id.
    EventDoubled,
    /// Events about one resource come in another order.
    EventsReordered,
    /// An event is delivered more often.
    MoreAttempts,
    /// An event is delivered less often.
    FewerAttempts,
    /// A book has fewer entries.
    BookEntryGone,
    /// A book has more entries.
    BookEntryNew,
    /// A book has other amounts.
    BookChanged,
    /// The scenario goes another way.
    CourseChanged,
    /// A scenario that was green is red.
    RuleBroken,
    /// A scenario that was red is green.
    RuleMended,
    /// A scenario is red for another reason.
    RuleBrokenOtherwise,
}

impl DifferenceKind {
    /// Every kind.
    pub const ALL: [Self; 43] = [
        Self::StatusChanged,
        Self::MemberGone,
        Self::MemberNew,
        Self::MemberRenamed,
        Self::MemberNull,
        Self::MemberFilled,
        Self::TypeChanged,
        Self::TimeFormChanged,
        Self::TimeDistanceChanged,
        Self::TimeOrderChanged,
        Self::IdFormChanged,
        Self::ReferenceChanged,
        Self::EchoLost,
        Self::EchoNew,
        Self::NumberScaled,
        Self::NumberRounded,
        Self::SignChanged,
        Self::NumberChanged,
        Self::FlagChanged,
        Self::WordChanged,
        Self::TextChanged,
        Self::ConstantVaries,
        Self::ItemGone,
        Self::ItemNew,
        Self::ItemsReordered,
        Self::HeaderGone,
        Self::HeaderNew,
        Self::HeaderChanged,
        Self::EffectLater,
        Self::EffectSooner,
        Self::EventGone,
        Self::EventNew,
        Self::EventDoubled,
        Self::EventsReordered,
        Self::MoreAttempts,
        Self::FewerAttempts,
        Self::BookEntryGone,
        Self::BookEntryNew,
        Self::BookChanged,
        Self::CourseChanged,
        Self::RuleBroken,
        Self::RuleMended,
        Self::RuleBrokenOtherwise,
    ];
}

impl DifferenceKind {
    /// True if it is about the verdict of a scenario.
    #[must_use]
    pub fn is_verdict(self) -> bool {
        matches!(self, Self::RuleBroken | Self::RuleMended | Self::RuleBrokenOtherwise)
    }
}

/// The kind of a difference between two values in one place.
pub(super) fn kind_of(place: &str, before: &str, after: &str) -> DifferenceKind {
    use DifferenceKind as Kind;
    let is_absent = (before == ABSENT, after == ABSENT);
    if place.starts_with(HEADER) {
        return match is_absent {
            (true, _) => Kind::HeaderNew,
            (_, true) => Kind::HeaderGone,
            _ => Kind::HeaderChanged,
        };
    }
    match (place, is_absent) {
        (READS, (true, _)) => return Kind::EffectLater,
        (READS, _) => return Kind::EffectSooner,
        (ATTEMPTS, _) => {
            let count = |text: &str| text.parse().unwrap_or(1);
            let (before, after): (u32, u32) = (count(before), count(after));
            return if after > before { Kind::MoreAttempts } else { Kind::FewerAttempts };
        }
        (_, (true, _)) => return Kind::MemberNew,
        (_, (_, true)) => return Kind::MemberGone,
        _ => {}
    }
    match (ValueForm::of(before), ValueForm::of(after)) {
        (_, ValueForm::Null) => Kind::MemberNull,
        (ValueForm::Null, _) => Kind::MemberFilled,
        (ValueForm::Number(before), ValueForm::Number(after)) => of_numbers(before, after),
        (ValueForm::Flag, ValueForm::Flag) => Kind::FlagChanged,
        (ValueForm::Time, ValueForm::Time) => of_times(before, after),
        (ValueForm::Sent, ValueForm::Sent) => Kind::ReferenceChanged,
        (ValueForm::Sent, other) if other.is_text() => Kind::EchoLost,
        (other, ValueForm::Sent) if other.is_text() => Kind::EchoNew,
        (ValueForm::Id, ValueForm::Id) => of_ids(before, after),
        // A text that is no id, or no time, any more.
        (ValueForm::Id, other) | (other, ValueForm::Id) if other.is_plain() => Kind::IdFormChanged,
        (ValueForm::Time, other) | (other, ValueForm::Time) if other.is_plain() => {
            Kind::TimeFormChanged
        }
        (ValueForm::Word, ValueForm::Word) => Kind::WordChanged,
        (one, other) if one.is_text() && other.is_text() => Kind::TextChanged,
        _ => Kind::TypeChanged,
    }
}

/// The form in which a leaf tells a value.
#[derive(Clone, Copy, Debug, PartialEq)]
enum ValueForm {
    Null,
    Number(f64),
    Flag,
    Container,
    Time,
    Sent,
    Id,
    Word,
    Text,
}

impl ValueForm {
    fn of(leaf: &str) -> Self {
        let is_word_letter = |letter: char| letter.is_ascii_alphabetic() || "_.-".contains(letter);
        match leaf {
            "null" => Self::Null,
            "true" | "false" => Self::Flag,
            _ if leaf.starts_with(['[', '{']) => Self::Container,
            _ if leaf.starts_with("<time") => Self::Time,
            _ if leaf.starts_with("<sent ") => Self::Sent,
            _ if id_of(leaf).is_some() => Self::Id,
            _ => match leaf.parse() {
                Ok(number) => Self::Number(number),
                Err(_) if leaf.chars().all(is_word_letter) => Self::Word,
                Err(_) => Self::Text,
            },
        }
    }

    /// True for a text that is itself, and not named by its form.
    fn is_plain(self) -> bool {
        matches!(self, Self::Word | Self::Text)
    }

    fn is_text(self) -> bool {
        matches!(self, Self::Time | Self::Sent | Self::Id | Self::Word | Self::Text)
    }
}

/// The words for the type of a value that a leaf tells.
pub(super) fn type_words(leaf: &str) -> &'static str {
    match ValueForm::of(leaf) {
        ValueForm::Null => "null",
        ValueForm::Number(_) => "a number",
        ValueForm::Flag => "true or false",
        ValueForm::Container if leaf.starts_with('[') => "a list",
        ValueForm::Container => "an object",
        _ => "a text",
    }
}

fn of_numbers(before: f64, after: f64) -> DifferenceKind {
    let ratio = after / before;
    let power = ratio.abs().log10();
    let is_scaled = ratio.is_finite() && ratio != 0.0 && (power - power.round()).abs() < 1e-9;
    let is_whole = before.fract() == 0.0 && after.fract() == 0.0;
    let difference = (after - before).abs();
    let share = difference / before.abs().max(after.abs());
    if (ratio + 1.0).abs() < 1e-9 {
        DifferenceKind::SignChanged
    } else if is_scaled && power.abs() > 0.5 {
        DifferenceKind::NumberScaled
    } else if (is_whole && difference <= 1.0 && before.abs() > 20.0) || share < 1e-4 {
        DifferenceKind::NumberRounded
    } else {
        DifferenceKind::NumberChanged
    }
}

/// Leaves of times have a form, perhaps a distance, and perhaps an order.
fn of_times(before: &str, after: &str) -> DifferenceKind {
    let parts = |leaf: &str| {
        let inner = leaf.trim_start_matches("<time ").trim_end_matches('>').to_owned();
        let (form, rest) = inner.split_once(' ').unwrap_or((&inner, ""));
        let distance = rest.starts_with('+').then(|| {
            let words: Vec<&str> = rest.split(' ').take(2).collect();
            words.join(" ")
        });
        (form.to_owned(), distance)
    };
    match (parts(before), parts(after)) {
        ((one, _), (other, _)) if one != other => DifferenceKind::TimeFormChanged,
        ((_, one), (_, other)) if one != other => DifferenceKind::TimeDistanceChanged,
        _ => DifferenceKind::TimeOrderChanged,
    }
}

/// Leaves of ids have a name, and a form where they were seen first.
fn of_ids(before: &str, after: &str) -> DifferenceKind {
    match (id_of(before), id_of(after)) {
        (Some(before), Some(after)) if before.name == after.name => DifferenceKind::IdFormChanged,
        _ => DifferenceKind::ReferenceChanged,
    }
}

#[cfg(test)]
mod tests {
    use super::{DifferenceKind as Kind, *};

    #[test]
    fn two_values_have_a_kind() {
        let cases = [
            ("/a", ABSENT, "1", Kind::MemberNew),
            ("/a", "1", ABSENT, Kind::MemberGone),
            ("/a", "1", "null", Kind::MemberNull),
            ("/a", "12", "\"12\"", Kind::TypeChanged),
            ("/a", "2500", "25", Kind::NumberScaled),
            ("/a", "2500", "2501", Kind::NumberRounded),
            ("/a", "2500", "-2500", Kind::SignChanged),
            ("/a", "2500", "1700", Kind::NumberChanged),
            ("/a", "PENDING", "DONE", Kind::WordChanged),
            ("/a", "<time 9999>", "<time 9999Z>", Kind::TimeFormChanged),
            ("/a", "<time 9999 +1 h>", "<time 9999 +2 h>", Kind::TimeDistanceChanged),
            ("/a", "<time 9999>", "<time 9999 later>", Kind::TimeOrderChanged),
            ("/a", "new uuid <a>", "new number <a>", Kind::IdFormChanged),
            ("/a", "<a:id>", "<b:id>", Kind::ReferenceChanged),
            ("/a", "<sent label>", "Savings", Kind::EchoLost),
            ("header etag", "x", ABSENT, Kind::HeaderGone),
            (READS, ABSENT, "several", Kind::EffectLater),
            (ATTEMPTS, "8", "3", Kind::FewerAttempts),
        ];
        for (place, before, after, kind) in cases {
            assert_eq!(kind_of(place, before, after), kind, "{before} → {after}");
        }
    }
}
