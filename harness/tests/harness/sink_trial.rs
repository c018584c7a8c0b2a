//! The trial of the webhook sink before a run, and its doubt if nothing arrives.

use std::time::Instant;

use conformance_harness::sink::{Authority, Reach, Sink};

use crate::sink::{Bench, LONG};

#[tokio::test]
async fn the_sink_is_tried_at_its_registered_address() {
    let authority = Authority::new().expect("an authority");
    let here = Reach::loopback();
    let sink = Sink::start(&here, &authority).await.expect("the sink listens");
    sink.try_out(&here, &authority).await.expect("it answers itself");
    let doubt = sink.why_unreached().expect("the trial does not count");
    assert!(doubt.contains("does not reach the webhook sink at https://localhost:"), "{doubt}");
    // That port is closed.
    let elsewhere = Reach { origin: Some("https://localhost:9".into()), ..Reach::loopback() };
    let sink = Sink::start(&elsewhere, &authority).await.expect("the sink listens");
    let silent = sink.try_out(&elsewhere, &authority).await.expect_err("nothing answers there");
    let message = silent.to_string();
    let words = ["https://localhost:9/hooks/", "onnection refused", "correct `sink.url`"];
    assert!(words.iter().all(|word| message.contains(word)), "{message}");
}

#[tokio::test]
async fn a_client_that_does_not_trust_the_sink_is_told_from_one_that_does_not_reach_it() {
    let bench = Bench::start().await;
    let mailbox = bench.sink.mailbox();
    let stranger = reqwest::Client::builder().tls_certs_only([]).build().expect("a client");
    stranger.post(bench.address(&mailbox)).send().await.expect_err("the certificate is refused");
    let begun = Instant::now();
    while !bench.sink.why_unreached().is_some_and(|doubt| doubt.contains("does not trust")) {
        assert!(begun.elapsed() < LONG, "{:?}", bench.sink.why_unreached());
        tokio::task::yield_now().await;
    }
    bench.deliver(&mailbox, "{}").await;
    assert_eq!(bench.sink.why_unreached(), None);
}
