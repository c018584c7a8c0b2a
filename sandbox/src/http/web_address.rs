//! Web addresses in requests: absolute, with a host and without credentials (HOOK-1, PIN-3).

use reqwest::Url;

/// The longest address in characters; addresses with a signature are longer than other texts.
pub(crate) const MAX_WEB_ADDRESS: usize = 2048;

/// True if `text` is an absolute address with one of these schemes and a usable host.
pub(crate) fn is_web_address(text: &str, schemes: &[&str]) -> bool {
    let plain = text.chars().all(|c| !c.is_whitespace() && !c.is_control());
    let has_scheme = text.split_once("://").is_some_and(|(scheme, rest)| {
        schemes.iter().any(|known| known.eq_ignore_ascii_case(scheme))
            // A lenient parser would take the path for the host.
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

/// True if every label of the host has 1 to 63 characters and no hyphen at its ends.
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
