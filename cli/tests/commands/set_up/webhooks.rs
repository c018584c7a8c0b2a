//! Mistakes that keep webhooks from the sink, and in what they are compared with.

use std::{fs, net::TcpListener};

use super::bench::{Bench, mistake, printed};

#[tokio::test(flavor = "multi_thread")]
async fn sink_addresses_that_no_target_can_use_are_named() {
    let bench = Bench::start().await;
    let good = bench.profile();
    let sink = |keys: &str| good.replace("'127.0.0.1:0'", keys);
    let far = |keys: &str| {
        let far = sink(keys).replace(bench.sandbox.api_url(), "https://api.example.com");
        far.replace(bench.sandbox.portal_url(), "https://portal.example.com")
    };
    bench
        .refuses_all(&[
            mistake(
                sink("'127.0.0.1:0', url: 'http://hooks.example.com'"),
                &["http://hooks.example.com is not https", "write the https origin"],
            ),
            mistake(
                sink("'127.0.0.1:0', url: hooks"),
                &["\"hooks\" is no address", "https origin"],
            ),
            mistake(
                far("'0.0.0.0:0', url: 'https://localhost:8443'"),
                &["leads a target elsewhere to its own machine", "under which the target reaches"],
            ),
            mistake(far("'0.0.0.0:8443'"), &["would deliver to localhost", "set `sink.url`"]),
            mistake(
                far("'127.0.0.1:8443', host: me.example.com"),
                &["is reached from this machine only", "listen on 0.0.0.0"],
            ),
        ])
        .await;
    bench.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_in_use_and_a_broken_authority_are_named() {
    let bench = Bench::start().await;
    let good = bench.profile();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let taken = taken.local_addr().map(|address| (address, taken)).expect("an address");
    let folder = tempfile::tempdir().expect("a folder");
    let own = bench.folder.path().display().to_string();
    let kept_in = |path: &std::path::Path| {
        good.replace(&format!("authority: {own}"), &format!("authority: {}", path.display()))
    };
    let half = folder.path().join("half");
    fs::create_dir(&half).expect("made");
    fs::copy(bench.folder.path().join("ca.pem"), half.join("ca.pem")).expect("copied");
    let broken = folder.path().join("broken");
    fs::create_dir(&broken).expect("made");
    fs::write(broken.join("ca.pem"), "no certificate").expect("written");
    fs::write(broken.join("ca.key"), "no key").expect("written");
    bench
        .refuses_all(&[
            mistake(
                good.replace("127.0.0.1:0", &taken.0.to_string()),
                &["cannot listen on", "Address already in use", "choose another"],
            ),
            mistake(
                good.replace("127.0.0.1:0", "203.0.113.7:8443"),
                &["cannot listen on 203.0.113.7:8443", "choose another"],
            ),
            mistake(kept_in(&half), &["half/ca.key: No such file"]),
            mistake(kept_in(&broken), &["authority of the webhook sink is unusable"]),
        ])
        .await;
    bench.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_encoding_is_named_when_it_fits() {
    let bench = Bench::start().await;
    let profile = format!("{}signature: base64\n", bench.profile());
    bench
        .refuses(&mistake(
            profile,
            &["signatures of the target fit in hex", "write `signature: hex`"],
        ))
        .await;
    bench.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sink_that_is_not_trusted_or_not_reached_is_named() {
    let deaf = Bench::trusting(false).await;
    deaf.refuses(&mistake(deaf.profile(), &["does not trust its certificate", "`conform ca DIR`"]))
        .await;
    let lost = deaf.profile().replace("'127.0.0.1:0'", "'127.0.0.1:0', url: 'https://localhost:9'");
    deaf.refuses(&mistake(lost, &["does not reach the webhook sink", "`sink.url`"])).await;
    deaf.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_up_without_a_mistake_is_fine() {
    let bench = Bench::start().await;
    let output = bench.conform(&["doctor"], &bench.profile(), &[]).await;
    let text = printed(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("ok       webhooks: a payment's events have arrived"), "{text}");
    assert!(!text.contains("wrong ") && !text.contains("warning "), "{text}");
    let output = bench.conform(&["doctor"], &bench.by_hand(), &[]).await;
    let text = printed(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("RALIO_API_KEY: the API gives a token for them"), "{text}");
    bench.sandbox.stop().await;
}
