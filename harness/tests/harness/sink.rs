//! The webhook sink as a target sees it: TLS, one mailbox a scenario, errors on command.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use conformance_harness::{
    install_crypto,
    sink::{Authority, Certificate, Mailbox, Reach, ReceivedDelivery, Reply, Sink, SinkError},
};

/// A time far above any wait in these tests, so that a wait this long was not woken.
pub(crate) const LONG: Duration = Duration::from_secs(8);

/// A time far below `LONG` and far above a round trip on this machine.
const SOON: Duration = Duration::from_secs(2);

/// A sink with a client that trusts its authority.
pub(crate) struct Bench {
    pub(crate) sink: Sink,
    client: reqwest::Client,
}

impl Bench {
    pub(crate) async fn start() -> Self {
        Self::reached_by(&Reach::loopback()).await
    }

    async fn reached_by(reach: &Reach) -> Self {
        install_crypto();
        let authority = Authority::new().expect("an authority");
        let sink = Sink::start(reach, &authority).await.expect("the sink listens");
        let trusted = reqwest::Certificate::from_pem(authority.pem().as_bytes());
        let client = reqwest::Client::builder()
            .tls_certs_only([trusted.expect("the authority's certificate is one")])
            .redirect(reqwest::redirect::Policy::none())
            .build();
        Self { sink, client: client.expect("a client") }
    }

    pub(crate) fn address(&self, mailbox: &Mailbox) -> String {
        self.sink.address(mailbox, Certificate::Trusted)
    }

    pub(crate) async fn deliver(&self, mailbox: &Mailbox, body: &str) -> u16 {
        let sending = self.client.post(self.address(mailbox)).body(body.to_owned()).send();
        sending.await.expect("the sink answers").status().as_u16()
    }
}

fn bodies(deliveries: &[ReceivedDelivery]) -> Vec<String> {
    let text = |delivery: &ReceivedDelivery| String::from_utf8_lossy(&delivery.body).into_owned();
    deliveries.iter().map(text).collect()
}

/// The chain of an error's causes.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

#[tokio::test]
async fn a_client_that_trusts_the_authority_delivers_over_tls() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    let address = bench.address(&mailbox);
    assert!(address.starts_with("https://localhost:"), "{address}");
    let sending =
        bench.client.post(&address).header("X-Signature", "abc").body("{\"a\": 1}").send();
    let answer = sending.await.expect("the sink answers");
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.text().await.expect("a body"), "{\"received\":true}");
    let [delivery] = &mailbox.deliveries()[..] else { panic!("one delivery") };
    assert_eq!((delivery.method.as_str(), delivery.subpath.as_str()), ("POST", ""));
    assert_eq!(&delivery.body[..], b"{\"a\": 1}", "the bytes are kept as they came");
    assert_eq!(delivery.header("x-SIGNATURE"), Some("abc"));
    assert_eq!(delivery.reply, Reply::Status(200));
}

#[tokio::test]
async fn the_sink_is_reached_by_name_and_by_address() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    let by_number = bench.address(&mailbox).replace("localhost", "127.0.0.1");
    let answer = bench.client.post(by_number).send().await.expect("the certificate fits");
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn bad_certificates_are_refused_by_that_client() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    for (certificate, why) in [
        (Certificate::UnknownAuthority, "invalid peer certificate"),
        (Certificate::OtherHost, "not valid for name"),
    ] {
        let address = bench.sink.address(&mailbox, certificate);
        let error = bench.client.post(address).send().await.expect_err("the certificate is bad");
        assert!(causes(&error).contains(why), "{certificate:?}: {}", causes(&error));
    }
    assert!(mailbox.deliveries().is_empty(), "nothing was delivered");
    assert_eq!(bench.deliver(&mailbox, "still there").await, 200);
}

