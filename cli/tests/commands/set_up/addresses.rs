//! Mistakes in the addresses of a target.

use conformance_harness::sink::{Authority, Certificate, Reach, Sink};

use super::{
    bench::{Bench, Mistake, mistake},
    servers,
};

/// The profile with another address under `api`.
fn at(bench: &Bench, api: &str) -> String {
    bench.profile().replace(bench.sandbox.api_url(), api)
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_are_written_wrongly_are_named() {
    let bench = Bench::start().await;
    let api = bench.sandbox.api_url().to_owned();
    let bare = api.trim_start_matches("http://").to_owned();
    let wrong = |address: &str, words: &[&str]| mistake(at(&bench, address), words);
    bench
        .refuses_all(&[
            wrong(&format!("'{bare}'"), &["has no scheme", &format!("write https://{bare}")]),
            wrong(&format!("ftp://{bare}"), &["the scheme \"ftp\"", "write https:// or http://"]),
            wrong(&format!("'{api} '"), &["has a space or a line break", "on one line"]),
            wrong("http://", &["is no address", "write scheme, host and port"]),
            wrong(&format!("{api}/api/v1"), &["ends with /api/v1", "write only the origin"]),
            wrong(&format!("{api}?x=1"), &["has a query", "end the address before `?`"]),
            wrong(&format!("http://a:b@{bare}"), &["a password in it", "remove them"]),
            wrong(&format!("{api}/below"), &["is below the API", &format!("write `api: {api}`")]),
        ])
        .await;
    bench.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_of_other_servers_are_named() {
    let bench = Bench::start().await;
    let (api, portal) = (bench.sandbox.api_url(), bench.sandbox.portal_url());
    let page = servers::answering("200 OK\r\ncontent-type: text/html", "<p>Welcome</p>").await;
    let elsewhere = servers::answering("301 Moved\r\nlocation: https://new.example/x", "").await;
    let down = servers::answering("502 Bad Gateway", "").await;
    let walled = servers::answering("403 Forbidden", "").await;
    let other = servers::answering("404 Not Found\r\ncontent-type: application/json", "{}").await;
    let swapped = bench.profile().replace(api, "API").replace(portal, api).replace("API", portal);
    let wrong = |address: &str, words: &[&str]| mistake(at(&bench, address), words);
    bench
        .refuses_all(&[
            wrong(&page, &["with a web page", "write the origin of the API"]),
            wrong(
                &elsewhere,
                &["redirects to https://new.example/x", "`api: https://new.example`"],
            ),
            wrong(&down, &["status 502", "start the target"]),
            wrong(&walled, &["lets nobody in from here", "VPN"]),
            wrong(&other, &["does not know the API's login (status 404)", "write the origin"]),
            mistake(swapped, &["the address under `portal` is", "swap the addresses"]),
            mistake(
                bench.profile().replace(portal, &page),
                &["has no operator's interface", "write `operator: person`"],
            ),
            mistake(
                bench.profile().replace(portal, &servers::closed().await),
                &["wrong    portal: nothing listens", "correct the port in `portal`"],
            ),
        ])
        .await;
    bench.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_without_an_answer_are_explained() {
    let bench = Bench::start().await;
    let authority = Authority::kept_in(bench.folder.path()).expect("an authority");
    let sink = Sink::start(&Reach::loopback(), &authority).await.expect("a server with TLS");
    let origin = |certificate| {
        let address = sink.address(&sink.mailbox(), certificate);
        address.split_once("/hooks").expect("has a path").0.to_owned()
    };
    let (unknown, other) = (origin(Certificate::UnknownAuthority), origin(Certificate::OtherHost));
    let plain = bench.sandbox.api_url().replace("http:", "https:");
    let ca = bench.folder.path().join("ca.pem").display().to_string();
    let wrong = |address: &str, words: &[&str]| -> Mistake { mistake(at(&bench, address), words) };
    let far = at(&bench, "https://no-such-host.invalid");
    let far = far.replace("'127.0.0.1:0'", "'0.0.0.0:0', host: me.example.com");
    bench
        .refuses_all(&[
            mistake(far, &["is not known to DNS", "correct the host name in `api`"]),
            wrong(&servers::closed().await, &["nothing listens at that port", "start the target"]),
            wrong(
                &unknown,
                &["leads to no authority that this machine trusts", "set SSL_CERT_FILE"],
            ),
            wrong(&other, &["is for another host", "write the host name"])
                .with("SSL_CERT_FILE", ca),
            wrong(&plain, &["does not speak TLS on that port", "write http:// in `api`"]),
            wrong(&unknown.replace("https:", "http:"), &["does not speak HTTP", "write https://"]),
            mistake(
                bench.profile(),
                &["SSL_CERT_FILE: /nowhere.pem: No such file", "name a PEM file"],
            )
            .with("SSL_CERT_FILE", "/nowhere.pem"),
            mistake(bench.profile(), &["/dev/null has no certificate", "name a PEM file"])
                .with("SSL_CERT_FILE", "/dev/null"),
        ])
        .await;
    bench.sandbox.stop().await;
}
