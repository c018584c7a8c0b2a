//! What requests say of natural persons, whoever they are in it.

use jiff::civil::Date;

use crate::domain::clock::Moment;
use crate::domain::profile::is_possible_birthdate;
use crate::domain::refusal::{FieldCode, FieldError};
use crate::http::creation::with_fault;
use crate::http::problem::Problem;

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
    let fault = FieldError::new(pointer, FieldCode::OutOfRange, "must be from 1900 to today");
    Err(with_fault(input.err(), fault))
}
