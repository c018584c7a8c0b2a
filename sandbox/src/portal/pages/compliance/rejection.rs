//! The form that rejects a KYC session: the failed checks and their reasons (KYC-3).

use super::choices::Choices;
use super::wording::words;
use crate::domain::session::{CHECK_TYPES, Check, KnownReason, Reason};
use crate::portal::pages::filled_form::FilledForm;
use crate::portal::pages::submitted_form::SubmittedForm;

/// The choice that stands for a typed code.
const ANOTHER: &str = "ANOTHER";

/// The fields of one check.
pub(super) struct CheckForm {
    pub(super) title: String,
    pub(super) code: String,
    pub(super) other: String,
    pub(super) message: String,
    pub(super) category: String,
    pub(super) codes: Choices,
}

/// The fields of all checks.
pub(super) fn fields() -> [CheckForm; 2] {
    CHECK_TYPES.map(|check| {
        let name = |part: &str| format!("{check}.{part}");
        let passed = ("", "Passed".to_owned());
        let known = KnownReason::ALL.into_iter().filter(|known| known.check_type == check);
        let known = known.map(|known| (known.code, format!("{} ({})", known.message, known.code)));
        let another = (ANOTHER, "Another code, typed below".to_owned());
        CheckForm {
            title: words(check),
            code: name("code"),
            other: name("other"),
            message: name("message"),
            category: name("category"),
            codes: [passed].into_iter().chain(known).chain([another]).collect(),
        }
    })
}

/// The form before the person begins.
pub(super) fn untouched() -> FilledForm {
    let [first, ..] = KnownReason::ALL;
    let code = format!("{}.code", first.check_type);
    FilledForm::prefilled([(code.as_str(), first.code.to_owned())])
}

/// Reads the failed checks; a fault comes back as the form.
pub(super) fn read(form: &SubmittedForm) -> Result<Vec<Check>, FilledForm> {
    let mut typed = FilledForm::of(form);
    let mut refused = vec![];
    for check in CHECK_TYPES {
        typed = read_check(form, check, typed, &mut refused);
    }
    if refused.is_empty() && !typed.is_faulty() {
        let name = format!("{}.code", CHECK_TYPES[0]);
        typed = typed.with_fault(&name, "Choose a failed check and give a reason.");
    }
    if typed.is_faulty() { Err(typed) } else { Ok(refused) }
}

fn read_check(
    form: &SubmittedForm,
    check: &str,
    mut typed: FilledForm,
    refused: &mut Vec<Check>,
) -> FilledForm {
    let name = |part: &str| format!("{check}.{part}");
    let [chosen, other, message, category] =
        ["code", "other", "message", "category"].map(|part| form.text(&name(part)));
    for part in ["other", "message", "category"] {
        typed = typed.bounded(&name(part));
    }
    let is_chosen = |known: &KnownReason| known.check_type == check && known.code == chosen;
    let known = KnownReason::ALL.into_iter().find(is_chosen);
    let mut reason = match (chosen, known) {
        ("", _) if other.is_empty() && message.is_empty() && category.is_empty() => return typed,
        ("", _) => {
            return typed.with_fault(&name("code"), "A check with a reason has not passed.");
        }
        (ANOTHER, _) if other.is_empty() => {
            return typed.with_fault(&name("other"), "Type the code.");
        }
        (ANOTHER, _) => Reason::new(check, other, "Not accepted"),
        (_, Some(known)) => known.reason(),
        (_, None) => return typed.with_fault(&name("code"), "Choose a code from the list."),
    };
    for (said, part) in [(message, &mut reason.message), (category, &mut reason.category)] {
        if !said.is_empty() {
            said.clone_into(part);
        }
    }
    refused.push(Check { check_type: check.to_owned(), reasons: vec![reason] });
    typed
}
