//! Filters of lists in a query: `field_operator=value` (ORD-3).

use super::fields::FieldErrors;
use crate::domain::clock::Moment;
use crate::domain::id::Id;
use crate::domain::money::Amount;
use crate::domain::refusal::FieldCode;
use crate::listing::{Comparison, Filter, FilterField, FilterKind, FilterValue};

/// Upper bound for the filters of one request, far below the limit of the database.
const MAX_FILTERS: usize = 32;

/// A value, or its fault.
type ReadValue = Result<FilterValue, (FieldCode, &'static str)>;

/// Reads the filters among the parameters; parameters of another form are ignored.
pub(super) fn read_filters<'a, F: FilterField>(
    parameters: impl Iterator<Item = &'a (String, String)>,
    errors: &FieldErrors,
) -> Vec<Filter<F>> {
    let mut filters = Vec::new();
    for (parameter, value) in parameters {
        let Some((name, suffix)) = parameter.rsplit_once('_') else { continue };
        let field = F::ALL.iter().copied().find(|field| field.name() == name);
        let fault = match (field, Comparison::parse(suffix)) {
            (Some(_), Some(_)) if filters.len() == MAX_FILTERS => {
                (FieldCode::TooLong, "is one filter too many: at most 32 are possible")
            }
            (Some(field), Some(comparison)) => match read_value(field.kind(), comparison, value) {
                Ok(value) => {
                    filters.push(Filter { field, comparison, value });
                    continue;
                }
                Err(fault) => fault,
            },
            (Some(_), None) => (FieldCode::NotAllowed, "there is no such operator"),
            (None, Some(_)) => (FieldCode::NotAllowed, "there is no such field to filter by"),
            (None, None) => continue,
        };
        errors.add(&pointer_to(parameter), fault.0, fault.1);
    }
    filters
}

fn read_value(kind: FilterKind, comparison: Comparison, value: &str) -> ReadValue {
    let text = || FilterValue::Text(value.to_owned());
    let is_text = matches!(kind, FilterKind::Code(_) | FilterKind::Id | FilterKind::Text);
    if (comparison.is_contains() && !is_text) || (comparison.is_ordering() && is_text) {
        return Err((FieldCode::NotAllowed, "the operator does not fit the field"));
    }
    if value.is_empty() {
        return Err((FieldCode::TooShort, "must not be empty"));
    }
    if comparison.is_contains() {
        return Ok(text());
    }
    match kind {
        FilterKind::Code(is_known) => {
            is_known(value).then(text).ok_or((FieldCode::UnknownValue, "there is no such value"))
        }
        FilterKind::Id => {
            let id = Id::<()>::parse(value).map(|id| FilterValue::Text(id.to_string()));
            id.ok_or((FieldCode::InvalidFormat, "must be a UUID"))
        }
        FilterKind::Moment => {
            let at = Moment::parse(value).map(|at| FilterValue::Number(at.millis()));
            at.ok_or((FieldCode::InvalidFormat, "must be an ISO-8601 timestamp"))
        }
        FilterKind::Amount => read_amount(value),
        FilterKind::Text => Ok(text()),
    }
}

fn read_amount(value: &str) -> ReadValue {
    if !is_whole_number(value) {
        return Err((FieldCode::WrongType, "must be a whole number"));
    }
    let amount = value.parse().ok().filter(|amount| (0..=Amount::MAX.minor()).contains(amount));
    let fault = (FieldCode::OutOfRange, "must be from 0 to 9007199254740991");
    amount.map(FilterValue::Number).ok_or(fault)
}

/// True for digits with an optional minus, however many.
pub(super) fn is_whole_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The JSON Pointer to a query parameter, whose name may have any characters.
pub(super) fn pointer_to(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_of_any_name_is_pointed_to() {
        assert_eq!(pointer_to("a~/b"), "/a~0~1b");
    }
}
