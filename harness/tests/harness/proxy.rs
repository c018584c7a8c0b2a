//! The proxy as clients and targets see it: bytes that nobody changes, heads in another letter case, answers without an end,
//! deliveries under faults.

use std::{
    fs,
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use conformance_harness::{
    checks::{Encoding, WebhookConvention, signature},
    fault::{FaultKind, InjectedFault, Injector, load},
    intercept::Interceptor,
    proxy::{Proxy, ProxyNote, ProxySettings, ProxyWebhooks, RegistrationConvention},
    sink::{Authority, Certificate, Mailbox, Reach, ReceivedDelivery, Reply, Sink},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::{responder::Responder, sink::LONG};

const CONVENTION: WebhookConvention = WebhookConvention {
    signature_header: "X-Signature",
    id_key: "eventId",
    type_key: "eventType",
    encoding: Encoding::Hex,
};

const REGISTRATION: RegistrationConvention = RegistrationConvention {
    registering: &["PUT /shops/{owner}/hook"],
    showing_secret: &["PUT /shops/{owner}/hook"],
    address_key: "url",
    secret_key: "secret",
};

/// The target's answer to a registration.
const REGISTERED: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\
                          connection: close\r\n\r\n{\"secret\":\"s-7\"}";

fn anywhere() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

/// The one fault of a file with these changes.
fn fault(changes: &str) -> InjectedFault {
    let folder = tempfile::tempdir().expect("a folder");
    let text = format!("- {{id: one, breaks: ONE-1, title: One, {changes}}}");
    fs::write(folder.path().join("one.yaml"), text).expect("written");
    let openapi = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../schemas/openapi.yaml");
    load(folder.path(), FaultKind::Fault, &openapi).expect("a fault").remove(0)
}

/// A proxy before a target, with a fault.
async fn before(target: &str, changes: Option<&str>) -> (Proxy, Arc<Mutex<Vec<ProxyNote>>>) {
    let faults: Vec<InjectedFault> = changes.iter().map(|changes| fault(changes)).collect();
    let framing = faults.iter().find_map(|fault| fault.framing);
    let injector: Option<Arc<dyn Interceptor>> = (!faults.is_empty())
        .then(|| -> Arc<dyn Interceptor> { Arc::new(Injector::new(faults, CONVENTION)) });
    let notes = Arc::new(Mutex::new(Vec::new()));
    let kept = notes.clone();
    let settings = ProxySettings {
        fronts: vec![(target.to_owned(), anywhere())],
        interceptor: injector,
        framing,
        webhooks: None,
        notes: Some(Arc::new(move |note| kept.lock().expect("kept").push(note))),
    };
    (Proxy::start(settings).await.expect("the proxy starts"), notes)
}

/// The address of a proxy with one origin.
fn address(proxy: &Proxy) -> &str {
    proxy.origins()[0].1.strip_prefix("http://").expect("an origin")
}

/// The bytes that come back for these, up to the end of the connection.
async fn exchanged(proxy: &Proxy, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address(proxy)).await.expect("a connection");
    stream.write_all(request).await.expect("sent");
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    let read = tokio::time::timeout(LONG, reading).await.expect("the connection is closed");
    // A connection that is broken off ends, too.
    drop(read);
    answer
}

#[tokio::test]
async fn a_message_that_no_fault_changes_keeps_its_bytes() {
    let answer = "HTTP/1.1 299 Rather Odd\r\nX-Second: 2\r\nServer: none\r\nContent-Length: 5\r\n\
                  X-LAST: \u{e9}\r\n\r\nhello";
    let target = Responder::start(answer).await;
    for changes in [None, Some("changes: [{at: {answer: GET /never}, do: [{status: 500}]}]")] {
        let (proxy, notes) = before(&target.origin, changes).await;
        let request = "PUT /a/../b%2e//c?x=%20y&z HTTP/1.1\r\nX-UPPER: 1\r\nHost: example\r\n\
                       Content-Length: 3\r\nx-last: z\r\nConnection: close\r\n\r\nabc";
        let came = exchanged(&proxy, request.as_bytes()).await;
        let wanted = answer.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n");
        assert_eq!(String::from_utf8_lossy(&came), wanted);
        let received = target.take_one();
        assert_eq!(received.line, "PUT /a/../b%2e//c?x=%20y&z");
        let here = target.origin.trim_start_matches("http://");
        let headers = [("X-UPPER", "1"), ("Host", here), ("Content-Length", "3"), ("x-last", "z")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(received.headers, headers);
        assert_eq!(received.body, b"abc");
        assert_eq!(*notes.lock().expect("kept"), []);
    }
}

#[tokio::test]
async fn a_fault_may_change_the_letter_case_of_names() {
    let target =
        Responder::start("HTTP/1.1 200 OK\r\nx-one: 1\r\ncontent-length: 2\r\n\r\n{}").await;
    let changes = "changes: [{at: {answer: GET /a}, do: [{write: headers_upper}]}]";
    let (proxy, _) = before(&target.origin, Some(changes)).await;
    let request = b"GET /a HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
    let answer = String::from_utf8(exchanged(&proxy, request).await).expect("text");
    assert!(answer.contains("\r\nX-ONE: 1\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\n{}"), "{answer}");
}

#[tokio::test]
async fn a_framed_answer_comes_in_chunks_without_a_length() {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 60\r\nx-last: 1\r\n\r\n\
                  012345678901234567890123456789012345678901234567890123456789";
    let target = Responder::start(answer).await;
    let (proxy, notes) = before(&target.origin, Some("framing: chunked")).await;
    let request = b"GET /a?secret HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
    let answer = String::from_utf8(exchanged(&proxy, request).await).expect("text");
    assert!(answer.contains("transfer-encoding: chunked\r\n"), "{answer}");
    assert!(!answer.contains("content-length"), "{answer}");
    assert!(answer.contains("\r\n\r\n30\r\n0123"), "48 bytes in the first chunk: {answer}");
    assert_eq!(*notes.lock().expect("kept"), [ProxyNote::Framed("GET /a".to_owned())]);
    assert_eq!(proxy.framed(), 1);
}

#[tokio::test]
async fn an_answer_without_an_end_comes_as_it_is_sent() {
    let listener = TcpListener::bind(anywhere()).await.expect("a free port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    let target = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: 1\n\n";
        stream.write_all(head.as_bytes()).await.expect("sent");
        std::future::pending::<()>().await;
    });
    let changes = "changes: [{at: {answer: GET /never}, do: [{status: 500}]}]";
    let (proxy, _) = before(&origin, Some(changes)).await;
    let mut stream = TcpStream::connect(address(&proxy)).await.expect("a connection");
    stream.write_all(b"GET /live HTTP/1.1\r\nHost: here\r\n\r\n").await.expect("sent");
    let mut read = Vec::new();
    let reading = async {
        while !read.windows(7).any(|part| part == b"data: 1") {
            read.push(stream.read_u8().await.expect("more"));
        }
    };
    tokio::time::timeout(LONG, reading).await.expect("the first event comes at once");
    target.abort();
}

#[tokio::test]
async fn bodies_are_bounded() {
    let target = Responder::start("HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n").await;
    let (proxy, notes) = before(&target.origin, None).await;
    let request =
        "POST /a HTTP/1.1\r\nHost: here\r\ncontent-length: 99999999\r\nConnection: close\r\n\r\n";
    let body = vec![b'x'; 13 << 20];
    let answer = exchanged(&proxy, &[request.as_bytes(), &body].concat()).await;
    // The connection may break while the rest of the body is on its way.
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(target.take().is_empty(), "nothing reaches the target");
    let request = b"GET /large HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
    assert!(exchanged(&proxy, request).await.is_empty(), "no half answer");
    let notes = notes.lock().expect("kept");
    let [ProxyNote::Trouble(text)] = &notes[..] else { panic!("one note: {notes:?}") };
    assert!(text.starts_with("GET /large got no answer from http://127.0.0.1"), "{text}");
}

/// A target, a proxy that its deliveries pass, and the webhook server of a client.
struct HookBench {
    target: Responder,
    proxy: Proxy,
    /// The client's webhook server.
    sink: Sink,
    mailbox: Mailbox,
    /// The target's way to post, which trusts the proxy.
    posting: reqwest::Client,
    /// The address that the target has got.
    given: String,
}

impl HookBench {
    async fn start(changes: &str) -> Self {
        let target = Responder::start(REGISTERED).await;
        let (proxys, clients) = (Authority::new().expect("made"), Authority::new().expect("made"));
        let sink = Sink::start(&Reach::loopback(), &clients).await.expect("the sink listens");
        let injector: Arc<dyn Interceptor> =
            Arc::new(Injector::new(vec![fault(changes)], CONVENTION));
        let reach = Reach::loopback();
        let settings = ProxySettings {
            fronts: vec![(target.origin.clone(), anywhere())],
            interceptor: Some(injector),
            webhooks: Some(ProxyWebhooks {
                reach: &reach,
                authority: &proxys,
                convention: REGISTRATION,
                secret: None,
                endpoint_ca: Some(clients.pem()),
            }),
            ..ProxySettings::default()
        };
        let proxy = Proxy::start(settings).await.expect("the proxy starts");
        let mailbox = sink.mailbox();
        let own = sink.address(&mailbox, Certificate::Trusted);
        let trusted = reqwest::Certificate::from_pem(proxys.pem().as_bytes()).expect("PEM");
        let posting = reqwest::Client::builder()
            .tls_certs_only([trusted])
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        let registering = posting
            .put(format!("{}/shops/7/hook", proxy.origins()[0].1))
            .json(&json!({ "url": own }));
        assert_eq!(registering.send().await.expect("answered").status(), 200);
        let body: Value = serde_json::from_slice(&target.take_one().body).expect("JSON");
        let given = body["url"].as_str().expect("an address").to_owned();
        assert!(given.starts_with(proxy.webhook_origin().expect("an origin")), "{given}");
        Self { target, proxy, sink, mailbox, posting, given }
    }

    /// Posts an event as the target does, and gives the answer.
    async fn post(&self, event_type: &str) -> reqwest::Response {
        let body = json!({ "eventType": event_type }).to_string();
        let signed = signature("s-7", body.as_bytes(), Encoding::Hex);
        let posting = self.posting.post(&self.given).header("X-Signature", signed).body(body);
        posting.send().await.expect("answered")
    }

    /// The types of the deliveries so far, once there are so many.
    async fn arrived(&self, count: usize) -> Vec<ReceivedDelivery> {
        let waiting = self.mailbox.wait_until(LONG, |all| all.len() >= count);
        waiting.await.expect("they arrive")
    }
}

fn types(deliveries: &[ReceivedDelivery]) -> Vec<String> {
    let event = |delivery: &ReceivedDelivery| -> Value {
        serde_json::from_slice(&delivery.body).expect("JSON")
    };
    deliveries
        .iter()
        .map(|one| event(one)["eventType"].as_str().expect("text").to_owned())
        .collect()
}

#[tokio::test]
async fn deliveries_pass_to_the_clients_address_and_its_answer_comes_back() {
    let bench = HookBench::start("changes: [{at: {delivery: other}, do: [drop]}]").await;
    bench.mailbox.answer_with([Reply::Status(503), Reply::Redirect], Reply::Status(202));
    assert_eq!(bench.post("a").await.status(), 503);
    let redirect = bench.post("b").await;
    let place = redirect.headers()["location"].to_str().expect("text").to_owned();
    let own = bench.sink.address(&bench.mailbox, Certificate::Trusted);
    assert_eq!(place, format!("{own}/elsewhere"), "it leads away from the client's address");
    assert_eq!(bench.post("c").await.status(), 202);
    assert_eq!(types(&bench.arrived(3).await), ["a", "b", "c"]);
    let elsewhere = format!("{}/hooks/unknown", bench.proxy.webhook_origin().expect("an origin"));
    let answer = bench.posting.post(elsewhere).send().await.expect("answered");
    assert_eq!(answer.status(), 410);
    assert!(bench.target.take().is_empty());
}

#[tokio::test]
async fn deliveries_are_dropped_repeated_and_overtaken() {
    let bench = HookBench::start(
        "changes: [{at: {delivery: lost}, do: [drop]}, {at: {delivery: late}, do: [hold]}, \
         {at: {delivery: twice}, do: [{again: [{set: {at: /eventType, to: copy}}]}]}]",
    )
    .await;
    for event_type in ["lost", "late", "next", "twice", "last"] {
        assert_eq!(bench.post(event_type).await.status(), 200);
    }
    let arrived = types(&bench.arrived(5).await);
    assert_eq!(arrived, ["next", "late", "twice", "copy", "last"]);
}

#[tokio::test]
async fn a_changed_delivery_is_signed_by_the_secret_that_has_passed_by() {
    let changes =
        "changes: [{at: {delivery: a}, do: [{set: {at: /eventType, to: b}}, {sign: right}]}]";
    let bench = HookBench::start(changes).await;
    assert_eq!(bench.post("a").await.status(), 200);
    let arrived = bench.arrived(1).await;
    assert_eq!(types(&arrived), ["b"]);
    let wanted = signature("s-7", &arrived[0].body, Encoding::Hex);
    assert_eq!(arrived[0].header("x-signature"), Some(wanted.as_str()));
}

#[tokio::test]
async fn a_target_sees_that_an_endpoint_gave_no_answer() {
    let bench = HookBench::start("changes: [{at: {delivery: other}, do: [drop]}]").await;
    bench.mailbox.answer_with([], Reply::Dropped);
    let posting = bench.posting.post(&bench.given).timeout(Duration::from_secs(8)).body("{}");
    let error = posting.send().await.expect_err("no answer");
    assert!(!error.is_timeout(), "the connection is closed at once");
}
