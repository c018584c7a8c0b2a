//! Refusals as pages in the frame: unknown addresses, wrong methods and refused actions.
//!
//! A signed-in person keeps the menu and is led back to the page of the action.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::frame::{Frame, section_of};
use super::html_page::{HtmlPage, Message, PageRefusal, PageResult};
use super::session::SignedIn;
use crate::app::App;
use crate::http::problem::Problem;

/// The addresses for programs, whose refusals are JSON (ERR-1).
const FOR_PROGRAMS: [&str; 3] = ["/operator/v1", "/api", "/health"];
/// The pages for people who have no sign-in, such as a payer.
const FOR_STRANGERS: [&str; 3] = ["/pay", "/verify", "/sign-in"];
/// The last part of an action's address, with the number of parts after the page of the action.
const ACTIONS: [(&str, usize); 18] = [
    ("submit", 1),
    ("settle", 1),
    ("fail", 1),
    ("payment-page", 1),
    ("activate", 1),
    ("approve", 1),
    ("reject", 1),
    ("review", 1),
    ("request-info", 1),
    ("related-parties", 1),
    ("kyc-sessions", 3),
    ("level", 1),
    ("resend", 1),
    ("remove", 1),
    ("secret", 1),
    ("rotate", 2),
    ("revoke", 2),
    ("sign-out", 1),
];

#[derive(Template)]
#[template(path = "refused.html")]
struct RefusedPage {
    frame: Frame,
    message: Message,
    /// The address of the page to go on with, and its name.
    way_on: (String, &'static str),
}

/// Turns a refusal for people into a page in the frame, if a person is signed in.
pub(in crate::portal) async fn show_in_frame(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    if is_below(&path, &FOR_PROGRAMS) {
        return next.run(request).await;
    }
    let (mut asked, body) = request.into_parts();
    let response = next.run(Request::from_parts(asked.clone(), body)).await;
    let Some(message) = message_of(&response) else { return response };
    let status = response.status();
    let visitor = match SignedIn::find(&mut asked, &app).await {
        Ok(visitor) if !is_below(&path, &FOR_STRANGERS) => visitor,
        _ => None,
    };
    let page = match visitor {
        Some(who) => framed(&who, message, &asked.method, status),
        None => HtmlPage::of(&message),
    };
    let Ok(page) = page else { return status.into_response() };
    let mut framed = page.with_status(status).into_response();
    if let Some(methods) = response.headers().get(ALLOW) {
        framed.headers_mut().insert(ALLOW, methods.clone());
    }
    framed
}

fn framed(who: &SignedIn, message: Message, method: &Method, status: StatusCode) -> PageResult {
    let section = section_of(&who.path);
    let action = page_of(&who.path).filter(|_| status != StatusCode::NOT_FOUND);
    let own = (*method != Method::GET && status != StatusCode::NOT_FOUND)
        .then(|| who.path.clone())
        .filter(|_| section.is_some());
    let way_on = match (action.or(own), section) {
        (Some(page), _) => (page, "Back to the page"),
        (None, Some(section)) => (section.path.to_owned(), section.name),
        (None, None) => ("/".to_owned(), "Overview"),
    };
    let frame = Frame { notice: None, ..who.frame(section.unwrap_or(super::frame::NOWHERE)) };
    HtmlPage::portal(&RefusedPage { frame, message, way_on })
}

/// The message of a refusal that a person reads; none for every other answer.
fn message_of(response: &Response) -> Option<Message> {
    if let Some(message) = response.extensions().get::<Message>() {
        return Some(message.clone());
    }
    let media_type = response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let problem = match response.status() {
        _ if !media_type.starts_with("application/problem+json") => return None,
        StatusCode::NOT_FOUND => Problem::UnknownRoute,
        StatusCode::METHOD_NOT_ALLOWED => Problem::MethodNotAllowed,
        status if status.is_server_error() => Problem::Internal,
        _ => Problem::MalformedRequest("the request could not be read"),
    };
    Some(Message::of(&PageRefusal::Problem(problem)))
}

/// The page of an action; none if the path is not the path of an action.
fn page_of(path: &str) -> Option<String> {
    let last = path.rsplit('/').next()?;
    let (_, parts) = ACTIONS.iter().find(|(action, _)| *action == last)?;
    let mut page = path;
    for _ in 0..*parts {
        page = page.rsplit_once('/')?.0;
    }
    Some(if page.is_empty() { "/".to_owned() } else { page.to_owned() })
}

fn is_below(path: &str, roots: &[&str]) -> bool {
    roots.iter().any(|root| {
        let rest = path.strip_prefix(root);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_leads_back_to_its_page() {
        for (path, page) in [
            ("/orders/1/settle", "/orders/1"),
            ("/settings/api-keys/1/revoke", "/settings/api-keys"),
            ("/account/webhooks/secret/rotate", "/account/webhooks"),
            ("/account/webhooks/secret", "/account/webhooks"),
            ("/account/webhooks/deliveries/1/resend", "/account/webhooks/deliveries/1"),
            ("/onboarding-business/1/related-parties", "/onboarding-business/1"),
            ("/onboarding-business/1/related-parties/2/kyc-sessions", "/onboarding-business/1"),
            ("/sign-out", "/"),
        ] {
            assert_eq!(page_of(path).as_deref(), Some(page), "{path}");
        }
        for path in ["/", "/orders", "/orders/1", "/settle/"] {
            assert_eq!(page_of(path), None, "{path}");
        }
    }

    #[test]
    fn addresses_for_programs_are_whole_parts_of_a_path() {
        for path in ["/api", "/api/v1/x", "/operator/v1/merchants", "/health"] {
            assert!(is_below(path, &FOR_PROGRAMS), "{path}");
        }
        for path in ["/", "/apis", "/operator", "/operator/v2", "/healthy", "/payments"] {
            assert!(!is_below(path, &FOR_PROGRAMS), "{path}");
        }
        assert!(!is_below("/payments", &FOR_STRANGERS));
    }
}
