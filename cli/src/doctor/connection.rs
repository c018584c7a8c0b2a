//! The reason why no answer came from an address, in words that say what to do.

use conformance_harness::client::ClientError;

use super::{address, check::SetUpCheck};

/// Signs of a cause in the text of a connection's error, with the cause and the remedy. `HOST` and `KEY` are filled in.
const CAUSES: &[(&[&str], &str, &str)] = &[
    (
        &["dns error", "failed to lookup"],
        "the host HOST is not known to DNS",
        "correct the host name in `KEY`; an internal name may need a VPN",
    ),
    (
        &["not valid for name", "NotValidForName"],
        "the certificate of HOST is for another host",
        "write the host name that the certificate names",
    ),
    (
        &["Expired", "certificate expired"],
        "the certificate of HOST has expired",
        "renew it; if it is new, correct the clock of this machine",
    ),
    (
        &["NotValidYet", "not valid yet"],
        "the certificate of HOST is not valid yet",
        "correct the clock of this machine",
    ),
    (
        &["invalid peer certificate", "UnknownIssuer", "CaUsedAsEndEntity"],
        "the certificate of HOST leads to no authority that this machine trusts",
        "set SSL_CERT_FILE to a PEM file with the authority's certificate; a server must send its intermediate ones, too",
    ),
    (
        &["InvalidContentType", "corrupt message", "wrong version number"],
        "HOST does not speak TLS on that port",
        "write http:// in `KEY`, or the port on which it speaks TLS",
    ),
    (
        &["Connection refused", "os error 111"],
        "nothing listens at that port of HOST",
        "start the target, or correct the port in `KEY`",
    ),
    (
        &["unreachable", "No route to host"],
        "no way through the network leads to HOST",
        "look at VPN, firewall and routes",
    ),
    (
        &["tunnel", "proxy"],
        "the proxy of this machine does not let the request through",
        "correct HTTPS_PROXY and HTTP_PROXY, or name the host in NO_PROXY",
    ),
    (
        &["timed out", "timeout"],
        "HOST gives no answer in time",
        "look whether the target is busy or a firewall drops the connection",
    ),
    (
        &[
            "invalid HTTP",
            "connection closed",
            "Connection reset",
            "IncompleteMessage",
            "SendRequest",
        ],
        "HOST does not speak HTTP on that port, is the target running",
        "if it speaks TLS there, write https:// in `KEY`; else correct the port",
    ),
];

/// The environment variables that send requests through a proxy.
const PROXIES: [&str; 6] =
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// The mistake behind an address that gave no answer.
pub(super) fn explained(key: &str, url: &str, error: &ClientError) -> SetUpCheck {
    let text = error.to_string();
    let host = address::host(url).unwrap_or_else(|| url.to_owned());
    let cause = CAUSES.iter().find(|(signs, ..)| signs.iter().any(|sign| text.contains(sign)));
    let (found, remedy) = match cause {
        Some((_, found, remedy)) => {
            (found.replace("HOST", &host), remedy.replace("KEY", key).replace("HOST", &host))
        }
        None => ("no answer came".to_owned(), format!("correct `{key}` in the profile")),
    };
    let proxy = PROXIES.iter().find(|name| std::env::var_os(name).is_some());
    let proxy = proxy.filter(|_| !address::is_local(url));
    let remedy = match proxy {
        Some(name) => format!("{remedy}; requests go through the proxy in {name}"),
        None => remedy,
    };
    SetUpCheck::wrong(key, format!("{found} ({text})"), remedy)
}
