//! A failing exchange is shown as a `curl` command that sends the same request again.

use std::time::Duration;

use bytes::Bytes;
use conformance_harness::{
    client::{Client, Outgoing},
    exchange::{Exchange, Request, Response, shown},
    form::Part,
};
use serde_json::{Value, json};

use crate::responder::{Received, Responder};

const FINE: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\
                    connection: close\r\n\r\n{}";

/// The request as sent, and as curl sends it again; none if curl is not installed.
async fn replayed(outgoing: Outgoing) -> Option<(Received, Received)> {
    replayed_against(FINE, outgoing).await
}

async fn replayed_against(
    answer: &'static str,
    outgoing: Outgoing,
) -> Option<(Received, Received)> {
    if tokio::process::Command::new("curl").arg("--version").output().await.is_err() {
        println!("NOT RUN: curl is not installed");
        return None;
    }
    let responder = Responder::start(answer).await;
    let client = Client::new(true).expect("a client");
    let exchange = client.send(&responder.origin, outgoing).await.expect("an answer");
    let sent = responder.take_one();
    let text = exchange.as_curl();
    let (command, answer) = text.split_once("\n→ ").expect("the answer stands after the command");
    assert!(answer.starts_with("200 application/json after "), "{answer}");
    let output = tokio::process::Command::new("sh").args(["-c", command]).output().await;
    let output = output.expect("a shell");
    assert!(output.status.success(), "{command}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("HTTP/1.1 200 OK"), "-i shows it");
    Some((sent, responder.take_one()))
}

fn with_text(text: &str) -> Outgoing {
    let body = Some(text.to_owned().into());
    Outgoing { body, ..Outgoing::new("POST", "/toys").header("content-type", "text/plain") }
}

#[tokio::test]
async fn method_path_and_headers_are_replayed() {
    let outgoing = Outgoing::new("DELETE", "/toys/it's%20$(id)?kind=x&note=$HOME")
        .bearer("token-of-ana")
        .header("x-note", "it's \"quoted\" $HOME \\ !");
    let Some((sent, again)) = replayed(outgoing).await else { return };
    assert_eq!(again.line, sent.line);
    for name in ["authorization", "x-note"] {
        assert_eq!(again.header(name), sent.header(name), "{name}");
        assert!(sent.header(name).is_some());
    }
    assert!(again.body.is_empty());
}

#[tokio::test]
async fn a_json_body_is_replayed_as_the_same_value() {
    let body =
        json!({"note": "it's \"quoted\"\n$HOME", "name": "März 💶", "list": [1, null, -2.5]});
    let Some((sent, again)) = replayed(Outgoing::new("POST", "/toys").json(&body)).await else {
        return;
    };
    assert_eq!(serde_json::from_slice::<Value>(&again.body).ok(), Some(body));
    assert_eq!(again.header("content-type"), sent.header("content-type"));
}

#[tokio::test]
async fn a_body_of_text_is_replayed_to_the_byte() {
    for text in ["@file", "it's {not json\r\n\ttext\n\n", "", "$(id) `id` \\n %20 März"] {
        let Some((sent, again)) = replayed(with_text(text)).await else { return };
        assert_eq!(again.body, sent.body, "{text:?}");
    }
}

#[tokio::test]
async fn a_json_body_is_replayed_to_the_byte() {
    let text = r#"{"amount": 1e2, "amount":250,"big":123456789012345678901234567890}"#;
    let Some((sent, again)) = replayed(with_text(text)).await else { return };
    assert_eq!(String::from_utf8_lossy(&again.body), String::from_utf8_lossy(&sent.body));
}

#[tokio::test]
async fn a_long_body_is_replayed_whole() {
    let Some((sent, again)) = replayed(with_text(&"x".repeat(5_000))).await else { return };
    assert_eq!((again.body.len(), again.body == sent.body), (5_000, true));
}

#[tokio::test]
async fn a_body_without_a_media_type_is_replayed_without_one() {
    let outgoing = Outgoing { body: Some("{}".into()), ..Outgoing::new("POST", "/toys") };
    let Some((sent, again)) = replayed(outgoing).await else { return };
    assert_eq!(again.header("content-type"), sent.header("content-type"));
}

#[tokio::test]
async fn a_form_is_replayed_part_by_part() {
    let file =
        Part::file("file", "it's \"A\".png", "image/png", Bytes::from_static(b"\x89PNG\0\r\n"));
    let parts = vec![Part::text("note", "@it's;type=x"), file];
    let Some((sent, again)) = replayed(Outgoing::new("POST", "/toys").multipart(parts)).await
    else {
        return;
    };
    let parts = |received: &Received| {
        let kind = received.header("content-type").unwrap_or_default().to_owned();
        let boundary = kind.split_once("boundary=").map(|(_, mark)| mark.to_owned());
        let text = String::from_utf8_lossy(&received.body).to_lowercase();
        text.replace(&boundary.unwrap_or_default().to_lowercase(), "MARK").replace("--", "")
    };
    assert!(parts(&sent).contains("filename=\"it's %22a%22.png\"\r\ncontent-type: image/png"));
    assert_eq!(parts(&again), parts(&sent));
}

#[tokio::test]
async fn an_empty_header_is_replayed() {
    let outgoing = Outgoing::new("GET", "/toys").header("x-empty", "");
    let Some((sent, again)) = replayed(outgoing).await else { return };
    assert_eq!((again.header("x-empty"), sent.header("x-empty")), (Some(""), Some("")));
}

#[tokio::test]
async fn brackets_and_braces_of_an_address_are_replayed() {
    let Some((sent, again)) = replayed(Outgoing::new("GET", "/toys?ids[]={a,b}")).await else {
        return;
    };
    assert_eq!(again.line, sent.line);
}

#[tokio::test]
async fn a_head_request_is_replayed() {
    let without_body = FINE.trim_end_matches("{}");
    let head = Outgoing::new("HEAD", "/toys");
    let Some((sent, again)) = replayed_against(without_body, head).await else { return };
    assert_eq!(again.line, sent.line);
}

fn exchange(body: &'static [u8]) -> Exchange {
    let request = Request {
        method: "GET".into(),
        url: "http://toys.example/toys".into(),
        path: "/toys".into(),
        headers: vec![("accept".into(), "*/*".into())],
        body: None,
        form: None,
    };
    let headers = vec![("Content-Type".into(), "application/json".into())];
    let response = Response::new(404, headers, body);
    Exchange { request, response, elapsed: Duration::from_millis(12) }
}

#[test]
fn the_answer_is_shown_below_the_command() {
    let wanted = "curl -ig -X GET 'http://toys.example/toys' \\\n  -H 'accept: */*'\n\
                  → 404 application/json after 12 ms\n{\n  \"title\": \"gone\"\n}";
    assert_eq!(exchange(br#"{"title":"gone"}"#).as_curl(), wanted);
    assert!(exchange(b"").as_curl().ends_with("after 12 ms"), "no body, no line");
}

#[test]
fn bodies_are_shown_whole_up_to_a_size() {
    let text = shown("ä".repeat(5_000).as_bytes());
    assert_eq!(text, "ä".repeat(5_000), "the report cuts it, and a file has it whole");
    let text = shown("ä".repeat(200_000).as_bytes());
    assert!(text.ends_with("… (400000 bytes in all)"), "{}", &text[text.len() - 40..]);
    assert_eq!(text.chars().filter(|letter| *letter == 'ä').count(), 131_072);
    assert_eq!(shown(&[0xff, b'a']), "\u{fffd}a", "bytes that are no text are shown as such");
}
