//! Foreign ids: a request that names something of another merchant is answered like one that names nothing. So each such request
//! has a twin with unknown ids, and both answers are compared.

use std::{
    collections::{BTreeSet, HashSet},
    sync::{Arc, LazyLock},
};

use bytes::Bytes;
use conformance_harness::{
    client::Outgoing,
    exchange::{Exchange, Request, Response},
    layer::{Layer, Layers},
    schema::Contract,
    verdict::Nonconformance,
};
use regex::Regex;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    edition::operation::REFUSAL_MEMBERS, oracle::source::each_object, world::RecordedExchange,
};

const CHECK: &str = "foreign ids";

/// Statuses of refusals that may be due to an id.
const REFUSALS: [u16; 5] = [400, 403, 404, 410, 422];

/// Statuses that say nothing about an id: the token has ended, or there were too many requests.
const SILENT: [u16; 2] = [401, 429];

/// The most twins of a scenario.
const MOST: usize = 12;

/// The largest body that is sent once more.
const LARGEST_BODY: usize = 64 * 1024;

/// Headers of the first request that its twin has, too.
const KEPT_HEADERS: [&str; 4] = ["authorization", "content-type", "accept", "accept-language"];

/// Headers that differ from answer to answer, or belong to the connection.
const PASSING_HEADERS: [&str; 5] =
    ["date", "content-length", "connection", "keep-alive", "transfer-encoding"];

/// A request that named something that its sender cannot read there, and the same request with unknown ids.
pub(crate) struct UnknownTwin {
    first: Arc<Exchange>,
    request: Outgoing,
    /// True if it named something of another merchant, not something of the sender in another place.
    is_foreign: bool,
}

/// The twins of a scenario's refused requests, one for each operation.
pub(crate) fn twins(
    record: &[RecordedExchange],
    contract: &Contract,
    layers: &Layers,
) -> Vec<UnknownTwin> {
    let ids = [ids_of(record, false), ids_of(record, true)];
    let mut seen = BTreeSet::new();
    let mut twins = Vec::new();
    for recorded in record {
        let Exchange { request, response, .. } = recorded.exchange.as_ref();
        let is_short = request.body.as_ref().is_none_or(|body| body.len() <= LARGEST_BODY);
        if !REFUSALS.contains(&response.status) || !is_short || twins.len() == MOST {
            continue;
        }
        let own = &ids[usize::from(recorded.is_own)];
        let others = &ids[usize::from(!recorded.is_own)];
        let documented = contract.lookup(&request.method, &request.path);
        let mut replaced: BTreeSet<String> = named(request)
            .into_iter()
            .filter(|id| others.contains(&id.to_lowercase()) && !own.contains(&id.to_lowercase()))
            .collect();
        let is_foreign = !replaced.is_empty();
        // That the place of one's own things is no secret either is our decision.
        if !is_foreign && response.status == 404 && layers.bind(Layer::Decided) {
            let last = documented.last_parameter(&request.path);
            replaced.extend(last.filter(|id| own.contains(&id.to_lowercase())).map(str::to_owned));
        }
        let Some(operation) = documented.operation_id().filter(|_| !replaced.is_empty()) else {
            continue;
        };
        if seen.insert((operation.to_owned(), is_foreign, recorded.is_own)) {
            let first = Arc::clone(&recorded.exchange);
            twins.push(UnknownTwin { request: twin(request, &replaced), first, is_foreign });
        }
    }
    twins
}

/// The ids that the answers to one side have shown, in lower case.
fn ids_of(record: &[RecordedExchange], is_own: bool) -> HashSet<String> {
    let mut ids = HashSet::new();
    for recorded in record.iter().filter(|one| one.is_own == is_own) {
        let response = &recorded.exchange.response;
        if response.status / 100 == 2 {
            each_object(response.json(), &mut |members| {
                let id = members.get("id").and_then(Value::as_str);
                ids.extend(id.filter(|id| Uuid::try_parse(id).is_ok()).map(str::to_lowercase));
            });
        }
    }
    ids
}

/// The ids in the path and the body of a request.
fn named(request: &Request) -> BTreeSet<String> {
    let body = request.body.as_deref().unwrap_or_default();
    let texts = [request.path.as_str().into(), String::from_utf8_lossy(body)];
    let ids = texts.iter().flat_map(|text| ID.find_iter(text));
    ids.map(|id| id.as_str().to_owned()).collect()
}

/// The same request with other ids, which nothing has.
fn twin(request: &Request, replaced: &BTreeSet<String>) -> Outgoing {
    let mut path = request.path.clone();
    let mut body = request.body.as_deref().map(|body| String::from_utf8_lossy(body).into_owned());
    for id in replaced {
        let unknown = Uuid::now_v7().to_string();
        path = path.replace(id, &unknown);
        body = body.map(|body| body.replace(id, &unknown));
    }
    let is_kept = |name: &str| KEPT_HEADERS.iter().any(|kept| name.eq_ignore_ascii_case(kept));
    let headers = request.headers.iter().filter(|(name, _)| is_kept(name)).cloned().collect();
    let method = request.method.clone();
    Outgoing { method, path, headers, body: body.map(Bytes::from), form: None }
}

impl UnknownTwin {
    /// The request with unknown ids.
    pub(crate) fn request(&self) -> Outgoing {
        self.request.clone()
    }

