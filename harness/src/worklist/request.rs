//! One request to a person at the Portal, and its states.

use serde::Serialize;
use serde_json::Value;

use crate::{json::text, quote::escaped};

/// A request to a person at the Portal.
#[derive(Clone, Debug, Default, Serialize)]
pub struct WorklistRequest {
    /// The name of the Portal's page, as in "KYC sessions".
    pub page: String,
    /// The address of the page.
    pub link: String,
    /// The task in one sentence that begins with a verb, without the ids, as in "Approve the KYC session".
    pub task: String,
    /// The ids to copy, each after its label.
    pub ids: Vec<(String, String)>,
    /// Further details, a line each.
    pub further: Vec<String>,
    /// The id of the scenario that waits, or "preparation".
    pub case: String,
    /// True if it prepares scenarios, and is not what one of them is about.
    #[serde(skip)]
    pub is_preparation: bool,
}

impl WorklistRequest {
    /// The same request with an id to copy.
    #[must_use]
    pub fn with(mut self, label: &str, id: &str) -> Self {
        self.ids.push((label.to_owned(), id.to_owned()));
        self
    }

    /// The same request with the values of an object as details, one a line.
    #[must_use]
    pub fn detailed(mut self, details: Option<&Value>) -> Self {
        if let Some(details) = details {
            add_lines("", details, &mut self.further);
        }
        self
    }

    /// The same request for terminals and pages: parts of it come from the target, so control characters and line breaks are
    /// shown, not obeyed.
    pub(super) fn shown(self) -> Self {
        let line = |text: &String| escaped(text).replace(['\n', '\t'], " ");
        Self {
            page: line(&self.page),
            link: line(&self.link),
            task: line(&self.task),
            ids: self.ids.iter().map(|(label, value)| (line(label), line(value))).collect(),
            further: self.further.iter().map(line).collect(),
            case: line(&self.case),
            is_preparation: self.is_preparation,
        }
    }
}

/// Adds a line for each text and number in a value, after the names that lead there: `checks 1, reasons 1, code: …`.
fn add_lines(names: &str, value: &Value, lines: &mut Vec<String>) {
    let below = |name: &str, separator: &str| match names {
        "" => name.to_owned(),
        names => format!("{names}{separator}{name}"),
    };
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                add_lines(&below(name, ", "), member, lines);
            }
        }
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            for (index, item) in items.iter().enumerate() {
                add_lines(&below(&(index + 1).to_string(), " "), item, lines);
            }
        }
        Value::Array(items) => {
            let all: Vec<String> = items.iter().map(text).collect();
            lines.push(format!("{names}: {}", all.join(", ")));
        }
        Value::Null => {}
        one => lines.push(format!("{names}: {}", text(one))),
    }
}

/// The state of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// It waits for its batch to be shown.
    Gathering,
    /// It is shown, and its effect has not been seen.
    Open,
    /// Its effect was seen.
    Done,
    /// The person does not carry it out.
    Skipped,
    /// Its effect was not seen in time.
    Expired,
    /// The scenario has ended without it.
    NotNeeded,
}

impl RequestState {
    /// True if the person has nothing to do with it any more.
    #[must_use]
    pub fn is_ended(self) -> bool {
        !matches!(self, Self::Gathering | Self::Open)
    }

    /// The words for it after the number of a request.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Gathering => "gathered",
            Self::Open => "to do",
            Self::Done => "done",
            Self::Skipped => "skipped",
            Self::Expired => "not done in time",
            Self::NotNeeded => "no longer needed",
        }
    }
}
