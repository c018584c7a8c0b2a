//! A form with its values and with the faults of its fields, as a page shows it.

use super::field_label::label_of;
use super::html_page::sentence;
use super::submitted_form::SubmittedForm;
use crate::domain::refusal::Refusal;
use crate::http::fields::MAX_TEXT;
use crate::http::problem::Problem;

/// The values of a form with their faults; a new form has neither.
#[derive(Default)]
pub(super) struct FilledForm {
    values: Vec<(String, String)>,
    faults: Vec<(String, String)>,
    alert: Option<String>,
}

impl FilledForm {
    /// A form with values before the person begins.
    pub(super) fn prefilled<'a>(values: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value));
        Self { values: values.collect(), ..Self::default() }
    }

    /// The form as it was sent.
    pub(super) fn of(form: &SubmittedForm) -> Self {
        Self { values: form.fields().to_vec(), ..Self::default() }
    }

    /// The form with this value in place of a field's own.
    pub(super) fn with_value(mut self, name: &str, value: String) -> Self {
        self.values.retain(|(field, _)| field != name);
        self.values.push((name.to_owned(), value));
        self
    }

    /// Adds a fault of one field.
    pub(super) fn with_fault(mut self, name: &str, fault: impl Into<String>) -> Self {
        self.faults.push((name.to_owned(), fault.into()));
        self
    }

    /// Adds a fault if the text of the field is too long.
    pub(super) fn bounded(self, name: &str) -> Self {
        if self.value(name).trim().chars().nth(MAX_TEXT).is_none() {
            return self;
        }
        self.with_fault(name, format!("At most {MAX_TEXT} characters."))
    }

    /// Adds a fault of the whole form.
    pub(super) fn with_alert(self, alert: String) -> Self {
        Self { alert: Some(alert), ..self }
    }

    /// Adds the faults of a refusal (ERR-1). An unknown resource and an internal error are
    /// returned: a form cannot show them.
    pub(super) fn refused(mut self, problem: Problem) -> Result<Self, Problem> {
        match problem {
            Problem::Refused(Refusal::Invalid(errors)) => {
                let faults = errors.into_iter().map(|error| {
                    let name = error.pointer.trim_start_matches('/').replace('/', ".");
                    let name = name.replace("~1", "/").replace("~0", "~");
                    (name, sentence(&error.detail))
                });
                self.faults.extend(faults);
            }
            Problem::Refused(Refusal::NotFound(_)) | Problem::Internal | Problem::FullDisk => {
                return Err(problem);
            }
            other => self.alert = Some(sentence(&other.detail())),
        }
        Ok(self)
    }

    /// Tells if there is a fault.
    pub(super) fn is_faulty(&self) -> bool {
        self.alert.is_some() || !self.faults.is_empty()
    }

    /// The value of a field; empty without one.
    pub(super) fn value(&self, name: &str) -> &str {
        let field = self.values.iter().find(|(field, _)| field == name);
        field.map_or("", |(_, value)| value.as_str())
    }

    /// Tells if this choice of a field is chosen.
    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.values.iter().any(|(field, chosen)| field == name && chosen == value)
    }

    /// The fault of a field.
    pub(super) fn fault(&self, name: &str) -> Option<&str> {
        let fault = self.faults.iter().find(|(field, _)| field == name);
        fault.map(|(_, fault)| fault.as_str())
    }

    /// The faults of fields, one of each field: its name, its label and the fault.
    pub(super) fn summary(&self) -> Vec<(&str, String, &str)> {
        let mut summary: Vec<(&str, String, &str)> = vec![];
        for (name, fault) in &self.faults {
            if !summary.iter().any(|(known, _, _)| known == name) {
                summary.push((name, label_of(name), fault));
            }
        }
        summary
    }

    /// The fault of the whole form.
    pub(super) fn alert(&self) -> Option<&str> {
        self.alert.as_deref()
    }
}
