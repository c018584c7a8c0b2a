//! Pages for people: how they are sent, and how refusals look to a person.

mod api_keys;
mod assets;
mod clock;
mod compliance;
mod deliveries;
mod delivery_row;
mod event_groups;
mod form;
mod frame;
mod live;
mod money;
mod pager;
mod payment;
mod payments;
mod session;
mod shown;
mod sign_in;
mod typed;
mod webhooks;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};
use axum::http::header::{REFERRER_POLICY, SET_COOKIE, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};

use crate::app::App;
use crate::domain::refusal::Refusal;
use crate::http::problem::Problem;

/// What every page says about itself: where it comes from, nobody else frames, keeps or learns.
const HEADERS: [(HeaderName, &str); 4] = [
    (CACHE_CONTROL, "no-store"),
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
];
/// Pages for people who are signed in load our own script, and documents of theirs.
const POLICY_OF_PORTAL: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     connect-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";
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
    cookie: Option<HeaderValue>,
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
        let content = Content::Html(html?);
        Ok(Self { status: StatusCode::OK, content, policy: POLICY, cookie: None })
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
        Ok(Self { status: StatusCode::SEE_OTHER, content, policy: POLICY, cookie: None })
    }

    /// A page of the Portal itself, with its script.
    pub(super) fn portal(template: &impl Template) -> Outcome {
        Ok(Self { policy: POLICY_OF_PORTAL, ..Self::of(template)? })
    }

    /// After a form: on to that path of the Portal, with GET.
    pub(super) fn onward(path: &str) -> Self {
        let path = HeaderValue::try_from(path).unwrap_or(HeaderValue::from_static("/"));
        let (status, content) = (StatusCode::SEE_OTHER, Content::Elsewhere(path));
        Self { status, content, policy: POLICY, cookie: None }
    }

    /// The same page with a cookie to keep.
    pub(super) fn with_cookie(self, cookie: &str) -> Self {
        Self { cookie: HeaderValue::try_from(cookie).ok(), ..self }
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
        if let Some(cookie) = self.cookie {
            headers.insert(SET_COOKIE, cookie);
        }
        response
    }
}

/// Why a person does not get the page that was asked for.
pub(super) enum Fault {
    /// What the rest of the sandbox says.
    Problem(Problem),
    /// The form is none of a page of this session.
    Forged,
}

impl Fault {
    fn status(&self) -> StatusCode {
        match self {
            Self::Problem(problem) => problem.status(),
            Self::Forged => StatusCode::FORBIDDEN,
        }
    }
}

impl<P: Into<Problem>> From<P> for Fault {
    fn from(problem: P) -> Self {
        Self::Problem(problem.into())
    }
}

#[derive(Template)]
#[template(path = "message.html")]
struct Message {
    title: &'static str,
    text: String,
}

impl Message {
    fn of(fault: &Fault) -> Self {
        let Fault::Problem(problem) = fault else {
            let text = "The page was too old, or the form came from elsewhere. \
                 Go back, load the page again and repeat.";
            return Self { title: "Nothing was changed", text: text.to_owned() };
        };
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
        let status = self.status();
        match Page::of(&Message::of(&self)) {
            Ok(page) => page.with_status(status).into_response(),
            Err(_) => status.into_response(),
        }
    }
}

/// A page at an address that knows these methods only.
fn page(methods: MethodRouter<Arc<App>>) -> MethodRouter<Arc<App>> {
    methods.fallback(method_not_allowed)
}

/// All pages.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/assets/portal.css", get(assets::style))
        .route("/assets/portal.js", get(assets::script))
        .route("/live", get(live::live))
        .route("/pay/{token}", page(get(payment::show).post(payment::submit)))
        .route("/sign-in", page(get(sign_in::show).post(sign_in::submit)))
        .route("/sign-in/{link}", page(get(sign_in::show_link).post(sign_in::use_link)))
        .route("/sign-out", page(post(sign_in::sign_out)))
        .route("/settings/api-keys", page(get(api_keys::show).post(api_keys::create)))
        .route("/settings/api-keys/{keyId}/revoke", page(post(api_keys::revoke)))
        .route("/settings/sign-in", page(get(sign_in::show_own).post(sign_in::save_own)))
        .route("/settings/payments", page(get(payments::show).post(payments::save)))
        .route("/developers/clock", page(get(clock::show).post(clock::advance)))
        .merge(money::routes())
        .merge(webhooks::routes())
        .merge(compliance::routes())
}

/// The answer to another method than a page knows.
async fn method_not_allowed() -> Fault {
    Fault::Problem(Problem::MethodNotAllowed)
}
