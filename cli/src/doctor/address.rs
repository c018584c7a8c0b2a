//! Addresses as they are written: scheme, host, path, and whether they lead to this machine.

use reqwest::Url;

use super::check::SetUpCheck;

/// The start of the paths of the API, which the suite adds by itself.
const API_PATHS: [&str; 3] = ["/api", "/api/v1", "/v1"];

/// Checks the address under a key of the profile, without asking it.
pub(super) fn written(key: &str, address: &str) -> Vec<SetUpCheck> {
    let wrong = |found: String, remedy: &str| vec![SetUpCheck::wrong(key, found, remedy)];
    if address.trim() != address || address.contains(char::is_whitespace) {
        return wrong(
            format!("{address:?} has a space or a line break in it"),
            "write the address on one line, without spaces",
        );
    }
    if address.is_empty() {
        return wrong("is empty".to_owned(), "write the origin, as in https://api.example.com");
    }
    let Some((scheme, _)) = address.split_once("://") else {
        return wrong(
            format!("{address:?} has no scheme"),
            &format!("write https://{address}, or http://{address} for a target without TLS"),
        );
    };
    if !["http", "https"].contains(&scheme) {
        return wrong(
            format!("{address:?} has the scheme {scheme:?}"),
            "write https:// or http:// in front of the host",
        );
    }
    match Url::parse(address) {
        Err(error) => wrong(
            format!("{address:?} is no address: {error}"),
            "write scheme, host and port, as in https://api.example.com:8443",
        ),
        Ok(url) => parts(key, &url),
    }
}

/// Checks the parts of an address.
fn parts(key: &str, url: &Url) -> Vec<SetUpCheck> {
    let mut checks = Vec::new();
    if url.query().is_some() || url.fragment().is_some() {
        let found = "has a query or a fragment, which requests would not keep";
        checks.push(SetUpCheck::wrong(key, found, "end the address before `?` or `#`"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        let found = "has a user name or a password in it";
        let remedy = "remove them; credentials come from the environment only";
        checks.push(SetUpCheck::wrong(key, found, remedy));
    }
    let path = url.path().trim_end_matches('/');
    if API_PATHS.contains(&path) {
        let found = format!("ends with {path}, which the suite adds to every request by itself");
        checks.push(SetUpCheck::wrong(key, found, format!("write only the origin: remove {path}")));
    }
    if url.scheme() == "http" && !is_local(url.as_str()) {
        let found = "is http, so keys and tokens travel unencrypted";
        checks.push(SetUpCheck::warning(key, found, "use https if the target offers it"));
    }
    checks
}

/// The address without its path.
pub(super) fn origin(address: &str) -> Option<String> {
    Url::parse(address).ok().map(|url| url.origin().ascii_serialization())
}

/// The host of an address.
pub(super) fn host(address: &str) -> Option<String> {
    Url::parse(address).ok()?.host_str().map(str::to_owned)
}

/// True if the address leads to this machine.
pub(super) fn is_local(address: &str) -> bool {
    host(address).is_some_and(|host| is_local_host(&host))
}

/// True if a host name stands for this machine.
pub(super) fn is_local_host(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let is_loopback = host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
    is_loopback || host.eq_ignore_ascii_case("localhost") || host.ends_with(".localhost")
}
