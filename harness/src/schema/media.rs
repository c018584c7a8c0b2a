//! Media types of requests and answers, each with the schema of its content.

use std::sync::Arc;

use jsonschema::Validator;

/// The media type of forms with files.
pub(super) const FORM: &str = "multipart/form-data";

/// The documented content of an answer or a request.
#[derive(Debug)]
pub(super) struct DocumentedBody {
    /// The media types it may have; none when there is no body.
    pub(super) content: Vec<Media>,
}

/// A media type, with the schema of its JSON.
#[derive(Debug)]
pub(super) struct Media {
    pub(super) essence: String,
    /// Of JSON, or of the parts of a form; texts and files have none.
    pub(super) schema: Option<Arc<Validator>>,
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
