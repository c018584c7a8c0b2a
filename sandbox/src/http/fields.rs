//! Reading the fields of a JSON body: no value is coerced (ERR-3), and every fault is named
//! (USER-3).

use std::cell::RefCell;
use std::ops::RangeInclusive;

use serde_json::Value;

use crate::domain::country::is_country;
use crate::domain::id::Id;
use crate::domain::money::{Amount, Currency, Money};
use crate::domain::refusal::{FieldCode, FieldError, Refusal};

/// The longest name, label or reference, in characters.
pub(crate) const MAX_TEXT: usize = 255;

/// The faults that were found so far.
#[derive(Default)]
pub(crate) struct FieldErrors(RefCell<Vec<FieldError>>);

impl FieldErrors {
    /// Adds a fault.
    pub(crate) fn add(&self, pointer: &str, code: FieldCode, detail: &str) {
        self.0.borrow_mut().push(FieldError::new(pointer, code, detail));
    }

    /// The input, if no fault was found.
    pub(crate) fn finish<T>(self, input: Option<T>) -> Result<T, Refusal> {
        let errors = self.0.into_inner();
        match input {
            Some(input) if errors.is_empty() => Ok(input),
            _ => Err(Refusal::Invalid(errors)),
        }
    }
}

/// The fields of an object in the body.
///
/// Methods return `None` if the field has a fault, which is then in the list of faults. Methods for
/// optional fields return `Some(None)` if the field is missing or null.
pub(crate) struct Fields<'a> {
    object: Option<&'a Value>,
    pointer: String,
    errors: &'a FieldErrors,
}

impl<'a> Fields<'a> {
    /// The body itself, which must be an object.
    pub(crate) fn root(value: &'a Value, errors: &'a FieldErrors) -> Self {
        let fields = Self { object: Some(value), pointer: String::new(), errors };
        if !value.is_object() {
            fields.fault_at("", FieldCode::WrongType, "must be an object");
        }
        fields
    }

    /// Adds a fault of the field `name`.
    pub(crate) fn fault<T>(&self, name: &str, code: FieldCode, detail: &str) -> Option<T> {
        self.fault_inside(&step(name), code, detail)
    }

    /// Adds a fault at `place`, a path of several steps below this object.
    pub(crate) fn fault_inside<T>(&self, place: &str, code: FieldCode, detail: &str) -> Option<T> {
        self.fault_at(&format!("{}/{place}", self.pointer), code, detail);
        None
    }

    fn fault_at(&self, pointer: &str, code: FieldCode, detail: &str) {
        self.errors.add(pointer, code, detail);
    }

