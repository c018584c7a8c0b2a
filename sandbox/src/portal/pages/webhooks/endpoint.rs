//! `/account/webhooks`: the webhook endpoint, its events, its webhook secret and the latest
//! deliveries.

use std::net::IpAddr;

use askama::Template;
use axum::http::StatusCode;
use reqwest::Url;
use serde_json::json;

use super::delivery_row::DeliveryRow;
use super::event_groups::{EVENT_GROUPS, EventGroup};
use crate::domain::event::EventType;
use crate::http::body::read_fields;
use crate::http::problem::Problem;
use crate::input::read_webhook_endpoint;
use crate::listing::PageRequest;
use crate::operations;
use crate::portal::pages::filled_form::FilledForm;
use crate::portal::pages::frame::{Frame, WEBHOOKS};
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::session::{SignedIn, Submission};
use crate::portal::pages::submitted_form::SubmittedForm;
use crate::store::{DeliveryLine, Endpoint};

const RECENT: PageRequest = PageRequest::first(10);

#[derive(Template)]
#[template(path = "webhooks.html")]
struct WebhooksPage {
    frame: Frame,
    typed: FilledForm,
    groups: &'static [EventGroup],
    is_registered: bool,
    /// True for an address that the real system could not reach.
    is_local: bool,
    /// The results of the last attempt: reaching the endpoint, and its answer.
    reached: RequirementState,
    answered: RequirementState,
    /// The webhook secret, if the person asked to see it.
    secret: Option<String>,
    lines: Vec<DeliveryRow>,
}

/// The state of a requirement, as far as it is known.
struct RequirementState {
    tone: &'static str,
    text: String,
}

impl RequirementState {
    fn new(tone: &'static str, text: &str) -> Self {
        Self { tone, text: text.to_owned() }
    }

    fn unknown() -> Self {
        Self::new("over", "Not tried yet")
    }

    /// The states of two requirements: the endpoint is reached, and it accepts the event.
    fn of(last: Option<&DeliveryLine>) -> (Self, Self) {
        let Some(last) = last else { return (Self::unknown(), Self::unknown()) };
        let Some(status) = last.status else {
            return (Self::new("bad", "The last attempt got no answer"), Self::unknown());
        };
        let tone = if (200..=299).contains(&status) { "good" } else { "bad" };
        let text = format!("The last answer was {status}");
        (Self::new("good", "The last attempt got an answer"), Self { tone, text })
    }
}

/// The page with the form as it was sent, or else as the endpoint is registered.
async fn webhooks(who: &SignedIn, typed: Option<FilledForm>, secret: Option<String>) -> PageResult {
    let found =
        who.read(|scope| Ok((scope.find_endpoint()?, scope.delivery_lines(&[], RECENT)?.items)));
    let (endpoint, lines) = found.await?;
    let url = endpoint.as_ref().map_or("", |endpoint| endpoint.url.as_str());
    let last = lines.iter().find(|line| line.attempts > 0 && line.url == url);
    let (reached, answered) = RequirementState::of(last);
    HtmlPage::portal(&WebhooksPage {
        frame: who.frame(WEBHOOKS),
        typed: typed.unwrap_or_else(|| registered(endpoint.as_ref())),
        groups: &EVENT_GROUPS,
        is_registered: endpoint.is_some(),
        is_local: is_local(url),
        reached,
        answered,
        secret,
        lines: lines.into_iter().map(|line| DeliveryRow::of(line, who.now)).collect(),
    })
}

/// The form of the registered endpoint; a new endpoint starts with every event.
fn registered(endpoint: Option<&Endpoint>) -> FilledForm {
    let url = endpoint.map(|endpoint| endpoint.url.clone()).unwrap_or_default();
    let events = endpoint.map_or(EventType::ALL, |endpoint| &endpoint.events);
    let events = events.iter().map(|kind| ("events", kind.code().to_owned()));
    FilledForm::prefilled(std::iter::once(("url", url)).chain(events))
}

/// Tells if only this host or its network can reach the address.
fn is_local(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let Some(host) = url.host_str() else { return false };
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        Ok(IpAddr::V6(ip)) => {
            ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local()
        }
        Err(_) => {
            let host = host.trim_end_matches('.');
            !host.contains('.') || [".localhost", ".local"].iter().any(|end| host.ends_with(end))
        }
    }
}

/// `GET /account/webhooks`
pub(super) async fn show(who: SignedIn) -> PageResult {
    webhooks(&who, None, None).await
}

/// `POST /account/webhooks` (HOOK-1, HOOK-5)
pub(super) async fn save(sent: Submission) -> PageResult {
    let Submission { who, form } = sent;
    let read = read_form(&form);
    let secret = operations::webhook_endpoints::fresh_secret();
    let saved = who.write(move |scope| {
        let (url, events) = read?;
        Ok(operations::webhook_endpoints::register(scope, url, events, &secret)?)
    });
    let Err(problem) = saved.await else {
        return Ok(HtmlPage::onward("/account/webhooks?done=webhook-saved"));
    };
    let mut typed = FilledForm::of(&form);
    if form.all("events").next().is_none() {
        typed = typed.with_fault("events", "Choose at least one event.");
    }
    let typed = typed.refused(problem)?;
    let page = webhooks(&who, Some(typed), None).await?;
    Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// Reads the form with the reader of `PUT M/webhook-endpoint`.
fn read_form(form: &SubmittedForm) -> Result<(String, Vec<EventType>), Problem> {
    let wish = json!({
        "url": form.text("url"),
        "events": form.all("events").collect::<Vec<_>>(),
    });
    read_fields(&wish, read_webhook_endpoint)
}

/// `POST /account/webhooks/remove`
pub(super) async fn remove(sent: Submission) -> PageResult {
    sent.who.write(|scope| Ok(operations::webhook_endpoints::remove(scope)?)).await?;
    Ok(HtmlPage::onward("/account/webhooks?done=webhook-removed"))
}

/// `GET /account/webhooks/secret`: loading that page again leads to the page about webhooks.
pub(super) async fn back(_: SignedIn) -> PageResult {
    Ok(HtmlPage::onward("/account/webhooks"))
}

/// `POST /account/webhooks/secret`
pub(super) async fn secret(sent: Submission) -> PageResult {
    let secret = sent.who.read(|scope| Ok(operations::webhook_endpoints::secret(scope)?)).await?;
    webhooks(&sent.who, None, Some(secret)).await
}

/// `POST /account/webhooks/secret/rotate`
pub(super) async fn rotate(sent: Submission) -> PageResult {
    let secret = operations::webhook_endpoints::fresh_secret();
    let rotated = sent
        .who
        .write(move |scope| Ok(operations::webhook_endpoints::rotate_secret(scope, &secret)?));
    rotated.await?;
    Ok(HtmlPage::onward("/account/webhooks?done=secret-rotated"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_internet_cannot_reach_is_told() {
        for url in [
            "https://localhost:8443/hook",
            "https://sink/hook",
            "https://a.localhost/",
            "https://printer.local./",
            "https://127.0.0.1/",
            "https://10.1.2.3/",
            "https://[::1]/",
            "https://[fd00::1]/",
        ] {
            assert!(is_local(url), "{url}");
        }
        for url in ["https://example.com/hook", "https://8.8.8.8/", "https://[2001:db8::1]/", ""] {
            assert!(!is_local(url), "{url}");
        }
    }
}