#[tokio::test]
async fn an_unknown_authority_is_not_a_forgery_of_ours() {
    let bench = Bench::start().await;
    let address = bench.sink.address(&bench.sink.mailbox(), Certificate::UnknownAuthority);
    let error = bench.client.post(address).send().await.expect_err("the certificate is bad");
    assert!(causes(&error).contains("UnknownIssuer"), "{}", causes(&error));
}

#[tokio::test]
async fn the_sink_answers_with_the_chosen_body_for_any_status() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    mailbox.say("<b>no</b>");
    mailbox.answer_with([Reply::Status(503)], Reply::Status(200));
    for status in [503, 200] {
        let answer = bench.client.post(bench.address(&mailbox)).send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), status);
        assert_eq!(answer.text().await.expect("a body"), "<b>no</b>");
    }
}

#[tokio::test]
async fn the_sink_answers_with_the_chosen_status() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    mailbox.answer_with([Reply::Status(500), Reply::Status(429)], Reply::Status(204));
    for wanted in [500, 429, 204, 204] {
        assert_eq!(bench.deliver(&mailbox, "{}").await, wanted);
    }
    let replies: Vec<Reply> = mailbox.deliveries().iter().map(|one| one.reply).collect();
    assert_eq!(replies, [500, 429, 204, 204].map(Reply::Status));
    let accepted: Vec<bool> =
        mailbox.deliveries().iter().map(ReceivedDelivery::is_accepted).collect();
    assert_eq!(accepted, [false, false, true, true]);
}

#[tokio::test]
async fn the_sink_redirects_to_another_path_of_the_same_mailbox() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    mailbox.answer_with([Reply::Redirect], Reply::Status(200));
    let answer = bench.client.post(bench.address(&mailbox)).send().await.expect("an answer");
    assert_eq!(answer.status(), 307);
    let elsewhere = format!("{}/elsewhere", mailbox.path());
    assert_eq!(answer.headers()["location"], elsewhere.as_str());
    let followed = answer.url().join(&elsewhere).expect("an address");
    bench.client.post(followed).send().await.expect("an answer");
    let subpaths: Vec<String> = mailbox.deliveries().into_iter().map(|one| one.subpath).collect();
    assert_eq!(subpaths, ["", "/elsewhere"], "who follows can be found");
}

#[tokio::test]
async fn a_held_delivery_is_answered_when_it_is_released() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    mailbox.answer_with([], Reply::Held);
    let delivering = bench.deliver(&mailbox, "{}");
    let releasing = async {
        let arrived = mailbox.wait_until(LONG, |all| !all.is_empty()).await;
        let arrived = arrived.expect("it arrives before it is answered");
        assert_eq!(arrived.iter().map(ReceivedDelivery::is_accepted).collect::<Vec<_>>(), [false]);
        mailbox.release();
        let accepted =
            mailbox.wait_until(LONG, |all| all.iter().all(ReceivedDelivery::is_accepted));
        accepted.await.expect("the answer wakes whoever waits for it");
    };
    let both = tokio::time::timeout(SOON, futures::future::join(delivering, releasing)).await;
    assert_eq!(both.expect("it is answered").0, 200);
}

#[tokio::test]
async fn a_held_delivery_is_not_answered_before() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    mailbox.answer_with([], Reply::Held);
    let address = bench.address(&mailbox);
    let waiting = bench.client.post(address).timeout(Duration::from_millis(150)).send();
    assert!(waiting.await.expect_err("no answer comes").is_timeout());
    assert_eq!(mailbox.deliveries().len(), 1);
}

#[tokio::test]
async fn a_dropped_delivery_gets_no_answer_and_is_kept() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    mailbox.answer_with([Reply::Dropped], Reply::Status(200));
    let sending = bench.client.post(bench.address(&mailbox)).body("{}").send();
    let error = sending.await.expect_err("the connection is closed");
    assert!(error.is_request() && !error.is_timeout(), "{}", causes(&error));
    assert_eq!(mailbox.deliveries().len(), 1);
    assert_eq!(bench.deliver(&mailbox, "{}").await, 200, "the next one is answered");
}

