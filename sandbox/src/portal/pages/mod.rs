//! Pages for people: how they are sent, and how refusals look to a person.

pub(crate) mod assets;
mod form;
pub(super) mod payment;

use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};
use axum::http::header::{REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::domain::refusal::Refusal;
use crate::http::problem::Problem;

/// What every page says about itself: where it comes from, nobody else frames, keeps or learns.
const HEADERS: [(HeaderName, &str); 4] = [
    (CACHE_CONTROL, "no-store"),
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
];
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";
/// Browsers hold a redirect after a form against its page's policy, with all redirects behind it.
const POLICY_OF_LEAVING: &str = "default-src 'none'; style-src 'self'; \
     form-action 'self' http: https:; base-uri 'none'; frame-ancestors 'none'";

/// What a handler of pages comes to.
pub(super) type Outcome = Result<Page, Fault>;

/// A page, or where else to look.
pub(super) struct Page {
    status: StatusCode,
    content: Content,
    policy: &'static str,
}

enum Content {
    Html(String),
    Elsewhere(HeaderValue),
}

impl Page {
    /// A page that went well.
    pub(super) fn of(template: &impl Template) -> Outcome {
        let html = template.render().map_err(|error| {
            tracing::error!(%error, "a page could not be written");
            Problem::Internal
        });
        Ok(Self { status: StatusCode::OK, content: Content::Html(html?), policy: POLICY })
    }

    /// The same page with another status.
    pub(super) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The same page, whose forms may lead to other sites in the end.
    pub(super) fn that_may_be_left(self) -> Self {
        Self { policy: POLICY_OF_LEAVING, ..self }
    }

    /// After a form: on to that address, with GET.
    pub(super) fn elsewhere(address: &str) -> Outcome {
        let address = reqwest::Url::parse(address).ok();
        let address = address.and_then(|url| HeaderValue::try_from(url.as_str()).ok());
        let content = address.map(Content::Elsewhere).ok_or(Problem::Internal)?;
        Ok(Self { status: StatusCode::SEE_OTHER, content, policy: POLICY })
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = match self.content {
            Content::Html(html) => {
                let media_type = HeaderValue::from_static("text/html; charset=utf-8");
                (self.status, [(CONTENT_TYPE, media_type)], html).into_response()
            }
            Content::Elsewhere(address) => (self.status, [(LOCATION, address)]).into_response(),
        };
        let headers = response.headers_mut();
        for (name, value) in HEADERS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(self.policy));
        response
    }
}

/// Why a person does not get the page that was asked for.
pub(super) struct Fault(Problem);

impl<P: Into<Problem>> From<P> for Fault {
    fn from(problem: P) -> Self {
        Self(problem.into())
    }
}

#[derive(Template)]
#[template(path = "message.html")]
struct Message {
    title: &'static str,
    text: String,
}

impl Message {
    fn of(problem: &Problem) -> Self {
        let (title, text) = match problem {
            Problem::UnknownRoute | Problem::Refused(Refusal::NotFound(_)) => {
                ("Page not found", "There is nothing at this address. Perhaps a part is missing.")
            }
            Problem::Internal => {
                ("Something went wrong", "The fault is on our side. Please try again later.")
            }
            Problem::UnsupportedMediaType(_) => {
                ("This is not possible", "What was sent is no form.")
            }
            other => return Self { title: "This is not possible", text: other.detail() },
        };
        Self { title, text: text.to_owned() }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let status = self.0.status();
        match Page::of(&Message::of(&self.0)) {
            Ok(page) => page.with_status(status).into_response(),
            Err(_) => status.into_response(),
        }
    }
}

/// The answer to another method than a page knows.
pub(super) async fn method_not_allowed() -> Fault {
    Fault(Problem::MethodNotAllowed)
}
