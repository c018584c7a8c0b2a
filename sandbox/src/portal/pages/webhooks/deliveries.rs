//! `/account/webhooks/deliveries`: the deliveries with their attempts, and sending one again.

use askama::Template;

use super::delivery_row::{DeliveryRow, STATES, answer_of, pages_about, state_of};
use crate::domain::clock::{Moment, Span};
use crate::domain::event::EventType;
use crate::http::query::ListUrl;
use crate::operations;
use crate::portal::pages::frame::{Frame, WEBHOOKS};
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::pager::Pager;
use crate::portal::pages::session::{SignedIn, Submission};
use crate::portal::pages::shown::{Stamp, StateLabel, end_of};
use crate::store::{Attempted, Delivery};

/// At most this many characters of all answers are shown on a page.
const SHOWN_OF_ANSWERS: usize = 12_000;

#[derive(Template)]
#[template(path = "deliveries.html")]
struct DeliveriesPage {
    frame: Frame,
    states: &'static [&'static str],
    state: String,
    kinds: &'static [EventType],
    kind: String,
    resource: String,
    lines: Vec<DeliveryRow>,
    pager: Pager,
}

/// `GET /account/webhooks/deliveries`
pub(super) async fn list(who: SignedIn, url: ListUrl) -> PageResult {
    let url = url.without_blanks();
    let query = url.deliveries();
    let found = who.read(move |scope| {
        let (filters, request) = query?;
        Ok(scope.delivery_lines(&filters, request)?)
    });
    let lines = found.await?;
    HtmlPage::portal(&DeliveriesPage {
        frame: who.frame(WEBHOOKS),
        states: &STATES,
        state: url.value("state_eq").to_owned(),
        kinds: EventType::ALL,
        kind: url.value("eventType_eq").to_owned(),
        resource: url.value("resourceId_eq").to_owned(),
        pager: Pager::of(&url, &lines),
        lines: lines.items.into_iter().map(|line| DeliveryRow::of(line, who.now)).collect(),
    })
}

#[derive(Template)]
#[template(path = "delivery.html")]
struct DeliveryPage {
    frame: Frame,
    delivery: Delivery,
    /// The end of the id, for the title.
    end: String,
    /// The addresses and the names of the pages about the resource.
    about: Vec<(String, &'static str)>,
    state: StateLabel,
    created_at: Stamp,
    next_attempt_at: Option<Stamp>,
    /// The body, with a line for each member.
    readable: String,
    attempts: Vec<AttemptRow>,
    is_registered: bool,
}

/// An attempt as the page shows it.
struct AttemptRow {
    number: i64,
    started_at: Stamp,
    took: String,
    tone: &'static str,
    answer: String,
    signature: String,
    response: Option<String>,
    is_shortened: bool,
}

impl AttemptRow {
    fn of(made: Attempted, now: Moment, limit: usize) -> Self {
        let Attempted { report, finished_at, response_body } = made;
        let is_good = matches!(report.status, Some(200..=299));
        let length = response_body.as_ref().map_or(0, |body| body.chars().count());
        Self {
            number: report.number,
            started_at: Stamp::new(report.started_at, now),
            took: duration(finished_at.since(report.started_at)),
            tone: if is_good { "good" } else { "bad" },
            answer: answer_of(report.status, report.error.as_deref()),
            signature: report.signature,
            response: response_body.map(|body| body.chars().take(limit).collect()),
            is_shortened: length > limit,
        }
    }
}

fn duration(span: Span) -> String {
    match span.as_millis() {
        millis @ ..1000 => format!("{millis} ms"),
        millis => format!("{}.{} s", millis / 1000, millis % 1000 / 100),
    }
}

/// `GET /account/webhooks/deliveries/{deliveryId}`
pub(super) async fn show(who: SignedIn) -> PageResult {
    let id = who.id(0)?;
    let found = who.read(move |scope| {
        let delivery = scope.delivery(id)?;
        let about = pages_about(scope, &delivery);
        Ok((delivery, about, scope.find_endpoint()?.is_some()))
    });
    let (mut delivery, about, is_registered) = found.await?;
    let attempts = std::mem::take(&mut delivery.attempts);
    let limit = SHOWN_OF_ANSWERS / attempts.len().max(1);
    HtmlPage::portal(&DeliveryPage {
        frame: who.frame(WEBHOOKS),
        end: end_of(&delivery.id.to_string()),
        about,
        state: state_of(&delivery.state),
        created_at: Stamp::new(delivery.created_at, who.now),
        next_attempt_at: delivery.next_attempt_at.map(|at| Stamp::new(at, who.now)),
        readable: pretty(&delivery.body),
        attempts: attempts.into_iter().map(|made| AttemptRow::of(made, who.now, limit)).collect(),
        delivery,
        is_registered,
    })
}

/// The JSON with a line for each member.
fn pretty(body: &str) -> String {
    let value: Option<serde_json::Value> = serde_json::from_str(body).ok();
    value.and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_default()
}

/// `POST /account/webhooks/deliveries/{deliveryId}/resend` (HOOK-12)
pub(super) async fn resend(sent: Submission) -> PageResult {
    let id = sent.who.id(0)?;
    let fresh = sent.who.write(move |scope| Ok(operations::deliveries::resend(scope, id)?));
    let fresh = fresh.await?;
    Ok(HtmlPage::onward(&format!("/account/webhooks/deliveries/{}?done=resent", fresh.id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_short() {
        let told = [0, 999, 1000, 60_049].map(|millis| duration(Span::millis(millis)));
        assert_eq!(told, ["0 ms", "999 ms", "1.0 s", "60.0 s"]);
    }
}
