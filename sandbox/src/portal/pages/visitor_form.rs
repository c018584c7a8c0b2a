//! Forms of people who are not signed in yet: each must come from a page of the Portal, and the one
//! of a sign-in link from a page that the same browser has opened.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use reqwest::Url;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::session::cookie_of;
use super::submitted_form::{FormBody, SubmittedForm};
use crate::app::App;
use crate::http::problem::Problem;
use crate::portal::pages::html_page::PageRefusal;
use crate::store::Secret;

const COOKIE_NAME: &str = "ralio_visitor";
/// Lifetime of the cookie in seconds, so that a page may stay open for a while.
const LIFETIME_SECONDS: u32 = 3600;

/// The browser of a person who is not signed in, known by a cookie of its own.
pub(super) struct Visitor(Secret);

impl Visitor {
    /// The CSRF token of the form that uses a sign-in link.
    pub(super) fn csrf_token(&self, link: &str) -> String {
        hex::encode(Sha256::digest(format!("link:{}:{link}", self.0.reveal())))
    }

    /// The cookie by which the browser is known again.
    pub(super) fn cookie(&self, app: &App) -> String {
        let secure = if app.public_portal_url.starts_with("https://") { "; Secure" } else { "" };
        format!(
            "{COOKIE_NAME}={}; Path=/sign-in; HttpOnly; SameSite=Strict; \
             Max-Age={LIFETIME_SECONDS}{secure}",
            self.0.reveal()
        )
    }
}

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Self::Rejection> {
        // A second page keeps the cookie of the first, so that both forms work.
        let known = cookie_of(&parts.headers, COOKIE_NAME);
        let known = known.filter(|known| known.reveal().len() == Secret::fresh().reveal().len());
        Ok(Self(known.unwrap_or_else(Secret::fresh)))
    }
}

/// A form that a person who is not signed in has sent from a page of the Portal.
pub(super) struct VisitorForm {
    form: Result<SubmittedForm, Problem>,
    visitor: Visitor,
}

impl VisitorForm {
    /// The browser that the form came from, and the form or its fault.
    pub(super) fn split(self) -> (Visitor, Result<SubmittedForm, PageRefusal>) {
        (self.visitor, self.form.map_err(PageRefusal::from))
    }

    /// The form that uses a sign-in link, if it has the right CSRF token.
    pub(super) fn with_token_of(self, link: &str) -> Result<SubmittedForm, PageRefusal> {
        let (visitor, form) = self.split();
        let (wanted, form) = (visitor.csrf_token(link), form?);
        let is_right = form.text("proof").as_bytes().ct_eq(wanted.as_bytes());
        if is_right.into() { Ok(form) } else { Err(PageRefusal::Forged) }
    }
}

impl FromRequest<Arc<App>> for VisitorForm {
    type Rejection = Response;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        if !comes_from_us(&parts.headers, &app.public_portal_url) {
            return Err(PageRefusal::Forged.into_response());
        }
        let visitor = Visitor::from_request_parts(&mut parts, app).await;
        let visitor = visitor.unwrap_or_else(|never| match never {});
        let request = Request::from_parts(parts, body);
        let body =
            FormBody::from_request(request, app).await.unwrap_or_else(|never| match never {});
        Ok(Self { form: body.0, visitor })
    }
}

/// True if the browser names no other origin than the Portal's: its public address, or the host
/// that the request asks for.
fn comes_from_us(headers: &HeaderMap, portal_url: &str) -> bool {
    let mut origins = headers.get_all(ORIGIN).iter();
    let (origin, further) = (origins.next(), origins.next());
    let Some(origin) = origin else { return true };
    let origin = origin.to_str().ok().filter(|_| further.is_none());
    let Some(origin) = origin.and_then(|text| Url::parse(text).ok()) else { return false };
    let is_public = Url::parse(portal_url).is_ok_and(|portal| portal.origin() == origin.origin());
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let asked = Url::parse(&format!("{}://{host}", origin.scheme()));
    is_public || asked.is_ok_and(|asked| asked.origin() == origin.origin())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_portals_own_origin_may_send_a_form() {
        for (origins, good) in [
            (&[][..], true),
            (&["https://portal.example"][..], true),
            (&["http://10.0.0.1:8081"][..], true),
            (&["https://10.0.0.1:8081"][..], true),
            (&["http://portal.example"][..], false),
            (&["https://portal.example.evil"][..], false),
            (&["http://10.0.0.1:8080"][..], false),
            (&["https://evil.example"][..], false),
            (&["null"][..], false),
            (&[""][..], false),
            (&["data:text/html,x"][..], false),
            (&["https://portal.example", "https://evil.example"][..], false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, "10.0.0.1:8081".parse().unwrap());
            for origin in origins {
                headers.append(ORIGIN, origin.parse().unwrap());
            }
            assert_eq!(comes_from_us(&headers, "https://portal.example"), good, "{origins:?}");
        }
    }
}
