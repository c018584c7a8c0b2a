//! Connections: the host of a request, answers before the body has arrived, and who may hold how
//! many.

use std::net::SocketAddr;
use std::time::Duration;

use ralio_sandbox::{Config, start};
use reqwest::Method;
use serde_json::json;
use tokio::net::TcpSocket;

use crate::browser::Browser;
use crate::raw::{RawAnswer, RawConnection};
use crate::world::{Merchant, PDF, Target, expect, sandbox};

const MIB: usize = 1024 * 1024;

#[tokio::test]
async fn a_request_without_exactly_one_host_is_refused() {
    let (_sandbox, target) = sandbox().await;
    for url in [&target.api, &target.portal] {
        for (request, status) in [
            ("GET /health HTTP/1.1\r\nhost: a.example\r\n\r\n", 200),
            ("GET /health HTTP/1.1\r\n\r\n", 400),
            ("GET /nowhere HTTP/1.1\r\n\r\n", 400),
            ("GET /health HTTP/1.1\r\nhost: a.example\r\nHost: a.example\r\n\r\n", 400),
            ("GET /health HTTP/1.1\r\nhost: a.example\r\nhost: b.example\r\n\r\n", 400),
            ("POST /sign-in HTTP/1.1\r\ncontent-length: 1\r\n\r\nx", 400),
            ("GET /health HTTP/1.0\r\n\r\n", 200),
        ] {
            let mut connection = RawConnection::to(url).await;
            connection.send(request.as_bytes()).await;
            let answer = connection.answer().await.unwrap();
            assert_eq!(answer.status, status, "{request:?}");
            if status == 400 {
                // The Portal shows people a page instead of a problem document.
                let is_page = answer.head.contains("text/html");
                let reason =
                    if is_page { "The request could not be read." } else { "malformed_request" };
                assert!(answer.body.contains(reason), "{answer:?}");
            }
        }
    }
}

/// A way to send a body.
#[derive(Debug, Clone, Copy)]
enum Sent {
    /// No body.
    Nothing,
    /// So many bytes with their length.
    Whole(usize),
    /// So many bytes in chunks.
    Chunked(usize),
    /// Some bytes in pieces, with pauses.
    Slowly,
    /// All but the last byte.
    Unfinished,
    /// A length, and no body until the sandbox asks for it.
    Announced,
}

const WAYS: [Sent; 9] = [
    Sent::Nothing,
    Sent::Whole(10),
    Sent::Whole(300 * 1024),
    Sent::Whole(11 * MIB),
    Sent::Whole(20 * MIB),
    Sent::Chunked(300 * 1024),
    Sent::Slowly,
    Sent::Unfinished,
    Sent::Announced,
];

