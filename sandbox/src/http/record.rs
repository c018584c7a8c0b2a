//! Records: the documented fields of a body, stored so that answers can show them again.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::fields::Fields;
use crate::domain::profile::{date, is_email, is_phone_number};
use crate::domain::refusal::FieldCode;

/// The greatest number of items in a list.
const MAX_ITEMS: usize = 100;

/// The stored fields of one object; optional fields that are missing are null.
pub(crate) struct Record<'a> {
    /// The fields of the request.
    pub(crate) fields: &'a Fields<'a>,
    /// The fields stored so far; None after the first fault.
    kept: Option<Map<String, Value>>,
}

impl<'a> Record<'a> {
    /// An empty record for these fields.
    pub(crate) fn of(fields: &'a Fields<'a>) -> Self {
        Self { fields, kept: Some(Map::new()) }
    }

    /// The record, if no field has a fault.
    pub(crate) fn finish(self) -> Option<Map<String, Value>> {
        self.kept
    }

    /// Stores `value`, which is None if the field has a fault.
    pub(crate) fn keep(&mut self, name: &str, value: Option<impl Into<Value>>) {
        match (&mut self.kept, value) {
            (Some(kept), Some(value)) => drop(kept.insert(name.to_owned(), value.into())),
            _ => self.kept = None,
        }
    }

    /// Stores required texts.
    pub(crate) fn texts(&mut self, names: &[&str]) {
        for name in names {
            self.keep(name, self.fields.text(name));
        }
    }

    /// Stores optional texts.
    pub(crate) fn optional_texts(&mut self, names: &[&str]) {
        for name in names {
            let text = self.fields.optional(name, Fields::text);
            self.keep(name, text.map(Value::from));
        }
    }

    /// Stores texts that are required if the condition holds, and optional otherwise (USER-3).
    pub(crate) fn texts_if(&mut self, condition: Option<bool>, names: &[&str]) {
        if condition == Some(true) {
            self.texts(names);
        } else {
            self.optional_texts(names);
        }
    }

    /// Stores an e-mail address.
    pub(crate) fn email(&mut self, name: &str) {
        let detail = "must be an e-mail address";
        let email = self.fields.parsed(name, FieldCode::InvalidFormat, detail, |text| {
            is_email(text).then(|| text.to_owned())
        });
        self.keep(name, email);
    }

    /// Stores a phone number.
    pub(crate) fn phone(&mut self, name: &str) {
        let detail = "must be a phone number in E.164, such as +34612345678";
        let phone = self.fields.parsed(name, FieldCode::InvalidFormat, detail, |text| {
            is_phone_number(text).then(|| text.to_owned())
        });
        self.keep(name, phone);
    }

    /// Stores an optional phone number.
    pub(crate) fn optional_phone(&mut self, name: &str) {
        if self.fields.has(name) {
            self.phone(name);
        } else {
            self.keep(name, Some(Value::Null));
        }
    }

    /// Stores a date and writes its day to `day`; the caller compares it with the merchant's clock
    /// later.
    pub(crate) fn date(&mut self, name: &str, day: &mut Option<Date>) {
        let format = "must be YYYY-MM-DD or an ISO-8601 timestamp";
        *day = self.fields.parsed(name, FieldCode::InvalidFormat, format, date);
        self.keep(name, day.and_then(|_| self.fields.string(name)));
    }

    /// Stores country codes.
    pub(crate) fn countries(&mut self, names: &[&str]) {
        for name in names {
            self.keep(name, self.fields.country(name));
        }
    }

    /// Stores the object `name`, whose fields `fill` stores.
    pub(crate) fn object(&mut self, name: &str, fill: impl FnOnce(&mut Record<'_>)) {
        let object = self.fields.object(name);
        let mut record = Record::of(&object);
        fill(&mut record);
        self.keep(name, record.finish());
    }

    /// Stores an optional object, whose fields `fill` stores.
    pub(crate) fn optional_object(&mut self, name: &str, fill: impl FnOnce(&mut Record<'_>)) {
        if self.fields.has(name) {
            self.object(name, fill);
        } else {
            self.keep(name, Some(Value::Null));
        }
    }

    /// Stores an optional list of objects, whose fields `fill` stores.
    pub(crate) fn optional_objects(&mut self, name: &str, fill: impl Fn(&mut Record<'_>)) {
        if !self.fields.has(name) {
            self.keep(name, Some(Value::Null));
            return;
        }
        let items = self.fields.objects(name, MAX_ITEMS).map(|objects| {
            let kept = objects.iter().map(|object| {
                let mut record = Record::of(object);
                fill(&mut record);
                record.finish().map(Value::from)
            });
            // All items are read before the first fault ends the loop, so that every fault is
            // named.
            kept.collect::<Vec<_>>().into_iter().collect::<Option<Vec<_>>>()
        });
        self.keep(name, items.flatten());
    }

    /// Stores optional lists of texts.
    pub(crate) fn optional_lists(&mut self, names: &[&str]) {
        for name in names {
            let texts = self.fields.optional(name, |fields, name| fields.texts(name, MAX_ITEMS));
            self.keep(name, texts.map(Value::from));
        }
    }
}
