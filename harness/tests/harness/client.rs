//! The HTTP client: the requests it sends, the exchanges it keeps, and its error if no answer comes.

use conformance_harness::{
    client::{Client, ClientError, Outgoing},
    sink::Reach,
    target::Target,
    verdict::Fault,
};
use serde_json::{Value, json};

use crate::responder::Responder;

const TOY: &str = "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\nx-one: 1\r\n\
                   x-one: 2\r\ncontent-length: 8\r\nconnection: close\r\n\r\n{\"a\": 1}";

fn client() -> Client {
    Client::new(true).expect("a client")
}

#[tokio::test]
async fn a_request_is_sent_as_it_was_made_and_kept_with_its_answer() {
    let responder = Responder::start(TOY).await;
    let outgoing = Outgoing::new("PATCH", "/toys?kind=a%20b")
        .bearer("token-of-ana")
        .header("X-Twice", "1")
        .header("X-Twice", "2")
        .json(&json!({"kind": "car"}));
    let base = format!("{}/", responder.origin);
    let exchange = client().send(&base, outgoing).await.expect("an answer");

    let received = responder.take_one();
    assert_eq!(received.line, "PATCH /toys?kind=a%20b");
    assert_eq!(received.header("authorization"), Some("Bearer token-of-ana"));
    assert_eq!(received.header("content-type"), Some("application/json"));
    let twice = received.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("x-twice"));
    assert_eq!(twice.map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(received.body, br#"{"kind":"car"}"#);

    assert_eq!(exchange.request.url, format!("{}/toys?kind=a%20b", responder.origin));
    assert_eq!(exchange.request.path, "/toys?kind=a%20b");
    assert_eq!(exchange.request.headers.len(), 4);
    assert_eq!(exchange.response.status, 201);
    assert_eq!(exchange.response.header("Content-TYPE"), Some("application/json"));
    assert_eq!(exchange.response.header("x-one"), Some("1"), "the first of two");
    assert_eq!(&exchange.response.body[..], br#"{"a": 1}"#);
    assert_eq!(exchange.response.json(), &json!({"a": 1}));
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_followed() {
    let moved = "HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\
                 connection: close\r\n\r\n";
    let responder = Responder::start(moved).await;
    let exchange = client().send(&responder.origin, Outgoing::new("GET", "/")).await;
    assert_eq!(exchange.expect("an answer").response.status, 302);
    assert_eq!(responder.take().len(), 1);
}

#[tokio::test]
async fn a_body_that_is_not_json_is_kept_and_has_no_value() {
    let page = "HTTP/1.1 500 No\r\ncontent-length: 3\r\nconnection: close\r\n\r\n<p>";
    let responder = Responder::start(page).await;
    let exchange = client().send(&responder.origin, Outgoing::new("GET", "/")).await;
    let response = exchange.expect("any status is an answer").response;
    assert_eq!((response.status, response.json()), (500, &Value::Null));
    assert_eq!(&response.body[..], b"<p>");
}

/// An origin on which no server listens.
fn dead_origin() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    format!("http://{}", listener.local_addr().expect("an address"))
}

#[tokio::test]
async fn a_dead_address_is_reported_with_the_question_to_ask() {
    let origin = dead_origin();
    let error = client().send(&origin, Outgoing::new("GET", "/toys")).await.expect_err("dead");
    assert!(matches!(error, ClientError::NoAnswer { .. }));
    let text = error.to_string();
    assert!(text.starts_with(&format!("GET {origin}/toys got no answer (")), "{text}");
    assert!(text.to_lowercase().contains("connection refused"), "{text}");
    assert!(text.ends_with("; is the target running and reachable from here?"), "{text}");
}

#[tokio::test]
async fn a_dead_target_is_found_out_by_probing() {
    let api = dead_origin();
    let target = Target::started("a toy", api, String::new(), &["clock"], Reach::loopback());
    assert!(target.claims("clock") && !target.claims("road"));
    let error = target.probe(&client()).await.expect_err("dead");
    assert!(error.to_string().contains("is the target running"), "{error}");
}

#[tokio::test]
async fn any_answer_at_all_shows_that_a_target_is_there() {
    let gone = "HTTP/1.1 410 Gone\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let responder = Responder::start(gone).await;
    let api = responder.origin.clone();
    let target = Target::started("a toy", api, String::new(), &[], Reach::loopback());
    target.probe(&client()).await.expect("it is there");
}

#[tokio::test]
async fn a_connection_closed_without_an_answer_is_no_answer() {
    let responder = Responder::start("").await;
    let error = client().send(&responder.origin, Outgoing::new("GET", "/")).await;
    assert!(matches!(error, Err(ClientError::NoAnswer { .. })));
}

#[tokio::test]
async fn a_wrong_method_or_address_is_reported() {
    let error = client().send("http://localhost", Outgoing::new("GET IT", "/")).await;
    assert_eq!(error.expect_err("no method").to_string(), "\"GET IT\" is not an HTTP method");
    let error = client().send("localhost", Outgoing::new("GET", "/toys")).await;
    let text = error.expect_err("no address").to_string();
    let wanted = "a request to \"localhost/toys\" cannot be formed (";
    assert!(text.starts_with(wanted), "{text}");
}

#[tokio::test]
async fn a_header_that_cannot_be_sent_is_not_called_an_address() {
    let outgoing = Outgoing::new("GET", "/").header("x-note", "two\nlines");
    let error = client().send("http://127.0.0.1:9", outgoing).await.expect_err("no header");
    assert!(!error.to_string().contains("is not an address"), "{error}");
}

#[tokio::test]
async fn the_kept_address_is_the_one_that_was_sent() {
    let responder = Responder::start(TOY).await;
    let outgoing = Outgoing::new("GET", "/toys?note=it's");
    let exchange = client().send(&responder.origin, outgoing).await.expect("an answer");
    assert_eq!(format!("GET {}", exchange.request.path), responder.take_one().line);
}

/// The origin of a server whose answer begins with this head and has a body without an end.
async fn endless(head: &'static str) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let _ = stream.read(&mut [0; 1024]).await;
        stream.write_all(head.as_bytes()).await.expect("written");
        let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
        while stream.write_all(chunk.as_bytes()).await.is_ok() {}
    });
    origin
}

