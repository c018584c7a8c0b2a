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

/// True if `text` is a path of this server that a browser uses unchanged, and no other address.
///
/// A browser drops tabs and newlines, takes a backslash for a slash, and resolves dots; a path that
/// it would change, or that has encoded characters, is none.
pub(crate) fn is_own_path(text: &str) -> bool {
    const ANY_SERVER: &str = "http://own.invalid";
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let read = Url::parse(ANY_SERVER).and_then(|base| base.join(text));
    text.starts_with('/')
        && !path.contains("//")
        && !path.contains('%')
        && read.is_ok_and(|read| read.as_str().strip_prefix(ANY_SERVER) == Some(text))
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
    fn only_a_path_of_this_server_is_an_own_path() {
        for good in ["/", "/orders", "/kyc/1?state=A%2FB&x=y+z", "/users#list", "/a-b_c.d/~e"] {
            assert!(is_own_path(good), "{good}");
        }
        for bad in [
            "",
            "orders",
            "?x",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/\r\n/evil.example",
            "\t//evil.example",
            " /orders",
            "/orders ",
            "/a/..//evil.example",
            "/./orders",
            "/a//b",
            "/%2Fevil.example",
            "/%2f%2fevil.example",
            "/%5Cevil.example",
            "/%09/evil.example",
            "/%252Fevil.example",
            "/%2e%2e/x",
            "/\u{0}",
            "/\u{7f}",
            "/\u{85}x",
            "/\u{202e}x",
            "/é",
            "/orders?x=\t",
            "/orders?x=\u{1b}",
            "http://evil.example",
            "https:evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "/@evil.example\\",
        ] {
            assert!(!is_own_path(bad), "{bad:?}");
        }
    }

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
