//! The webhook endpoint of a merchant, its events and its secret.

use axum::extract::State;
use reqwest::Url;
use serde_json::{Value, json};

use super::operator::Operator;
use crate::app::AppState;
use crate::domain::event::EventType;
use crate::domain::refusal::FieldCode;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::fields::Fields;
use crate::http::path::PathIds;
use crate::store::Endpoint;

/// In characters: addresses with a signature in them are longer than other texts.
const MAX_URL: usize = 2048;

/// `PUT M/webhook-endpoint`
pub(super) async fn register(
    State(app): AppState,
    _: Operator,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let input = body.read(|fields| {
        let url = fields.text_within("url", MAX_URL).and_then(|text| {
            let reason = "must be a valid https:// URL with a host and without credentials";
            let valid = is_https(text).then(|| text.to_owned());
            valid.or_else(|| fields.fault("url", FieldCode::InvalidFormat, reason))
        });
        url.zip(read_events(fields))
    });
    let secret = fresh_secret();
    let registered = app.write_for(ids.merchant(0), move |scope| {
        let (url, events) = input?;
        Ok(scope.put_endpoint(&url, &events, &secret)?)
    });
    Ok(Answer::ok(view(&registered.await?)))
}

/// `GET M/webhook-endpoint`
pub(super) async fn show(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let endpoint = app.read_for(ids.merchant(0), |scope| Ok(scope.endpoint()?)).await?;
    Ok(Answer::ok(view(&endpoint)))
}

/// `DELETE M/webhook-endpoint`
pub(super) async fn remove(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    app.write_for(ids.merchant(0), |scope| Ok(scope.delete_endpoint()?)).await?;
    Ok(Answer::no_content())
}

/// `GET M/webhook-endpoint/secret`
pub(super) async fn secret(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let secret = app.read_for(ids.merchant(0), |scope| Ok(scope.webhook_secret()?)).await?;
    Ok(Answer::ok(json!({"secret": secret})).with_credentials())
}

/// `POST M/webhook-endpoint/secret/rotate`
pub(super) async fn rotate(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let secret = fresh_secret();
    let rotated = app.write_for(ids.merchant(0), move |scope| {
        scope.rotate_webhook_secret(&secret)?;
        Ok(secret)
    });
    Ok(Answer::ok(json!({"secret": rotated.await?})).with_credentials())
}

fn fresh_secret() -> String {
    format!("whsec_{}", hex::encode(rand::random::<[u8; 32]>()))
}

fn is_https(text: &str) -> bool {
    let plain = text.chars().all(|c| !c.is_whitespace() && !c.is_control());
    let prefix = text.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"))
        // A parser would take the path for the host.
        && !text[8..].starts_with(['/', '\\']);
    let Ok(url) = Url::parse(text) else { return false };
    plain
        && prefix
        && url.host_str().is_some_and(is_host)
        && url.port() != Some(0)
        && url.username().is_empty()
        && url.password().is_none()
}

/// Whether no label between the dots is empty, too long or hyphenated at its ends.
fn is_host(host: &str) -> bool {
    host.strip_suffix('.').unwrap_or(host).split('.').all(|label| {
        (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    })
}

fn read_events(fields: &Fields<'_>) -> Option<Vec<EventType>> {
    let mut events = Some(vec![]);
    for (index, item) in fields.list("events", EventType::ALL.len())?.iter().enumerate() {
        let place = format!("events/{index}");
        let known = match item.as_str() {
            Some(code) => EventType::parse(code).or_else(|| {
                fields.fault_inside(&place, FieldCode::UnknownValue, "is no event type")
            }),
            None => fields.fault_inside(&place, FieldCode::WrongType, "must be a string"),
        };
        match (&mut events, known) {
            (Some(events), Some(known)) if !events.contains(&known) => events.push(known),
            (Some(_), Some(_)) => {}
            _ => events = None,
        }
    }
    events
}

fn view(endpoint: &Endpoint) -> Value {
    json!({
        "url": endpoint.url,
        "events": endpoint.events.iter().map(|kind| kind.code()).collect::<Vec<_>>(),
        "createdAt": endpoint.created_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_addresses_with_a_host_can_be_registered() {
        for good in [
            "https://a.example/hook",
            "https://a-b.example./hook",
            "https://localhost",
            "HTTPS://127.0.0.1:8443/x?y=z",
            "https://[::1]/",
        ] {
            assert!(is_https(good), "{good}");
        }
        let bad = [
            "",
            "http://a.example",
            "ftp://a.example",
            "https://",
            "https:a.example",
            "a.example",
            "https://a b.example",
            "https://user:pass@a.example",
            "https:///path",
            "https://.",
            "https://a..b/",
            "https://.a.b/",
            "https://-/",
            "https://a.example:0/",
            "https://a.example:65536/",
            " https://a.b",
            "https://a.example/\n",
        ];
        for bad in bad {
            assert!(!is_https(bad), "{bad}");
        }
    }
}
