//! A second Portal, built differently from the sandbox's: other words and another order, people sign in with a one-time code,
//! decisions are confirmed in a dialog, a table has pages, and a form is sent without leaving its page. It hands every act on to
//! the sandbox's JSON operator.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};
use serde_json::{Value, json};

use super::{
    back_office::{BackOffice, EVENT_TYPES},
    one_time_code::is_right,
};

/// The name under which people sign in.
pub(crate) const NAME: &str = "pia";

/// The rows of a page of the table.
const ROWS: usize = 3;

/// The cookie of somebody who has signed in.
const COOKIE: &str = "entered=yes";

type Fields = BTreeMap<String, String>;
type Office = State<Arc<BackOffice>>;

/// Serves the Portal, and gives its origin.
pub(crate) async fn serve(office: BackOffice) -> String {
    let routes = Router::new()
        .route("/", get(async || page("Kontor", "<p>Choose what to do.</p>")))
        .route("/enter", get(enter).post(entered))
        .route("/checks", get(checks))
        .route("/checks/{id}", get(check).post(decided))
        .route("/firms", get(firms))
        .route("/firms/{id}", get(check).post(admitted))
        .route("/callbacks", get(callbacks).post(kept))
        .route("/money", get(money).post(sent))
        .route("/rates", get(rates).post(set))
        .layer(axum::middleware::from_fn(only_people_who_entered))
        .with_state(Arc::new(office));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, routes).await });
    format!("http://{address}")
}

