//! Reading what a browser sends of a form, within bounds.

use std::convert::Infallible;

use axum::extract::{FromRequest, Request};

use crate::http::body::{has_media_type, receive};
use crate::http::problem::Problem;

const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// The fields of a form; what people type may be secret, so it cannot be printed.
pub(super) struct SubmittedForm(Vec<(String, String)>);

impl SubmittedForm {
    /// What was typed into the field `name`, without blanks around it; empty if nothing was.
    pub(super) fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// What was typed into the field `name`, to the letter.
    pub(super) fn raw(&self, name: &str) -> &str {
        let field = self.0.iter().find(|(field, _)| field == name);
        field.map_or("", |(_, value)| value)
    }

    /// Everything that was chosen in the field `name`.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// All fields.
    pub(super) fn fields(&self) -> &[(String, String)] {
        &self.0
    }
}

/// A form, or what is wrong with it; taking it never fails, since the page comes first.
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
