//! What requests say of natural persons, whoever they are in it.

use jiff::civil::Date;

use crate::domain::clock::Moment;
use crate::domain::profile::{self, is_email, is_phone_number, is_possible_birthdate};
use crate::domain::refusal::{FieldCode, FieldError, Refusal};
use crate::http::fields::Fields;
use crate::http::problem::Problem;

/// An e-mail address.
pub(super) fn email(fields: &Fields<'_>, name: &str) -> Option<String> {
    let detail = "must be an e-mail address";
    fields.parsed(name, FieldCode::InvalidFormat, detail, |text| {
        is_email(text).then(|| text.to_owned())
    })
}

/// A phone number.
pub(super) fn phone_number(fields: &Fields<'_>, name: &str) -> Option<String> {
    let detail = "must be a phone number in E.164, such as +34612345678";
    fields.parsed(name, FieldCode::InvalidFormat, detail, |text| {
        is_phone_number(text).then(|| text.to_owned())
    })
}

/// A day of birth; whether somebody can be born then depends on the clock and is left open.
pub(super) fn birthdate(fields: &Fields<'_>, name: &str) -> Option<Date> {
    let detail = "must be YYYY-MM-DD or an ISO-8601 timestamp";
    fields.parsed(name, FieldCode::InvalidFormat, detail, profile::birthdate)
}

/// Adds the one fault of `input` that only the merchant's clock can show.
pub(super) fn check_birthdate<T>(
    input: Result<T, Problem>,
    pointer: &str,
    born: Option<Date>,
    now: Moment,
) -> Result<T, Problem> {
    if born.is_none_or(|born| is_possible_birthdate(born, now)) {
        return input;
    }
    let detail = "must be from 1900 to today";
    let fault = FieldError::new(pointer, FieldCode::OutOfRange, detail);
    match input {
        Err(Problem::Refused(Refusal::Invalid(mut faults))) => {
            faults.push(fault);
            Err(Refusal::Invalid(faults).into())
        }
        Err(other) => Err(other),
        Ok(_) => Err(Refusal::Invalid(vec![fault]).into()),
    }
}
