//! The form with which a session is rejected: which checks failed, and why.

use super::super::form::Form;
use super::super::typed::Typed;
use super::{Choices, words};
use crate::domain::session::{CHECK_TYPES, Check, Reason};

/// A reason that is offered.
struct KnownReason {
    check: &'static str,
    code: &'static str,
    message: &'static str,
    category: &'static str,
}

const fn known(
    check: &'static str,
    code: &'static str,
    message: &'static str,
    category: &'static str,
) -> KnownReason {
    KnownReason { check, code, message, category }
}

const DOCUMENT: &str = CHECK_TYPES[0];
const FACE: &str = CHECK_TYPES[1];

/// The first is the one that a rejection without reasons has.
const KNOWN: [KnownReason; 7] = [
    known(DOCUMENT, "KYC.DOC.DETERIORATED", "The document is too damaged to be read", "DOC"),
    known(DOCUMENT, "KYC.DOC.EXPIRED", "The document has expired", "DOC"),
    known(DOCUMENT, "KYC.DOC.UNREADABLE", "The picture of the document is not readable", "DOC"),
    known(DOCUMENT, "KYC.DOC.UNSUPPORTED", "This kind of document is not accepted", "DOC"),
    known(DOCUMENT, "KYC.DOC.DATA_MISMATCH", "The document names somebody else", "DOC"),
    known(FACE, "KYC.FACE.MISMATCH", "The face is not the one on the document", "FACE"),
    known(FACE, "KYC.FACE.NOT_LIVE", "No living person was seen", "FACE"),
];

/// The choice of a code that is typed.
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
        let known = KNOWN.iter().filter(|known| known.check == check);
        let known = known.map(|known| (known.code, format!("{}: {}", known.code, known.message)));
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

/// The form as it is offered.
pub(super) fn untouched() -> Typed {
    let first = &KNOWN[0];
    let code = format!("{}.code", first.check);
    Typed::prefilled([(code.as_str(), first.code.to_owned())])
}

/// The checks that failed, or the form with what is wrong with it.
pub(super) fn read(form: &Form) -> Result<Vec<Check>, Typed> {
    let mut typed = Typed::of(form);
    let mut refused = vec![];
    for check in CHECK_TYPES {
        typed = read_check(form, check, typed, &mut refused);
    }
    if refused.is_empty() && !typed.is_faulty() {
        let name = format!("{DOCUMENT}.code");
        typed = typed.with_fault(&name, "At least one check has failed: say which, and why.");
    }
    if typed.is_faulty() { Err(typed) } else { Ok(refused) }
}

fn read_check(form: &Form, check: &str, mut typed: Typed, refused: &mut Vec<Check>) -> Typed {
    let name = |part: &str| format!("{check}.{part}");
    let [chosen, other, message, category] =
        ["code", "other", "message", "category"].map(|part| form.text(&name(part)));
    for part in ["other", "message", "category"] {
        typed = typed.bounded(&name(part));
    }
    let known = KNOWN.iter().find(|known| known.check == check && known.code == chosen);
    let code = match (chosen, known) {
        ("", _) if other.is_empty() && message.is_empty() && category.is_empty() => return typed,
        ("", _) => {
            return typed.with_fault(&name("code"), "A check with a reason has not passed.");
        }
        (ANOTHER, _) if other.is_empty() => {
            return typed.with_fault(&name("other"), "Type the code.");
        }
        (ANOTHER, _) => other,
        (_, Some(known)) => known.code,
        (_, None) => return typed.with_fault(&name("code"), "Choose one of the list."),
    };
    let or = |text: &str, standard: &str| if text.is_empty() { standard } else { text }.to_owned();
    let (found_by, group) = if check == DOCUMENT { ("document", "DOC") } else { ("face", "FACE") };
    let reason = Reason {
        found_by: found_by.to_owned(),
        code: code.to_owned(),
        message: or(message, known.map_or("Not accepted", |known| known.message)),
        category: or(category, known.map_or(group, |known| known.category)),
    };
    refused.push(Check { check_type: check.to_owned(), reasons: vec![reason] });
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_reason_is_the_standard_one() {
        let standard = Check::default_refusal();
        let first = &KNOWN[0];
        assert_eq!(first.check, standard.check_type);
        assert_eq!(first.code, standard.reasons[0].code);
        assert_eq!(first.message, standard.reasons[0].message);
        assert_eq!(first.category, standard.reasons[0].category);
    }
}