#[tokio::test]
async fn a_wait_ends_on_the_arrival_and_not_at_the_timeout() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    let begun = Instant::now();
    let waiting = mailbox.wait_until(LONG, |all| all.len() == 3);
    let delivering = async {
        for body in ["1", "2", "3"] {
            bench.deliver(&mailbox, body).await;
        }
    };
    let (arrived, ()) = futures::future::join(waiting, delivering).await;
    assert_eq!(bodies(&arrived.expect("all have arrived")), ["1", "2", "3"]);
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn waiting_for_what_is_there_takes_no_time() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    bench.deliver(&mailbox, "1").await;
    let arrived = mailbox.wait_until(Duration::ZERO, |all| all.len() == 1).await;
    assert_eq!(bodies(&arrived.expect("it is there")), ["1"]);
}

#[tokio::test]
async fn waiting_in_vain_ends_with_what_there_was() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    bench.deliver(&mailbox, "1").await;
    let effect_timeout = Duration::from_millis(50);
    let begun = Instant::now();
    let arrived = mailbox.wait_until(effect_timeout, |all| all.len() == 2).await;
    assert_eq!(bodies(&arrived.expect_err("one is missing")), ["1"]);
    assert!(begun.elapsed() >= effect_timeout && begun.elapsed() < SOON, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_closed_mailbox_answers_410_and_lets_go_of_what_is_held() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    mailbox.answer_with([], Reply::Held);
    let closing = async {
        let _ = mailbox.wait_until(LONG, |all| !all.is_empty()).await;
        bench.sink.close(&mailbox);
    };
    let both = futures::future::join(bench.deliver(&mailbox, "held"), closing);
    let (held, ()) = tokio::time::timeout(SOON, both).await.expect("it is let go");
    assert_eq!(held, 200);
    assert_eq!(bench.deliver(&mailbox, "late").await, 410);
    assert_eq!(bodies(&mailbox.deliveries()), ["held"], "what is late is not kept");
}

#[tokio::test]
async fn a_path_of_no_mailbox_answers_410() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    let address = bench.address(&mailbox);
    for other in [address.replace("/hooks/", "/hooks/0"), address.replace("/hooks/", "/")] {
        let answer = bench.client.post(&other).send().await.expect("an answer");
        assert_eq!(answer.status(), 410, "{other}");
    }
}

#[tokio::test]
async fn two_mailboxes_do_not_mix() {
    let bench = Bench::start().await;
    let (one, two) = (bench.sink.mailbox(), bench.sink.mailbox());
    two.answer_with([], Reply::Status(503));
    assert_eq!(bench.deliver(&one, "for one").await, 200);
    assert_eq!(bench.deliver(&two, "for two").await, 503);
    assert_eq!(bodies(&one.deliveries()), ["for one"]);
    assert_eq!(bodies(&two.deliveries()), ["for two"]);
    bench.sink.close(&one);
    assert_eq!(bench.deliver(&two, "again").await, 503, "closing one leaves the other");
}

#[tokio::test]
async fn a_body_of_more_than_a_mebibyte_is_refused() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    assert_eq!(bench.deliver(&mailbox, &"x".repeat(1 << 20)).await, 200);
    let large = bench.client.post(bench.address(&mailbox)).body("x".repeat((1 << 20) + 1)).send();
    assert!(large.await.is_ok_and(|answer| answer.status() == 413));
    assert_eq!(mailbox.deliveries().len(), 1);
    let excess = mailbox.excess();
    assert_eq!(excess.as_deref(), Some("a delivery has a body of more than 1024 KiB"));
}

