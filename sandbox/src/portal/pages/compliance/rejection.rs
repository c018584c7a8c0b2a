//! The form that rejects a KYC session: the failed checks and their reasons (KYC-3).

use super::choices::Choices;
use super::wording::words;
use crate::domain::session::{CHECK_TYPES, Check, KnownReason, MAX_REASONS, Reason};
use crate::portal::pages::filled_form::FilledForm;
use crate::portal::pages::submitted_form::SubmittedForm;

/// The choice that stands for a typed code.
const ANOTHER: &str = "ANOTHER";
/// The button that adds a reason to the check that is its value.
const ADD: &str = "add";

/// The fields of one check.
pub(super) struct CheckForm {
    pub(super) check: &'static str,
    pub(super) title: String,
    /// The name of the hidden field with the number of reasons.
    pub(super) count: String,
    pub(super) reasons: Vec<ReasonForm>,
    /// True if another reason can be added.
    pub(super) has_room: bool,
}

/// The fields of one reason.
pub(super) struct ReasonForm {
    pub(super) number: usize,
    pub(super) names: FieldNames,
    pub(super) codes: Choices,
}

/// The names of a reason's fields. Those of the first reason have no number.
pub(super) struct FieldNames {
    pub(super) code: String,
    pub(super) other: String,
    pub(super) found_by: String,
    pub(super) message: String,
    pub(super) category: String,
}

impl FieldNames {
    fn of(check: &str, number: usize) -> Self {
        let name = |part: &str| match number {
            1 => format!("{check}.{part}"),
            _ => format!("{check}.{number}.{part}"),
        };
        let [code, other, found_by] = ["code", "other", "type"].map(name);
        let [message, category] = ["message", "category"].map(name);
        Self { code, other, found_by, message, category }
    }

    /// The fields with a text.
    fn texts(&self) -> [&str; 4] {
        [&self.other, &self.found_by, &self.message, &self.category]
    }
}

/// The fields of all checks.
pub(super) fn fields(typed: &FilledForm) -> [CheckForm; 2] {
    CHECK_TYPES.map(|check| {
        let count = count_of(typed, check);
        let reasons = (1..=count).map(|number| ReasonForm {
            number,
            names: FieldNames::of(check, number),
            codes: codes(check, number),
        });
        CheckForm {
            check,
            title: words(check),
            count: count_name(check),
            reasons: reasons.collect(),
            has_room: count < MAX_REASONS,
        }
    })
}

fn codes(check: &str, number: usize) -> Choices {
    let none = ("", if number == 1 { "Passed" } else { "None" }.to_owned());
    let known = KnownReason::ALL.into_iter().filter(|known| known.check_type == check);
    let known = known.map(|known| (known.code, format!("{} ({})", known.message, known.code)));
    let another = (ANOTHER, "Another code, typed below".to_owned());
    [none].into_iter().chain(known).chain([another]).collect()
}

/// The form before the person begins.
pub(super) fn untouched() -> FilledForm {
    let [first, ..] = KnownReason::ALL;
    let code = FieldNames::of(first.check_type, 1).code;
    FilledForm::prefilled([(code.as_str(), first.code.to_owned())])
}

/// The form as it was sent, with fields for another reason; none if nobody asks for them.
pub(super) fn with_another_reason(form: &SubmittedForm) -> Option<FilledForm> {
    let check = CHECK_TYPES.into_iter().find(|check| form.text(ADD) == *check)?;
    let typed = FilledForm::of(form);
    let count = (count_of(&typed, check) + 1).min(MAX_REASONS);
    Some(typed.with_value(&count_name(check), count.to_string()))
}

fn count_name(check: &str) -> String {
    format!("{check}.reasons")
}

/// The number of reasons for which the form has fields.
fn count_of(typed: &FilledForm, check: &str) -> usize {
    typed.value(&count_name(check)).parse().unwrap_or(1).clamp(1, MAX_REASONS)
}

/// Reads the failed checks; a fault comes back as the form.
pub(super) fn read(form: &SubmittedForm) -> Result<Vec<Check>, FilledForm> {
    let mut typed = FilledForm::of(form);
    let mut refused = vec![];
    for check in CHECK_TYPES {
        let mut reasons = vec![];
        for number in 1..=count_of(&typed, check) {
            typed = read_reason(form, (check, number), typed, &mut reasons);
        }
        if !reasons.is_empty() {
            refused.push(Check { check_type: check.to_owned(), reasons });
        }
    }
    if refused.is_empty() && !typed.is_faulty() {
        let name = FieldNames::of(CHECK_TYPES[0], 1).code;
        typed = typed.with_fault(&name, "Choose a failed check and give a reason.");
    }
    if typed.is_faulty() { Err(typed) } else { Ok(refused) }
}

fn read_reason(
    form: &SubmittedForm,
    (check, number): (&str, usize),
    mut typed: FilledForm,
    reasons: &mut Vec<Reason>,
) -> FilledForm {
    let names = FieldNames::of(check, number);
    for name in names.texts() {
        typed = typed.bounded(name);
    }
    let (chosen, other) = (form.text(&names.code), form.text(&names.other));
    let is_chosen = |known: &KnownReason| known.check_type == check && known.code == chosen;
    let known = KnownReason::ALL.into_iter().find(is_chosen);
    let mut reason = match (chosen, known) {
        ("", _) if names.texts().iter().all(|name| form.text(name).is_empty()) => return typed,
        ("", _) if number == 1 => {
            return typed.with_fault(&names.code, "A check with a reason has not passed.");
        }
        ("", _) => return typed.with_fault(&names.code, "Choose the code of this reason."),
        (ANOTHER, _) if other.is_empty() => {
            return typed.with_fault(&names.other, "Type the code.");
        }
        (ANOTHER, _) => Reason::new(check, other, "Not accepted"),
        (_, Some(known)) => known.reason(),
        (_, None) => return typed.with_fault(&names.code, "Choose a code from the list."),
    };
    for (name, part) in [
        (&names.found_by, &mut reason.found_by),
        (&names.message, &mut reason.message),
        (&names.category, &mut reason.category),
    ] {
        let text = form.text(name);
        if !text.is_empty() {
            text.clone_into(part);
        }
    }
    reasons.push(reason);
    typed
}
