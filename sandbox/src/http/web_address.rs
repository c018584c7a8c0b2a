//! Addresses in the web that requests name: absolute, with a host, without credentials.

use reqwest::Url;

/// In characters: addresses with a signature in them are longer than other texts.
pub(crate) const MAX_WEB_ADDRESS: usize = 2048;

/// Whether `text` is an address of one of these schemes that a browser and a server can go to.
pub(crate) fn is_web_address(text: &str, schemes: &[&str]) -> bool {
    let plain = text.chars().all(|c| !c.is_whitespace() && !c.is_control());
    let has_scheme = text.split_once("://").is_some_and(|(scheme, rest)| {
        schemes.iter().any(|known| known.eq_ignore_ascii_case(scheme))
            // A parser would take the path for the host.
            && !rest.starts_with(['/', '\\'])
    });
    let Ok(url) = Url::parse(text) else { return false };
    plain
        && has_scheme
        && url.host_str().is_some_and(is_host)
        && url.port() != Some(0)
        && url.username().is_empty()
        && url.password().is_none()
}

/// Whether no label between the dots is empty, too long or hyphenated at its ends.
fn is_host(host: &str) -> bool {
    host.strip_suffix('.').unwrap_or(host).split('.').all(|label| {
        (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_with_a_host_can_be_gone_to() {
        for good in [
            "https://a.example/hook",
            "https://a-b.example./hook",
            "https://localhost",
            "HTTPS://127.0.0.1:8443/x?y=z",
            "https://[::1]/",
        ] {
            assert!(is_web_address(good, &["https"]), "{good}");
        }
        let bad = [
            "",
            "http://a.example",
            "ftp://a.example",
            "javascript://a.example/%0Aalert(1)",
            "https://",
            "https:a.example",
            "a.example",
            "https://a b.example",
            "https://user:pass@a.example",
            "https:///path",
            "https://.",
            "https://a..b/",
            "https://.a.b/",
            "https://-/",
            "https://a.example:0/",
            "https://a.example:65536/",
            " https://a.b",
            "https://a.example/\n",
        ];
        for bad in bad {
            assert!(!is_web_address(bad, &["https"]), "{bad}");
        }
        assert!(is_web_address("http://a.example", &["http", "https"]));
    }
}