    /// The finding if its answer differs from that of the first request.
    pub(crate) fn compare(&self, unknown: &Exchange, layers: &Layers) -> Option<Nonconformance> {
        if SILENT.contains(&unknown.response.status) {
            return None;
        }
        let (first, second) = (&self.first.response, &unknown.response);
        let is_ours = layers.bind(Layer::Decided);
        let [place, for_unknown, for_known] = difference(first, second, is_ours)?;
        let whose = if self.is_foreign { "another merchant's thing" } else { "a thing elsewhere" };
        let kind = self.first.request.kind();
        let what = format!("the refusal of {kind} tells {whose} from an unknown one");
        let expected = format!("{place} {for_unknown}, as for an unknown id");
        let finding = Nonconformance::new(what, expected, for_known);
        let finding = finding.of_check(CHECK).shown_in(&self.first);
        Some(if self.is_foreign { finding.of_rule("AUTH-7") } else { finding })
    }
}

/// The first difference of two refusals: its place, the value for an unknown id, and that for the other one.
fn difference(first: &Response, second: &Response, is_ours: bool) -> Option<[String; 3]> {
    if first.status != second.status {
        let [unknown, known] = [second.status, first.status].map(|status| status.to_string());
        return Some(["status".to_owned(), unknown, known]);
    }
    // Targets may stand behind others, which add headers of their own; and may number their refusals.
    if is_ours && header_names(first) != header_names(second) {
        let [unknown, known] = [second, first].map(|one| {
            let names: Vec<String> = header_names(one).into_iter().collect();
            names.join(", ")
        });
        return Some(["the headers".to_owned(), unknown, known]);
    }
    let [Some(known), Some(unknown)] = [first, second].map(|one| one.json().as_object().cloned())
    else {
        let [known, unknown] = [first, second].map(|one| String::from_utf8_lossy(&one.body));
        let [known, unknown] = [masked(&known), masked(&unknown)];
        return (is_ours && known != unknown).then(|| ["the body".to_owned(), unknown, known]);
    };
    let names: BTreeSet<&String> = known.keys().chain(unknown.keys()).collect();
    let is_compared = |name: &&String| is_ours || REFUSAL_MEMBERS.contains(&name.as_str());
    names.into_iter().filter(is_compared).find_map(|name| {
        let shown = |members: &serde_json::Map<String, Value>| {
            members.get(name).map_or_else(|| "nothing".to_owned(), |one| masked(&one.to_string()))
        };
        let (for_known, for_unknown) = (shown(&known), shown(&unknown));
        (for_known != for_unknown).then(|| [format!("`{name}`"), for_unknown, for_known])
    })
}

fn header_names(response: &Response) -> BTreeSet<String> {
    let names = response.headers.iter().map(|(name, _)| name.to_lowercase());
    names.filter(|name| !PASSING_HEADERS.contains(&name.as_str())).collect()
}

/// A text without ids and other long numbers, such as that of a trace.
fn masked(text: &str) -> String {
    ID.replace_all(text, "{id}").into_owned()
}

/// An id in any letter case, with or without dashes, or another long number.
#[expect(clippy::unwrap_used, reason = "the pattern is right, as the tests show")]
static ID: LazyLock<Regex> = LazyLock::new(|| {
    let id = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    Regex::new(&format!("(?i){id}|\\b[0-9a-f]{{12,}}\\b|\\b[0-9]{{6,}}\\b")).unwrap()
});

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use conformance_harness::exchange::Request;
    use serde_json::json;

    use super::*;

    const ID_OF_OTHER: &str = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";

    fn response(status: u16, body: &Value) -> Response {
        Response::new(status, Vec::new(), body.to_string())
    }

    fn place(known: &Value, unknown: &Value, is_ours: bool) -> Option<String> {
        let found = difference(&response(404, known), &response(404, unknown), is_ours);
        found.map(|[place, ..]| place)
    }

    #[test]
    fn refusals_differ_in_their_ids_alone() {
        let problem = |detail: &str| json!({ "code": "not_found", "detail": detail, "trace": "a" });
        let known = problem(&format!("no {ID_OF_OTHER}"));
        let unknown = problem("no 0190A1B2-C3D4-7E5F-8A9B-000000000000");
        assert_eq!(place(&known, &unknown, true), None);
        let told = problem("belongs to another merchant");
        assert_eq!(place(&told, &unknown, false).as_deref(), Some("`detail`"));
        let numbered = |number: &str| problem(&format!("nothing here, {number}"));
        let [one, other] = ["0190a1b2c3d47e5f", "731946"].map(numbered);
        assert_eq!(place(&one, &other, true), None, "long numbers are those of a trace");
        let mut traced = unknown.clone();
        traced["trace"] = json!("b");
        assert_eq!(place(&known, &traced, false), None);
        assert_eq!(place(&known, &traced, true).as_deref(), Some("`trace`"));
    }

    #[test]
    fn a_twin_names_only_what_is_unknown() {
        let headers = ["authorization", "idempotency-key"];
        let headers = headers.map(|name| (name.to_owned(), "x".to_owned())).into();
        let body = Some(Bytes::from(format!(r#"{{"accountId":"{ID_OF_OTHER}"}}"#)));
        let (method, url, path) = ("POST".to_owned(), String::new(), format!("/a/{ID_OF_OTHER}"));
        let request = Request { method, url, path, headers, body, form: None };
        let exchange =
            Exchange { request, response: response(404, &json!({})), elapsed: Duration::ZERO };
        let twin = twin(&exchange.request, &named(&exchange.request));
        assert_eq!(twin.headers.len(), 1, "it is no repetition");
        let body = String::from_utf8_lossy(twin.body.as_deref().unwrap_or_default()).into_owned();
        assert!(!twin.path.contains(ID_OF_OTHER) && !body.contains(ID_OF_OTHER));
        assert!(body.contains(twin.path.trim_start_matches("/a/")), "the same id in both");
    }
}