#[tokio::test]
async fn an_endless_body_is_a_breach_and_read_only_up_to_its_bound() {
    let origin = endless("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await;
    let error = client().send(&origin, Outgoing::new("GET", "/toys")).await.expect_err("endless");
    let wanted =
        format!("the answer to GET {origin}/toys is too large: its body is longer than 12 MiB");
    assert_eq!(error.to_string(), wanted);
    let Fault::Nonconformance(finding) = Fault::from(error) else { panic!("no error of ours") };
    assert_eq!(finding.actual, wanted);
}

#[tokio::test]
async fn an_endless_answer_shows_that_a_target_is_there() {
    let api = endless("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await;
    let target = Target::started("a toy", api, String::new(), &[], Reach::loopback());
    target.probe(&client()).await.expect("it is there");
}

#[tokio::test]
async fn a_head_without_a_reasonable_end_is_a_breach() {
    let many = "x-one: 1\r\n".repeat(101);
    let long = format!("x-one: {}\r\n", "1".repeat(70_000));
    for headers in [many, long] {
        let answer = format!("HTTP/1.1 200 OK\r\n{headers}content-length: 0\r\n\r\n");
        let responder = Responder::start(answer.leak()).await;
        let error = client().send(&responder.origin, Outgoing::new("GET", "/")).await;
        let error = error.expect_err("too large");
        assert!(matches!(error, ClientError::TooLarge { .. }), "{error}");
        assert!(error.to_string().contains("more than 100 headers or is longer than 64 KiB"));
    }
}

#[tokio::test]
async fn the_answers_that_a_run_keeps_are_bounded_together() {
    let body = format!("[{}]", "[0],".repeat(100_000));
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ";
    let answer = format!("{head}{}\r\n\r\n{body}", body.len());
    let large = Responder::start(answer.leak()).await;
    let small = Responder::start(TOY).await;
    let greedy = client();
    let modest = greedy.for_scenario();
    let mut kept = Vec::new();
    let error = loop {
        match greedy.send(&large.origin, Outgoing::new("GET", "/")).await {
            Ok(exchange) => kept.push(exchange),
            Err(error) => break error,
        }
        assert!(kept.len() < 10, "400 KB of lists take some 50 MB in memory");
    };
    assert!(error.to_string().contains("at most 96 MiB of answers at a time"), "{error}");
    modest.send(&small.origin, Outgoing::new("GET", "/")).await.expect("another scenario's part");
    kept.clear();
    greedy.send(&large.origin, Outgoing::new("GET", "/")).await.expect("there is room again");
}