    fn raw(&self, name: &str) -> Option<&'a Value> {
        self.object.and_then(Value::as_object).and_then(|object| object.get(name))
    }

    /// True if the field exists and is not null.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.raw(name).is_some_and(|value| !value.is_null())
    }

    /// The value of the field, of any type.
    pub(crate) fn value(&self, name: &str) -> Option<&'a Value> {
        // If the surrounding object is missing, its own fault is enough.
        self.object.filter(|object| object.is_object())?;
        match self.raw(name) {
            Some(Value::Null) => self.fault(name, FieldCode::WrongType, "must not be null"),
            Some(value) => Some(value),
            None => self.fault(name, FieldCode::Required, "is required"),
        }
    }

    /// Reads the field with `read`, if the field exists.
    #[expect(
        clippy::option_option,
        reason = "the outer one says whether the field is in order, the inner whether it is there"
    )]
    pub(crate) fn optional<T>(
        &self,
        name: &str,
        read: impl FnOnce(&Self, &str) -> Option<T>,
    ) -> Option<Option<T>> {
        if self.has(name) { read(self, name).map(Some) } else { Some(None) }
    }

    /// A text of 1 to 255 characters.
    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        self.text_within(name, MAX_TEXT)
    }

    /// A text of 1 to `max` characters.
    pub(crate) fn text_within(&self, name: &str, max: usize) -> Option<&'a str> {
        self.text_of(&step(name), self.value(name)?, max)
    }

    /// The text at `place`, which may be inside a list.
    fn text_of(&self, place: &str, value: &'a Value, max: usize) -> Option<&'a str> {
        let Some(text) = value.as_str() else {
            return self.fault_inside(place, FieldCode::WrongType, "must be a string");
        };
        if text.trim().is_empty() {
            return self.fault_inside(place, FieldCode::TooShort, "must not be empty");
        }
        if text.chars().nth(max).is_some() {
            let detail = format!("must have at most {max} characters");
            return self.fault_inside(place, FieldCode::TooLong, &detail);
        }
        if text.contains('\0') {
            return self.fault_inside(place, FieldCode::InvalidFormat, "must not contain U+0000");
        }
        Some(text)
    }

    /// The text of the field, as an owned string.
    pub(crate) fn string(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// A text that `parse` accepts.
    pub(crate) fn parsed<T>(
        &self,
        name: &str,
        code: FieldCode,
        detail: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(name)?;
        parse(text).or_else(|| self.fault(name, code, detail))
    }

    /// One of a closed list of codes.
    pub(crate) fn code(&self, name: &str, known: &[&str]) -> Option<&'a str> {
        let text = self.text(name)?;
        if known.contains(&text) {
            return Some(text);
        }
        let detail = format!("must be one of {}", known.join(", "));
        self.fault(name, FieldCode::UnknownValue, &detail)
    }

    /// The two-letter code of a country.
    pub(crate) fn country(&self, name: &str) -> Option<&'a str> {
        let text = self.text(name)?;
        if is_country(text) {
            return Some(text);
        }
        let detail = "must be an upper-case ISO 3166-1 alpha-2 country code";
        self.fault(name, FieldCode::UnknownValue, detail)
    }

    /// A boolean.
    pub(crate) fn boolean(&self, name: &str) -> Option<bool> {
        let value = self.value(name)?.as_bool();
        value.or_else(|| self.fault(name, FieldCode::WrongType, "must be true or false"))
    }

    /// The id of a `T`.
    pub(crate) fn id<T>(&self, name: &str) -> Option<Id<T>> {
        self.parsed(name, FieldCode::InvalidFormat, "must be a UUID", Id::parse)
    }

    /// A whole number from 1 to `max`.
    pub(crate) fn whole(&self, name: &str, max: i64) -> Option<i64> {
        self.whole_within(name, 1..=max)
    }

    /// A whole number that is not negative.
    pub(crate) fn count(&self, name: &str) -> Option<i64> {
        self.whole_within(name, 0..=Amount::MAX.minor())
    }

    /// A whole number in `range`.
    pub(crate) fn whole_within(&self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.value(name)?;
        if !value.is_number() {
            return self.fault(name, FieldCode::WrongType, "must be a whole number");
        }
        match whole_of(value) {
            Whole::Number(number) if range.contains(&number) => Some(number),
            Whole::Fraction => self.fault(name, FieldCode::WrongType, "must be a whole number"),
            Whole::Number(_) | Whole::Beyond => {
                let detail = format!("must be from {} to {}", range.start(), range.end());
                self.fault(name, FieldCode::OutOfRange, &detail)
            }
        }
    }

    /// A number that is not negative, as the request wrote it.
    pub(crate) fn quantity(&self, name: &str) -> Option<&'a Value> {
        self.number_to(name, 9_007_199_254_740_991.0)
    }

    /// A percentage from 0 to 100, as the request wrote it.
    pub(crate) fn percentage(&self, name: &str) -> Option<&'a Value> {
        self.number_to(name, 100.0)
    }

    fn number_to(&self, name: &str, max: f64) -> Option<&'a Value> {
        let value = self.value(name)?;
        let Some(number) = value.as_f64() else {
            return self.fault(name, FieldCode::WrongType, "must be a number");
        };
        if !(0.0..=max).contains(&number) {
            return self.fault(name, FieldCode::OutOfRange, &format!("must be from 0 to {max}"));
        }
        Some(value)
    }

    /// An object inside this one.
    pub(crate) fn object(&self, name: &str) -> Fields<'a> {
        let mut object = self.value(name);
        if object.is_some_and(|value| !value.is_object()) {
            object = self.fault(name, FieldCode::WrongType, "must be an object");
        }
        let pointer = format!("{}/{name}", self.pointer);
        Fields { object, pointer, errors: self.errors }
    }

    /// The objects in a list of 1 to `max` items.
    pub(crate) fn objects(&self, name: &str, max: usize) -> Option<Vec<Fields<'a>>> {
        let items = self.list(name, max)?;
        let inside = |(index, value): (usize, &'a Value)| {
            let pointer = format!("{}/{name}/{index}", self.pointer);
            if !value.is_object() {
                self.fault_at(&pointer, FieldCode::WrongType, "must be an object");
            }
            Fields { object: Some(value), pointer, errors: self.errors }
        };
        Some(items.iter().enumerate().map(inside).collect())
    }

    /// A list of 1 to `max` items.
    pub(crate) fn list(&self, name: &str, max: usize) -> Option<&'a Vec<Value>> {
        let Some(items) = self.value(name)?.as_array() else {
            return self.fault(name, FieldCode::WrongType, "must be a list");
        };
        if items.is_empty() {
            return self.fault(name, FieldCode::TooShort, "must not be empty");
        }
        if items.len() > max {
            return self.fault(name, FieldCode::TooLong, &format!("must have at most {max} items"));
        }
        Some(items)
    }

    /// The texts in a list of 1 to `max` items.
    pub(crate) fn texts(&self, name: &str, max: usize) -> Option<Vec<String>> {
        let items = self.list(name, max)?;
        let texts = items.iter().enumerate().map(|(index, item)| {
            let text = self.text_of(&format!("{name}/{index}"), item, MAX_TEXT);
            text.map(str::to_owned)
        });
        texts.collect::<Vec<_>>().into_iter().collect()
    }

    /// The names of all fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a String> {
        self.object.and_then(Value::as_object).into_iter().flat_map(|object| object.keys())
    }

    /// One of these currencies.
    pub(crate) fn currency(&self, name: &str, allowed: &[Currency]) -> Option<Currency> {
        let text = self.text(name)?;
        let known = Currency::ALL.into_iter().find(|currency| currency.code() == text);
        let listed = allowed.iter().map(|currency| currency.code()).collect::<Vec<_>>();
        let detail = format!("must be one of {}", listed.join(", "));
        match known {
            Some(currency) if allowed.contains(&currency) => Some(currency),
            Some(_) => self.fault(name, FieldCode::NotAllowed, &detail),
            None => self.fault(name, FieldCode::UnknownValue, &detail),
        }
    }

    /// Money above zero, in one of these currencies.
    pub(crate) fn money(&self, name: &str, allowed: &[Currency]) -> Option<Money> {
        let money = self.object(name);
        let currency = money.currency("currency", allowed);
        let amount = money.whole("amount", Amount::MAX.minor()).and_then(Amount::from_minor);
        Some(Money::new(currency?, amount?))
    }
}