impl Sent {
    fn headers(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Whole(size) => format!("content-length: {size}\r\n"),
            Self::Chunked(_) => "transfer-encoding: chunked\r\n".to_owned(),
            Self::Slowly | Self::Unfinished => "content-length: 20\r\n".to_owned(),
            Self::Announced => "content-length: 20\r\nexpect: 100-continue\r\n".to_owned(),
        }
    }

    /// Sends the body as far as the other side takes it.
    async fn send(self, connection: &mut RawConnection) {
        match self {
            Self::Nothing | Self::Announced => {}
            Self::Whole(size) => {
                connection.send(&vec![b' '; size]).await;
            }
            Self::Chunked(size) => {
                for _ in 0..size / 1024 {
                    connection.send(format!("400\r\n{:1024}\r\n", "").as_bytes()).await;
                }
                connection.send(b"0\r\n\r\n").await;
            }
            Self::Slowly => {
                for _ in 0..20 {
                    connection.send(b" ").await;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
            Self::Unfinished => {
                connection.send(&[b' '; 19]).await;
            }
        }
    }
}

/// A request that is answered without its body, with the expected status.
struct Early {
    listener: String,
    line: String,
    headers: String,
    status: u16,
}

async fn early_answers(target: &Target, merchant: &Merchant) -> Vec<Early> {
    let company = merchant.business().await;
    let session = merchant.kyb_session(&company).await;
    let lost = session.replace("/kyb-sessions/", "/kyb-sessions/0");
    let token = format!("authorization: Bearer {}\r\n", merchant.token);
    let form = "content-type: multipart/form-data; boundary=X\r\n";
    let (api, portal) = (&target.api, &target.portal);
    let mut early = vec![];
    let mut add = |listener: &String, line: &str, headers: &str, status| {
        let (line, headers) = (line.to_owned(), headers.to_owned());
        early.push(Early { listener: listener.clone(), line, headers, status });
    };
    add(api, "GET /health", "", 200);
    add(api, "POST /api/v1/nothing", "", 404);
    add(api, "PUT /api/v1/account/orders", &token, 405);
    add(api, "POST /api/v1/account/individual-users", "", 401);
    add(api, "GET /api/v1/account/orders", &token, 200);
    add(api, &format!("POST /api/v1{lost}/documents"), &format!("{token}{form}"), 404);
    add(portal, "POST /operator/v1/merchants", "", 401);
    add(portal, "DELETE /sign-in", "", 405);
    add(portal, "GET /sign-in", "", 200);
    add(portal, "POST /settings/sign-in", "", 303);
    add(portal, "POST /nothing", "", 404);
    early
}

/// Sends the request, then a further one on the same connection, unless the first answer has closed
/// it. Gives the first answer; none if one of both was lost.
async fn converse(early: &Early, sent: Sent) -> Option<RawAnswer> {
    let mut connection = RawConnection::to(&early.listener).await;
    let head =
        format!("{} HTTP/1.1\r\nhost: x\r\n{}{}\r\n", early.line, early.headers, sent.headers());
    connection.send(head.as_bytes()).await;
    sent.send(&mut connection).await;
    let answer = connection.answer().await?;
    if !answer.closes() {
        connection.send(b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n").await;
        let further = connection.answer().await?;
        assert_eq!(further.status, 200, "{further:?}");
    }
    Some(answer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_request_is_lost_behind_an_early_answer() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let limit = json!({"rateLimit": {"requests": 1, "perSeconds": 3600}});
    let limited = target.merchant().await;
    expect(200, limited.operate(Method::PATCH, "/settings", limit).await);
    expect(200, limited.get("/account/orders").await);
    let token = format!("authorization: Bearer {}\r\n", limited.token);
    let mut all = early_answers(&target, &merchant).await;
    let line = "GET /api/v1/account/orders".to_owned();
    all.push(Early { listener: target.api.clone(), line, headers: token, status: 429 });
    let conversations = all.iter().flat_map(|early| {
        WAYS.into_iter().map(async move |sent| {
            let answer = converse(early, sent).await;
            let answer = answer.unwrap_or_else(|| panic!("{} {sent:?} was lost", early.line));
            assert_eq!(answer.status, early.status, "{} {sent:?} {answer:?}", early.line);
            let is_kept = match sent {
                Sent::Whole(size) => size < 12 * MIB,
                Sent::Unfinished | Sent::Announced => false,
                _ => true,
            };
            assert_eq!(is_kept, !answer.closes(), "{} {sent:?} {answer:?}", early.line);
        })
    });
    futures::future::join_all(conversations).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_body_does_not_cost_the_next_request() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let session = merchant.kyb_session(&merchant.business().await).await;
    let token = format!("authorization: Bearer {}\r\n", merchant.token);
    let form = format!("{token}content-type: multipart/form-data; boundary=X\r\n");
    let json = format!("{token}content-type: application/json\r\n");
    let (users, documents) = ("/account/individual-users", format!("{session}/documents"));
    for (path, headers, sent, status) in [
        (users, &json, Sent::Whole(65 * 1024), 413),
        (users, &json, Sent::Whole(20 * MIB), 413),
        (users, &json, Sent::Chunked(MIB), 413),
        (users, &token, Sent::Whole(100), 415),
        (&documents, &form, Sent::Whole(11 * MIB), 413),
        (&documents, &form, Sent::Whole(20 * MIB), 413),
        (&documents, &token, Sent::Chunked(MIB), 415),
    ] {
        let line = format!("POST /api/v1{path}");
        let headers = headers.clone();
        let early = Early { listener: target.api.clone(), line, headers, status };
        let answer = converse(&early, sent).await.unwrap();
        assert_eq!(answer.status, status, "{path} {sent:?} {answer:?}");
    }
}

#[tokio::test]
async fn a_slow_body_does_not_hold_back_an_early_answer() {
    let (_sandbox, target) = sandbox().await;
    let mut connection = RawConnection::to(&target.api).await;
    let head =
        "POST /api/v1/account/individual-users HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n";
    connection.send(head.as_bytes()).await;
    let answer = tokio::time::timeout(Duration::from_secs(5), connection.answer()).await;
    let answer = answer.unwrap().unwrap();
    assert_eq!((answer.status, answer.closes()), (401, true), "{answer:?}");
}

/// Begins an upload and sends its first bytes.
async fn slow_upload(merchant: &Merchant, session: &str) -> RawConnection {
    let mut connection = RawConnection::to(&merchant.target.api).await;
    let head = format!(
        "POST /api/v1{session}/documents HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: multipart/form-data; boundary=X\r\ncontent-length: 1000000\r\n\r\n\
         --X\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-",
        merchant.token
    );
    connection.send(head.as_bytes()).await;
    connection
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_uploads_hold_up_no_other_merchant() {
    let (_sandbox, target) = sandbox().await;
    let (slow, quick) = (target.merchant().await, target.merchant().await);
    let session = slow.kyb_session(&slow.business().await).await;
    let lost = session.replace("/kyb-sessions/", "/kyb-sessions/0");
    let mut uploads = vec![];
    for path in [&lost, &lost, &lost, &lost, &session, &session, &session, &session, &session] {
        uploads.push(slow_upload(&slow, path).await);
    }
    for _ in 0..5 {
        // These have a known session and send no byte of their body.
        let mut connection = RawConnection::to(&target.api).await;
        let head = format!(
            "POST /api/v1{session}/documents HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
             content-length: 9\r\n\r\n",
            slow.token
        );
        connection.send(head.as_bytes()).await;
        uploads.push(connection);
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    let session = quick.kyb_session(&quick.business().await).await;
    let uploaded = quick.upload(&session, "OTHER", "a.pdf", PDF.to_vec());
    let uploaded = tokio::time::timeout(Duration::from_secs(5), uploaded).await;
    expect(201, uploaded.unwrap());
    drop(uploads);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_oldest_page_streams_of_a_person_end() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let (many, one) = (Browser::of(&merchant).await, Browser::of(&merchant).await);
    let mut other = page_stream(&target, &one, "/live").await;
    let mut streams = vec![];
    for _ in 0..20 {
        streams.push(page_stream(&target, &many, "/live").await);
    }
    for (index, stream) in streams.iter_mut().enumerate() {
        let rest = stream.rest(Duration::from_millis(200)).await;
        assert_eq!(rest.contains("event: replaced"), index < 4, "{index}: {rest}");
    }
    assert_eq!(other.rest(Duration::from_millis(200)).await, "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_is_older_than_a_change_is_told_at_once() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let browser = Browser::of(&merchant).await;
    let shown = async || {
        let html = browser.get("/orders").await.html;
        let (_, after) = html.split_once("data-changes=\"").unwrap();
        after.split_once('"').unwrap().0.to_owned()
    };
    let before = shown().await;
    merchant.business().await;
    let after = shown().await;
    for (shown, is_told) in [(before, true), (after, false)] {
        let path = format!("/live?shows={shown}");
        let mut stream = page_stream(&target, &browser, &path).await;
        let news = stream.rest(Duration::from_secs(1)).await;
        assert_eq!(news.contains("event: changed"), is_told, "{path}: {news}");
    }
}

/// The stream of changes of an open page.
async fn page_stream(target: &Target, browser: &Browser, path: &str) -> RawConnection {
    let mut stream = RawConnection::to(&target.portal).await;
    let head = format!("GET {path} HTTP/1.1\r\nhost: x\r\ncookie: {}\r\n\r\n", browser.cookie);
    stream.send(head.as_bytes()).await;
    assert_eq!(stream.answer().await.unwrap().status, 200);
    stream
}

/// Opens a connection from 127.0.0.`last`.
async fn connect_from(last: u8, url: &str) -> RawConnection {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, last], 0))).unwrap();
    let address = url.strip_prefix("http://").unwrap().parse().unwrap();
    RawConnection::of(socket.connect(address).await.unwrap())
}

async fn is_healthy(connection: &mut RawConnection) -> bool {
    connection.send(b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n").await;
    connection.answer().await.is_some_and(|answer| answer.status == 200)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_with_too_many_connections_loses_its_own_oldest_idle_one() {
    let config = Config { max_connections_per_peer: 8, ..Config::default() };
    let sandbox = start(config).await.unwrap();
    for url in [sandbox.api_url(), sandbox.portal_url()] {
        let mut other = connect_from(2, url).await;
        assert!(is_healthy(&mut other).await);
        let mut open = vec![];
        for _ in 0..40 {
            open.push(connect_from(1, url).await);
        }
        let newest = open.last_mut().unwrap();
        assert!(is_healthy(newest).await, "a new connection has room");
        assert!(!is_healthy(&mut open[0]).await, "the oldest one was closed for it");
        assert!(is_healthy(&mut other).await, "other peers keep theirs");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_idle_connections_lock_nobody_out() {
    let (_sandbox, target) = sandbox().await;
    let mut open = vec![];
    for number in 0..2100_u32 {
        // Five peers, each below its own bound.
        let last = u8::try_from(10 + number % 5).unwrap();
        open.push(connect_from(last, &target.api).await);
    }
    let mut new = connect_from(1, &target.api).await;
    assert!(is_healthy(&mut new).await);
}
