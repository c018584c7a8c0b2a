//! Media types of requests and answers, each with the schema of its content.

use std::{collections::BTreeMap, sync::Arc};

use jsonschema::Validator;

/// The media type of forms with files.
pub(super) const FORM: &str = "multipart/form-data";

/// The documented content of an answer or a request.
#[derive(Debug)]
pub(super) struct DocumentedBody {
    /// The media types it may have; none when there is no body.
    pub(super) content: Vec<Media>,
    /// The headers that an answer may or must have.
    pub(super) headers: Vec<DocumentedHeader>,
}

/// A documented header.
#[derive(Debug)]
pub(super) struct DocumentedHeader {
    pub(super) name: String,
    /// True if the answer must have it.
    pub(super) is_required: bool,
    pub(super) schema: Option<Arc<Validator>>,
}

/// The documented answers of an operation.
#[derive(Debug, Default)]
pub(super) struct DocumentedAnswers {
    pub(super) by_status: BTreeMap<u16, DocumentedBody>,
    /// The answer of any other success, if there may be one.
    pub(super) any_success: Option<DocumentedBody>,
    /// True if any refusal is an answer.
    pub(super) any_refusal: bool,
}

/// The documentation of an answer.
pub(super) enum FoundAnswer<'a> {
    /// It has this body.
    Body(&'a DocumentedBody),
    /// It is a refusal, which may have any body.
    Refusal,
}

impl DocumentedAnswers {
    /// True if no document that binds gives this status, and another success is as good.
    pub(super) fn is_other(&self, status: u16) -> bool {
        self.any_success.is_some() && !self.by_status.contains_key(&status) && status / 100 == 2
    }

    pub(super) fn find(&self, status: u16) -> Option<FoundAnswer<'_>> {
        let success = self.any_success.as_ref().filter(|_| status / 100 == 2);
        let known = self.by_status.get(&status).or(success).map(FoundAnswer::Body);
        known.or_else(|| (self.any_refusal && status / 100 == 4).then_some(FoundAnswer::Refusal))
    }
}

/// A media type, with the schema of its JSON.
#[derive(Debug)]
pub(super) struct Media {
    pub(super) essence: String,
    /// Of JSON, or of the parts of a form; texts and files have none.
    pub(super) schema: Option<Arc<Validator>>,
}

/// Stands in the documents for every media type of JSON, where none binds a target.
pub(super) const ANY_JSON: &str = "application/*json";

impl Media {
    /// True if content of this media type is documented.
    pub(super) fn fits(&self, came: &str) -> bool {
        if self.essence == ANY_JSON {
            return came == "none" || is_json(came);
        }
        self.essence.eq_ignore_ascii_case(came)
    }
}

/// True for the media types of JSON: `application/json`, and all that end with `+json`.
#[must_use]
pub fn is_json(essence: &str) -> bool {
    let essence = essence.to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

impl DocumentedBody {
    pub(super) fn json(&self) -> Option<&Validator> {
        let mut json = self.content.iter().filter(|media| media.essence != FORM);
        json.find_map(|media| media.schema.as_deref())
    }

    pub(super) fn form(&self) -> Option<&Validator> {
        self.content.iter().find(|media| media.essence == FORM)?.schema.as_deref()
    }
}

/// A media type without its parameters.
#[must_use]
pub fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or(media_type).trim()
}