/// A name as one step of a JSON Pointer.
fn step(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The kinds of a JSON number, where a whole number is expected.
enum Whole {
    Number(i64),
    Fraction,
    Beyond,
}

/// Reads `250` and `250.0` alike, since they are the same JSON number.
fn whole_of(value: &Value) -> Whole {
    if let Some(number) = value.as_i64() {
        return Whole::Number(number);
    }
    let Some(number) = value.as_f64().filter(|_| !value.is_u64()) else { return Whole::Beyond };
    if number.fract() != 0.0 {
        return Whole::Fraction;
    }
    // Printing and parsing is exact for numbers in range; a cast would change numbers beyond it.
    format!("{number:.0}").parse().map_or(Whole::Beyond, Whole::Number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn amount(value: &Value) -> Result<Money, Vec<FieldError>> {
        let body = json!({"origin": {"currency": "EUR", "amount": value}});
        let errors = FieldErrors::default();
        let money = Fields::root(&body, &errors).money("origin", &Currency::FIAT);
        errors.finish(money).map_err(|refusal| match refusal {
            Refusal::Invalid(errors) => errors,
            other => panic!("{other}"),
        })
    }

    #[test]
    fn an_amount_is_a_whole_number_by_value() {
        for good in [json!(250), json!(250.0), json!(2.5e2)] {
            let money = amount(&good).unwrap();
            assert_eq!(money.amount.minor(), 250, "{good}");
        }
        let wrong = [json!("250"), json!(2.5), json!(true), json!(null), json!([1]), json!({})];
        for bad in wrong {
            let errors = amount(&bad).unwrap_err();
            assert_eq!(errors[0].code, FieldCode::WrongType, "{bad}");
            assert_eq!(errors[0].pointer, "/origin/amount");
        }
        let beyond = [json!(0), json!(-1), json!(1e30), json!(u64::MAX), json!(i64::MIN)];
        for bad in beyond {
            assert_eq!(amount(&bad).unwrap_err()[0].code, FieldCode::OutOfRange, "{bad}");
        }
    }

    #[test]
    fn every_fault_is_named() {
        let body = json!({"a": 1, "b": {"c": "x".repeat(256)}});
        let errors = FieldErrors::default();
        let root = Fields::root(&body, &errors);
        root.text("a");
        root.text("missing");
        root.object("b").text("c");
        root.object("gone").text("inside");
        let Err(Refusal::Invalid(errors)) = errors.finish(None::<()>) else { panic!() };
        let found = errors.iter().map(|error| (error.pointer.as_str(), error.code));
        let expected = [
            ("/a", FieldCode::WrongType),
            ("/missing", FieldCode::Required),
            ("/b/c", FieldCode::TooLong),
            ("/gone", FieldCode::Required),
        ];
        assert!(found.eq(expected));
    }
}
