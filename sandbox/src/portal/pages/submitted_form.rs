//! Reads a form that a browser sends, within bounds.

use std::convert::Infallible;

use axum::extract::{FromRequest, Request};

use crate::http::body::{has_media_type, receive};
use crate::http::problem::Problem;

const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// The fields of a form; they may hold secrets, so they have no text form for logs.
pub(super) struct SubmittedForm(Vec<(String, String)>);

impl SubmittedForm {
    /// The value of the field `name` without blanks around it; empty without the field.
    pub(super) fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The exact value of the field `name`.
    pub(super) fn raw(&self, name: &str) -> &str {
        let field = self.0.iter().find(|(field, _)| field == name);
        field.map_or("", |(_, value)| value)
    }

    /// All values of the field `name`.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// All fields.
    pub(super) fn fields(&self) -> &[(String, String)] {
        &self.0
    }
}

/// A form, or its fault; extracting it never fails, since other refusals come first.
pub(super) struct FormBody(pub(super) Result<SubmittedForm, Problem>);

impl<S: Send + Sync> FromRequest<S> for FormBody {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        let (parts, body) = request.into_parts();
        let bytes = receive(body).await;
        if !has_media_type(&parts.headers, MEDIA_TYPE) {
            return Ok(Self(Err(Problem::UnsupportedMediaType(MEDIA_TYPE))));
        }
        let fields = bytes.map(|bytes| form_urlencoded::parse(&bytes).into_owned().collect());
        Ok(Self(fields.map(SubmittedForm)))
    }
}
