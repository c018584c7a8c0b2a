//! The session of a person who is signed in, and the CSRF token of forms.

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
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::http::path::PathIds;
use crate::http::problem::Problem;
use crate::operations::people::SESSION_LIFETIME;
use crate::portal::pages::html_page::{HtmlPage, PageRefusal};
use crate::store::{PortalPerson, Scope, Secret};

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

/// Reads the session from the cookie.
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

/// The CSRF token, which a form carries to show that it came from a page of this session.
fn csrf_token_of(session: &Secret) -> String {
    hex::encode(Sha256::digest(format!("form:{}", session.reveal())))
}

/// A person who is signed in, and the ids of the path.
pub(super) struct SignedIn {
    /// The state of the sandbox.
    pub(super) app: Arc<App>,
    /// The person.
    pub(super) person: PortalPerson,
    /// The session of the cookie.
    pub(super) session: Secret,
    /// The time on the merchant's clock.
    pub(super) now: Moment,
    ids: PathIds,
    merchant_name: String,
    is_clock_moved: bool,
    /// The number of changes of the merchant's data before the request read any of it.
    changes: u64,
    query: String,
    /// The path of the request.
    pub(super) path: String,
}

impl SignedIn {
    /// Parameter `index` of the path as the id of a `T`.
    pub(super) fn id<T>(&self, index: usize) -> Result<Id<T>, Refusal> {
        self.ids.id(index)
    }

    /// Reads the data of the person's merchant.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Scope<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.app.read_for(self.person.merchant, work).await
    }

    /// Changes the data of the person's merchant.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Scope<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.app.write_for(self.person.merchant, work).await
    }

    /// The frame of a page in that section.
    pub(super) fn frame(&self, section: Section) -> Frame {
        Frame {
            merchant: self.merchant_name.clone(),
            person: self.person.name.clone(),
            csrf_token: csrf_token_of(&self.session),
            section,
            notice: notice_of(&self.query),
            now: self.now,
            is_clock_moved: self.is_clock_moved,
            changes: self.changes,
        }
    }

    /// Finds the person whose session the cookie names, if it is a valid one.
    pub(super) async fn find(parts: &mut Parts, app: &Arc<App>) -> Result<Option<Self>, Problem> {
        let Some(session) = session_of(&parts.headers) else { return Ok(None) };
        let ids = PathIds::from_request_parts(parts, app).await?;
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let path = parts.uri.path().to_owned();
        let shared = Arc::clone(app);
        let found = app.store.read(move |tx| {
            let Some(person) = tx.session_owner(&session)? else { return Ok(None) };
            let changes = shared.changes.count(person.merchant);
            let scope = tx.merchant(person.merchant)?;
            let merchant_name = scope.merchant()?.name;
            let (now, is_clock_moved) = (scope.now, scope.is_clock_moved());
            Ok::<_, Problem>(Some(Self {
                app: shared,
                person,
                session,
                now,
                ids,
                merchant_name,
                is_clock_moved,
                changes,
                query,
                path,
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

/// Leads to the sign-in page, and from there back to the page that was requested with GET.
fn sign_in_first(parts: &Parts) -> Response {
    let asked = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |uri| &uri.0);
    let back = (parts.method == Method::GET).then(|| asked.path_and_query()).flatten();
    let next: String = back
        .map(|back| form_urlencoded::byte_serialize(back.as_str().as_bytes()).collect())
        .unwrap_or_default();
    HtmlPage::onward(&format!("/sign-in?next={next}")).into_response()
}

/// A form that a person who is signed in has sent from a page of this session.
pub(super) struct Submission {
    /// The person.
    pub(super) who: SignedIn,
    /// The fields of the form.
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
