//! A form that comes back to the person: what was typed, and what is wrong with it, field by field.

use super::submitted_form::SubmittedForm;
use crate::domain::refusal::Refusal;
use crate::http::fields::MAX_TEXT;
use crate::http::problem::Problem;

/// What was typed, with its faults; empty before anything was.
#[derive(Default)]
pub(super) struct FilledForm {
    values: Vec<(String, String)>,
    faults: Vec<(String, String)>,
    alert: Option<String>,
}

impl FilledForm {
    /// A form as it is filled in before the person begins.
    pub(super) fn prefilled<'a>(values: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value));
        Self { values: values.collect(), ..Self::default() }
    }

    /// What somebody sent.
    pub(super) fn of(form: &SubmittedForm) -> Self {
        Self { values: form.fields().to_vec(), ..Self::default() }
    }

    /// The same with a fault of one field.
    pub(super) fn with_fault(mut self, name: &str, fault: impl Into<String>) -> Self {
        self.faults.push((name.to_owned(), fault.into()));
        self
    }

    /// The same with a fault of a text that is longer than what is kept.
    pub(super) fn bounded(self, name: &str) -> Self {
        if self.value(name).trim().chars().nth(MAX_TEXT).is_none() {
            return self;
        }
        self.with_fault(name, format!("At most {MAX_TEXT} characters."))
    }

    /// The same with what is wrong with the whole.
    pub(super) fn with_alert(self, alert: String) -> Self {
        Self { alert: Some(alert), ..self }
    }

    /// The same with why it was refused; what cannot be told beside a field, or is no refusal, comes back.
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

    /// Whether something is wrong.
    pub(super) fn is_faulty(&self) -> bool {
        self.alert.is_some() || !self.faults.is_empty()
    }

    /// What was typed into a field.
    pub(super) fn value(&self, name: &str) -> &str {
        let field = self.values.iter().find(|(field, _)| field == name);
        field.map_or("", |(_, value)| value.as_str())
    }

    /// Whether a field of several choices has this one.
    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.values.iter().any(|(field, chosen)| field == name && chosen == value)
    }

    /// What is wrong with a field.
    pub(super) fn fault(&self, name: &str) -> Option<&str> {
        let fault = self.faults.iter().find(|(field, _)| field == name);
        fault.map(|(_, fault)| fault.as_str())
    }

    /// What is wrong with the whole.
    pub(super) fn alert(&self) -> Option<&str> {
        self.alert.as_deref()
    }
}

/// Details are fragments for programs' logs; people read sentences.
fn sentence(detail: &str) -> String {
    let mut letters = detail.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str().trim_end_matches('.'))
}
