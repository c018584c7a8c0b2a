//! Who is signed in, by a cookie; and that a form was sent from a page of ours.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, OriginalUri, Request};
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::frame::{Frame, Section, notice_of};
use super::submitted_form::{FormBody, SubmittedForm};
use crate::app::App;
use crate::domain::clock::Moment;
use crate::domain::id::MerchantId;
use crate::domain::refusal::Refusal;
use crate::http::problem::Problem;
use crate::operations::people::SESSION_LIFETIME;
use crate::portal::pages::html_page::{HtmlPage, PageRefusal};
use crate::store::{Person, Secret};

const COOKIE_NAME: &str = "ralio_session";

/// The cookie that begins a session.
pub(super) fn beginning(app: &App, session: &Secret) -> String {
    cookie(app, session.reveal(), SESSION_LIFETIME.as_millis() / 1000)
}

/// The cookie that ends it.
pub(super) fn ending(app: &App) -> String {
    cookie(app, "", 0)
}

fn cookie(app: &App, value: &str, max_age: i64) -> String {
    let secure = if app.public_portal_url.starts_with("https://") { "; Secure" } else { "" };
    format!("{COOKIE_NAME}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}")
}

/// The session that the browser names.
pub(super) fn session_of(headers: &HeaderMap) -> Option<Secret> {
    cookie_of(headers, COOKIE_NAME)
}

/// The value of the first cookie with that name.
pub(super) fn cookie_of(headers: &HeaderMap, wanted: &str) -> Option<Secret> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == wanted).then_some(value)
    });
    pairs.next().map(Secret::given)
}

/// What a form must carry to have come from a page of this session.
fn csrf_token_of(session: &Secret) -> String {
    hex::encode(Sha256::digest(format!("form:{}", session.reveal())))
}

/// Somebody who is signed in, and may see what is the merchant's.
pub(super) struct SignedIn {
    /// Who.
    pub(super) person: Person,
    /// What the merchant's clock shows.
    pub(super) now: Moment,
    pub(super) session: Secret,
    merchant_name: String,
    is_clock_moved: bool,
    query: String,
}

impl SignedIn {
    /// Whose data it is about, as handlers ask for it.
    #[expect(clippy::unnecessary_wraps, reason = "in the place of an id of the path")]
    pub(super) fn merchant(&self) -> Result<MerchantId, Refusal> {
        Ok(self.person.merchant)
    }

    /// What surrounds each page.
    pub(super) fn frame(&self, section: Section) -> Frame {
        Frame {
            merchant: self.merchant_name.clone(),
            person: self.person.name.clone(),
            csrf_token: csrf_token_of(&self.session),
            section,
            notice: notice_of(&self.query),
            now: self.now,
            is_clock_moved: self.is_clock_moved,
        }
    }

    /// Who is signed in, unless nobody is.
    async fn find(parts: &Parts, app: &App) -> Result<Option<Self>, Problem> {
        let Some(session) = session_of(&parts.headers) else { return Ok(None) };
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let found = app.store.read(move |tx| {
            let Some(person) = tx.session_owner(&session)? else { return Ok(None) };
            let scope = tx.merchant(person.merchant)?;
            let merchant_name = scope.merchant()?.name;
            let (now, is_clock_moved) = (scope.now, scope.is_clock_moved());
            Ok::<_, Problem>(Some(Self {
                person,
                now,
                session,
                merchant_name,
                is_clock_moved,
                query,
            }))
        });
        found.await
    }
}

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        match Self::find(parts, app).await {
            Ok(Some(found)) => Ok(found),
            Ok(None) => Err(sign_in_first(parts)),
            Err(problem) => Err(PageRefusal::from(problem).into_response()),
        }
    }
}

/// After signing in the person comes back, unless something was to be changed.
fn sign_in_first(parts: &Parts) -> Response {
    let asked = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |uri| &uri.0);
    let back = (parts.method == Method::GET).then(|| asked.path_and_query()).flatten();
    let next: String = back
        .map(|back| form_urlencoded::byte_serialize(back.as_str().as_bytes()).collect())
        .unwrap_or_default();
    HtmlPage::onward(&format!("/sign-in?next={next}")).into_response()
}

/// A form that somebody who is signed in has sent from a page of this session.
pub(super) struct Submission {
    /// Who sent it.
    pub(super) who: SignedIn,
    /// What was typed.
    pub(super) form: SubmittedForm,
}

impl FromRequest<Arc<App>> for Submission {
    type Rejection = Response;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let who = SignedIn::from_request_parts(&mut parts, app).await?;
        let request = Request::from_parts(parts, body);
        let body =
            FormBody::from_request(request, app).await.unwrap_or_else(|never| match never {});
        let form = body.0.map_err(|problem| PageRefusal::from(problem).into_response())?;
        let (given, wanted) = (form.text("proof").to_owned(), csrf_token_of(&who.session));
        if bool::from(given.as_bytes().ct_eq(wanted.as_bytes())) {
            return Ok(Self { who, form });
        }
        Err(PageRefusal::Forged.into_response())
    }
}
