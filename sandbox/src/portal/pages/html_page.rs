//! An HTML page as an answer, and a refusal that a person reads as a page.

use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};
use axum::http::header::{
    REFERRER_POLICY, RETRY_AFTER, SET_COOKIE, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::domain::refusal::Refusal;
use crate::http::problem::Problem;

/// Headers of every page: no cache keeps it and no other site frames it.
const HEADERS: [(HeaderName, &str); 3] =
    [(CACHE_CONTROL, "no-store"), (X_CONTENT_TYPE_OPTIONS, "nosniff"), (X_FRAME_OPTIONS, "DENY")];
/// The policy of pages for people who are signed in: they load the Portal's script and documents.
const POLICY_OF_PORTAL: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     connect-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";
/// The policy of a page whose form ends at another site: browsers apply it to all its redirects.
const POLICY_OF_LEAVING: &str = "default-src 'none'; style-src 'self'; \
     form-action 'self' http: https:; base-uri 'none'; frame-ancestors 'none'";

/// The result of a handler of pages.
pub(super) type PageResult = Result<HtmlPage, PageRefusal>;

/// A page, or a redirect.
pub(super) struct HtmlPage {
    status: StatusCode,
    content: PageContent,
    policy: &'static str,
    referrer_policy: &'static str,
    cookie: Option<HeaderValue>,
    retry_after: Option<HeaderValue>,
}

enum PageContent {
    Html(String),
    Elsewhere(HeaderValue),
}

impl HtmlPage {
    /// An empty page with the strictest policies and status 200.
    fn plain() -> Self {
        let content = PageContent::Html(String::new());
        let (status, referrer_policy) = (StatusCode::OK, "no-referrer");
        Self { status, content, policy: POLICY, referrer_policy, cookie: None, retry_after: None }
    }

    /// A page for people who need not sign in, with status 200.
    pub(super) fn of(template: &impl Template) -> PageResult {
        let html = template.render().map_err(|error| {
            tracing::error!(%error, "a page could not be written");
            Problem::Internal
        });
        let content = PageContent::Html(html?);
        Ok(Self { content, ..Self::plain() })
    }

    /// The same page with another status; the title of a refusal begins with `Error: `.
    pub(super) fn with_status(self, status: StatusCode) -> Self {
        let content = match self.content {
            PageContent::Html(html) if status.is_client_error() || status.is_server_error() => {
                PageContent::Html(html.replacen("<title>", "<title>Error: ", 1))
            }
            content => content,
        };
        Self { status, content, ..self }
    }

    /// The same page, whose forms may lead to other sites.
    pub(super) fn that_may_be_left(self) -> Self {
        Self { policy: POLICY_OF_LEAVING, ..self }
    }

    /// A redirect to another site, after a form.
    pub(super) fn elsewhere(address: &str) -> PageResult {
        let address = reqwest::Url::parse(address).ok();
        let address = address.and_then(|url| HeaderValue::try_from(url.as_str()).ok());
        let content = address.map(PageContent::Elsewhere).ok_or(Problem::Internal)?;
        Ok(Self { status: StatusCode::SEE_OTHER, content, ..Self::plain() })
    }

    /// A page with the Portal's script, with status 200.
    ///
    /// Its forms name the origin of the page, which signing in checks; other sites learn nothing.
    pub(super) fn portal(template: &impl Template) -> PageResult {
        let referrer_policy = "same-origin";
        Ok(Self { policy: POLICY_OF_PORTAL, referrer_policy, ..Self::of(template)? })
    }

    /// A redirect to a path of the Portal, after a form.
    pub(super) fn onward(path: &str) -> Self {
        let path = HeaderValue::try_from(path).unwrap_or(HeaderValue::from_static("/"));
        let (status, content) = (StatusCode::SEE_OTHER, PageContent::Elsewhere(path));
        Self { status, content, ..Self::plain() }
    }

    /// The same page, to be asked for again after so many seconds.
    pub(super) fn with_retry_after(self, seconds: u64) -> Self {
        Self { retry_after: Some(HeaderValue::from(seconds)), ..self }
    }

    /// The same page with a cookie.
    pub(super) fn with_cookie(self, cookie: &str) -> Self {
        Self { cookie: HeaderValue::try_from(cookie).ok(), ..self }
    }
}

impl IntoResponse for HtmlPage {
    fn into_response(self) -> Response {
        let mut response = match self.content {
            PageContent::Html(html) => {
                let media_type = HeaderValue::from_static("text/html; charset=utf-8");
                (self.status, [(CONTENT_TYPE, media_type)], html).into_response()
            }
            PageContent::Elsewhere(address) => (self.status, [(LOCATION, address)]).into_response(),
        };
        let headers = response.headers_mut();
        for (name, value) in HEADERS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        headers.insert(REFERRER_POLICY, HeaderValue::from_static(self.referrer_policy));
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(self.policy));
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, seconds);
        }
        if let Some(cookie) = self.cookie {
            headers.insert(SET_COOKIE, cookie);
        }
        response
    }
}

/// A refusal that a person reads as a page.
pub(super) enum PageRefusal {
    /// A problem that the JSON would show too.
    Problem(Problem),
    /// The form has no CSRF token of this session.
    Forged,
}

impl PageRefusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Problem(problem) => problem.status(),
            Self::Forged => StatusCode::FORBIDDEN,
        }
    }
}

impl<P: Into<Problem>> From<P> for PageRefusal {
    fn from(problem: P) -> Self {
        Self::Problem(problem.into())
    }
}

/// The words of a refusal, and the page for people who are not signed in.
#[derive(Clone, Template)]
#[template(path = "message.html")]
pub(super) struct Message {
    pub(super) title: &'static str,
    pub(super) text: String,
}

impl Message {
    /// The words of a refusal.
    pub(super) fn of(fault: &PageRefusal) -> Self {
        let PageRefusal::Problem(problem) = fault else {
            let text = "The page was too old, or the form came from elsewhere. \
                 Go back, load the page again and repeat.";
            return Self { title: "Nothing was changed", text: text.to_owned() };
        };
        let (title, text) = match problem {
            Problem::UnknownRoute | Problem::Refused(Refusal::NotFound(_)) => {
                ("Page not found", "No page has this address. Check that it is complete.")
            }
            Problem::Internal => {
                ("Something went wrong", "The fault is on our side. Please try again later.")
            }
            Problem::FullDisk => (
                "There is no space left",
                "The disk of the sandbox is full, and nothing was changed. Free some space.",
            ),
            Problem::UnsupportedMediaType(_) => {
                ("This is not possible", "The request contained no form.")
            }
            other => {
                return Self { title: "This is not possible", text: sentence(&other.detail()) };
            }
        };
        Self { title, text: text.to_owned() }
    }
}

impl IntoResponse for PageRefusal {
    fn into_response(self) -> Response {
        let status = self.status();
        let message = Message::of(&self);
        let Ok(page) = HtmlPage::of(&message) else { return status.into_response() };
        let mut response = page.with_status(status).into_response();
        response.extensions_mut().insert(message);
        response
    }
}

/// A lower-case fragment as a sentence.
pub(super) fn sentence(detail: &str) -> String {
    let mut letters = detail.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str().trim_end_matches('.'))
}