#[tokio::test]
async fn a_mailbox_keeps_deliveries_up_to_a_number() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    for _ in 0..1_000 {
        assert_eq!(bench.deliver(&mailbox, "{}").await, 200);
    }
    assert_eq!((mailbox.excess(), bench.deliver(&mailbox, "{}").await), (None, 507));
    assert_eq!(mailbox.deliveries().len(), 1_000);
    assert_eq!(mailbox.excess().as_deref(), Some("more than 1000 deliveries arrived"));
    mailbox.clear();
    assert_eq!((mailbox.excess(), bench.deliver(&mailbox, "{}").await), (None, 200));
}

#[tokio::test]
async fn a_mailbox_keeps_deliveries_up_to_a_size() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    let large = "x".repeat((1 << 20) - 1_000);
    for _ in 0..8 {
        assert_eq!(bench.deliver(&mailbox, &large).await, 200);
    }
    assert_eq!(bench.deliver(&mailbox, &large).await, 507);
    assert_eq!(mailbox.excess().as_deref(), Some("the deliveries need too much memory"));
}

#[tokio::test]
async fn all_mailboxes_share_the_memory_of_the_run_and_each_has_a_part_of_its_own() {
    let bench = Bench::start().await;
    let large = "x".repeat((1 << 20) - 1_000);
    let mailboxes: Vec<Mailbox> = (0..5).map(|_| bench.sink.mailbox()).collect();
    let mut kept = 0;
    for mailbox in &mailboxes {
        for _ in 0..8 {
            kept += usize::from(bench.deliver(mailbox, &large).await == 200);
        }
    }
    assert_eq!(kept, 32);
    let modest = bench.sink.mailbox();
    assert_eq!(bench.deliver(&modest, "{}").await, 200, "a small delivery is always taken");
    bench.sink.close(&mailboxes[0]);
    drop(mailboxes);
    assert_eq!(bench.deliver(&modest, &large).await, 200, "closed mailboxes give it back");
}

#[tokio::test]
async fn the_origin_of_the_profile_is_the_one_to_register() {
    let origin = Some("https://tunnel.example/".to_owned());
    let bench = Bench::reached_by(&Reach { origin, ..Reach::loopback() }).await;
    let mailbox = bench.sink.mailbox();
    let wanted = format!("https://tunnel.example{}", mailbox.path());
    assert_eq!(bench.address(&mailbox), wanted);
    let other = bench.sink.address(&mailbox, Certificate::OtherHost);
    assert!(other.starts_with("https://localhost:"), "{other}");
}

#[tokio::test]
async fn an_address_that_is_taken_is_named_with_what_to_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let listen: SocketAddr = taken.local_addr().expect("an address");
    let authority = Authority::new().expect("an authority");
    let error = Sink::start(&Reach { listen, ..Reach::loopback() }, &authority).await;
    let error = error.expect_err("the address is taken");
    assert!(matches!(error, SinkError::Listen { .. }));
    let text = error.to_string();
    assert!(text.starts_with(&format!("the webhook sink cannot listen on {listen}: ")), "{text}");
    assert!(text.ends_with("choose another with `sink.listen` in the profile"), "{text}");
}

#[tokio::test]
async fn a_delivery_is_shown_as_people_read_it() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    let address = format!("{}/elsewhere", bench.address(&mailbox));
    bench
        .client
        .put(address)
        .header("x-one", "1")
        .body("{\"a\":1}")
        .send()
        .await
        .expect("answered");
    let text = mailbox.deliveries()[0].as_text();
    assert!(text.starts_with("PUT (webhook sink)/elsewhere\n"), "{text}");
    assert!(text.contains("\nx-one: 1\n"), "{text}");
    assert!(text.ends_with("\n\n{\n  \"a\": 1\n}"), "{text}");
}

#[tokio::test]
async fn deliveries_held_after_a_release_are_held_again() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    mailbox.release();
    mailbox.answer_with([], Reply::Held);
    let address = bench.address(&mailbox);
    let waiting = bench.client.post(address).timeout(Duration::from_millis(150)).send();
    assert!(waiting.await.is_err_and(|error| error.is_timeout()));
}