async fn only_people_who_entered(
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> Response {
    let cookies = request.headers().get("cookie").and_then(|value| value.to_str().ok());
    let has_entered = cookies.is_some_and(|cookies| cookies.contains(COOKIE));
    if has_entered || request.uri().path() == "/enter" {
        next.run(request).await
    } else {
        Redirect::to("/enter").into_response()
    }
}

/// A page with the menu.
fn page(title: &str, content: &str) -> Response {
    Html(format!(
        "<!doctype html><html lang=en><title>{title}</title><body>\
         <nav><a href=/checks>Checks</a> <a href=/firms>Firms</a> <a href=/money>Test money</a>\
         <a href=/callbacks>Callbacks</a> <a href=/rates>Rates</a> <a href=/enter>Leave</a></nav>\
         <main><h1>{title}</h1>{content}</main>"
    ))
    .into_response()
}

fn refusal(title: &str, answer: &Value) -> Response {
    let why = answer["detail"].as_str().or_else(|| answer["title"].as_str()).unwrap_or("unknown");
    page(title, &format!("<div role=alert><h2>That did not work</h2><p>{why}</p></div>"))
}

async fn enter() -> Response {
    Html(
        "<!doctype html><html lang=en><title>Enter</title><body><main><h1>Kontor</h1><form method=post>\
         <label>Code from your telephone <input name=code></label> <label>Name <input name=name></label>\
         <button>Enter</button></form></main>",
    )
    .into_response()
}

async fn entered(form: String) -> Response {
    let fields = fields_of(&form);
    if fields["name"] == NAME && is_right(&fields["code"]) {
        return ([("set-cookie", format!("{COOKIE}; Path=/; HttpOnly"))], Redirect::to("/"))
            .into_response();
    }
    (StatusCode::OK, Html("<p role=alert>Name or code is wrong</p>")).into_response()
}

/// The sessions of all people, oldest first, a few on each page.
async fn checks(office: Office, Query(query): Query<Fields>) -> Response {
    let number: usize = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let sessions = office.sessions().await;
    let rows = sessions
        .iter()
        .skip((number - 1) * ROWS)
        .take(ROWS)
        .map(|(id, name, state)| {
            format!("<tr><td>{id}<td>{name}<td>{state}<td><a href=/checks/{id}>Look at it</a>")
        })
        .collect::<Vec<_>>()
        .concat();
    let has_more = sessions.len() > number * ROWS;
    let more = if has_more {
        format!("<a href=\"/checks?page={}\">Older ones</a>", number + 1)
    } else {
        "<span>That is all.</span>".to_owned()
    };
    let head = "<tr><th>Number<th>Person<th>State<th>Way";
    page("Checks", &format!("<table>{head}{rows}</table>{more}"))
}

/// One session: each decision is confirmed in a dialog.
async fn check(Path(id): Path<String>) -> Response {
    let parts = [("document-verification", "Papers"), ("face-matching", "Face")];
    let groups = parts
        .iter()
        .map(|(name, title)| {
            format!(
                "<fieldset><legend>{title}</legend><label><input type=checkbox name={name}.bad> Not in order</label>\
                 <label>Reason <input name={name}.message></label><label>Short code <input name={name}.code></label>\
                 <label>Sort <input name={name}.category></label></fieldset>"
            )
        })
        .collect::<Vec<_>>().concat();
    page(
        &format!("Check {id}"),
        &format!(
            "<button onclick=\"yes.showModal()\">Let in…</button> <button onclick=\"no.showModal()\">Turn away…</button>\
             <dialog id=yes aria-label=\"Let this person in?\"><form method=post>\
             <button name=verb value=approve>Yes, let in</button></form>\
             <form method=dialog><button>Not now</button></form></dialog>\
             <dialog id=no aria-label=\"Turn this person away?\"><form method=post>{groups}\
             <button name=verb value=reject>Yes, turn away</button></form></dialog>"
        ),
    )
}

async fn decided(office: Office, Path(id): Path<String>, form: String) -> Response {
    let fields = fields_of(&form);
    let text = |name: String| fields.get(&name).cloned().unwrap_or_default();
    let bad = ["document-verification", "face-matching"].into_iter();
    let bad: Vec<Value> = bad
        .filter(|name| fields.contains_key(&format!("{name}.bad")))
        .map(|name| {
            let part = |part: &str| text(format!("{name}.{part}"));
            json!({ "type": name, "reasons": [{
                "type": "ByHand", "code": part("code"), "message": part("message"), "category": part("category"),
            }] })
        })
        .collect();
    let body = (!bad.is_empty()).then(|| json!({ "checks": bad }));
    let verb = text("verb".to_owned());
    match office.post(&format!("/kyc-sessions/{id}/{verb}"), body).await {
        Ok(_) => page("Decided", "<p>The person is told.</p>"),
        Err(answer) => refusal("Not decided", &answer),
    }
}

async fn firms(office: Office) -> Response {
    let rows = office
        .companies()
        .await
        .iter()
        .map(|id| format!("<tr><td>{id}<td><a href=/firms/{id}>Look at it</a>"))
        .collect::<Vec<_>>()
        .concat();
    page("Firms", &format!("<table><tr><th>Number<th>Way{rows}</table>"))
}

async fn admitted(office: Office, Path(id): Path<String>) -> Response {
    match office.post(&format!("/kyb-sessions/{id}/approve"), None).await {
        Ok(_) => page("Decided", "<p>The firm is told.</p>"),
        Err(answer) => refusal("Not decided", &answer),
    }
}

/// The address for events; the form is sent without leaving the page.
async fn callbacks(office: Office) -> Response {
    let boxes = EVENT_TYPES
        .iter()
        .map(|kind| {
            format!("<label><input type=checkbox name=events value={kind}> {kind}</label><br>")
        })
        .collect::<Vec<_>>()
        .concat();
    let secret = office.secret().await;
    page(
        "Callbacks",
        &format!(
            "<form id=form><fieldset><legend>Wanted</legend>{boxes}</fieldset><label>Send to <input name=url></label>\
             <button>Keep</button></form><p role=status id=told></p>\
             <details><summary>Signing key</summary><dl><dt>Key</dt><dd>{secret}</dd></dl></details>\
             <script>form.addEventListener('submit', async (event) => {{ event.preventDefault();\
             const answer = await fetch('/callbacks', {{ method: 'POST', body: new URLSearchParams(new FormData(form)) }});\
             told.textContent = await answer.text(); }});</script>"
        ),
    )
}

async fn kept(office: Office, form: String) -> Response {
    let events: Vec<String> =
        pairs(&form).filter(|(name, _)| name == "events").map(|(_, event)| event).collect();
    let body = json!({ "url": fields_of(&form).get("url"), "events": events });
    match office.put("/webhook-endpoint", body).await {
        Ok(_) => "It is kept.".into_response(),
        Err(answer) => format!("Not kept: {answer}").into_response(),
    }
}

/// The pairs of a form.
fn pairs(form: &str) -> impl Iterator<Item = (String, String)> + '_ {
    form_urlencoded::parse(form.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
}

/// The fields of a form; of several with one name the last.
fn fields_of(form: &str) -> Fields {
    pairs(form).collect()
}

async fn money() -> Response {
    page(
        "Test money",
        "<form method=post><label>How much <input name=amount></label>\
         <label>In <select name=currency><option>EUR<option>USD<option>USDC<option>USDT</select></label>\
         <fieldset><legend>Way</legend><label><input type=radio name=type value=BANK> From a bank</label>\
         <label><input type=radio name=type value=CRYPTO> In coins</label>\
         <label><input type=radio name=type value=CARD> By card</label></fieldset>\
         <label>Number of the account <input name=account></label>\
         <label>End <select name=outcome><option value=SETTLE>All is well<option value=HOLD>It waits\
         <option value=FAIL>It is lost</select></label><button>Send money</button></form>",
    )
}

async fn sent(office: Office, form: String) -> Response {
    let fields = fields_of(&form);
    let minor: i64 = fields["amount"].replace('.', "").parse().unwrap_or_default();
    let body = json!({
        "accountId": fields["account"], "type": fields["type"], "outcome": fields["outcome"],
        "amount": { "currency": fields["currency"], "amount": minor },
    });
    match office.post("/simulated-payins", Some(body)).await {
        Ok(order) => {
            let id = order["id"].as_str().unwrap_or_default();
            page("Sent", &format!("<dl><dt>Number of the order</dt><dd>{id}</dd></dl>"))
        }
        Err(answer) => refusal("Not sent", &answer),
    }
}

async fn rates(office: Office) -> Response {
    let rows = office
        .rates()
        .await
        .iter()
        .map(|(pair, rate)| {
            format!(
                "<tr><th scope=row>{pair}<td><form method=post><input type=hidden name=pair value={pair}>\
                 <label>Rate <input name=rate value={rate}></label><button>Set it</button></form>"
            )
        })
        .collect::<Vec<_>>().concat();
    page("Rates", &format!("<table>{rows}</table>"))
}

async fn set(office: Office, form: String) -> Response {
    let fields = fields_of(&form);
    let rates = json!({ "fxRates": { fields["pair"].as_str(): fields["rate"] } });
    match office.patch("/settings", rates).await {
        Ok(_) => page("Set", "<p>New orders have the new rate.</p>"),
        Err(answer) => refusal("Not set", &answer),
    }
}
