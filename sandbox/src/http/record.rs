//! Keeping what a body says, under the documented names, for showing it again.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::fields::Fields;
use crate::domain::profile::{date, is_email, is_phone_number};
use crate::domain::refusal::FieldCode;

/// The longest list inside such a body.
const MAX_ITEMS: usize = 100;

/// What is kept of one object; fields that may be absent and are, are null.
pub(crate) struct Record<'a> {
    /// What was sent.
    pub(crate) fields: &'a Fields<'a>,
    /// None as soon as a field is at fault.
    kept: Option<Map<String, Value>>,
}

impl<'a> Record<'a> {
    /// Nothing yet of these fields.
    pub(crate) fn of(fields: &'a Fields<'a>) -> Self {
        Self { fields, kept: Some(Map::new()) }
    }

    /// What was kept, unless a field was at fault.
    pub(crate) fn finish(self) -> Option<Map<String, Value>> {
        self.kept
    }

    /// Keeps `value`, which is None when the field is at fault.
    pub(crate) fn keep(&mut self, name: &str, value: Option<impl Into<Value>>) {
        match (&mut self.kept, value) {
            (Some(kept), Some(value)) => drop(kept.insert(name.to_owned(), value.into())),
            _ => self.kept = None,
        }
    }

    /// Texts that must be there.
    pub(crate) fn texts(&mut self, names: &[&str]) {
        for name in names {
            self.keep(name, self.fields.text(name));
        }
    }

    /// Texts that may be there.
    pub(crate) fn optional_texts(&mut self, names: &[&str]) {
        for name in names {
            let text = self.fields.optional(name, Fields::text);
            self.keep(name, text.map(Value::from));
        }
    }

    /// Texts that must be there if the condition holds; they are kept even if it does not.
    pub(crate) fn texts_if(&mut self, condition: Option<bool>, names: &[&str]) {
        if condition == Some(true) {
            self.texts(names);
        } else {
            self.optional_texts(names);
        }
    }

    /// An e-mail address.
    pub(crate) fn email(&mut self, name: &str) {
        let detail = "must be an e-mail address";
        let email = self.fields.parsed(name, FieldCode::InvalidFormat, detail, |text| {
            is_email(text).then(|| text.to_owned())
        });
        self.keep(name, email);
    }

    /// A phone number.
    pub(crate) fn phone(&mut self, name: &str) {
        let detail = "must be a phone number in E.164, such as +34612345678";
        let phone = self.fields.parsed(name, FieldCode::InvalidFormat, detail, |text| {
            is_phone_number(text).then(|| text.to_owned())
        });
        self.keep(name, phone);
    }

    /// A phone number that may be there.
    pub(crate) fn optional_phone(&mut self, name: &str) {
        if self.fields.has(name) {
            self.phone(name);
        } else {
            self.keep(name, Some(Value::Null));
        }
    }

    /// A day in the past or a moment of it, which is told to `day`; the clock decides later.
    pub(crate) fn date(&mut self, name: &str, day: &mut Option<Date>) {
        let format = "must be YYYY-MM-DD or an ISO-8601 timestamp";
        *day = self.fields.parsed(name, FieldCode::InvalidFormat, format, date);
        self.keep(name, day.and_then(|_| self.fields.string(name)));
    }

    /// Countries.
    pub(crate) fn countries(&mut self, names: &[&str]) {
        for name in names {
            self.keep(name, self.fields.country(name));
        }
    }

    /// The object `name`, of which `fill` keeps the fields.
    pub(crate) fn object(&mut self, name: &str, fill: impl FnOnce(&mut Record<'_>)) {
        let object = self.fields.object(name);
        let mut record = Record::of(&object);
        fill(&mut record);
        self.keep(name, record.finish());
    }

    /// The same, if there is such an object.
    pub(crate) fn optional_object(&mut self, name: &str, fill: impl FnOnce(&mut Record<'_>)) {
        if self.fields.has(name) {
            self.object(name, fill);
        } else {
            self.keep(name, Some(Value::Null));
        }
    }

    /// The list `name`, if there is one, of objects of which `fill` keeps the fields.
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
            // All of them are read before the first fault ends it, so that every fault is named.
            kept.collect::<Vec<_>>().into_iter().collect::<Option<Vec<_>>>()
        });
        self.keep(name, items.flatten());
    }

    /// The list `name` of texts, if there is one.
    pub(crate) fn optional_lists(&mut self, names: &[&str]) {
        for name in names {
            let texts = self.fields.optional(name, |fields, name| fields.texts(name, MAX_ITEMS));
            self.keep(name, texts.map(Value::from));
        }
    }
}
