//! The addresses of a target in headers, exchanged for those at which a proxy is reached, so that browsers stay behind it.

use hyper::{
    HeaderMap,
    header::{self, HeaderValue},
};

/// The origins of a target, each with that of the proxy before it.
#[derive(Clone, Debug, Default)]
pub(super) struct LocalOrigins(pub(super) Vec<(String, String)>);

impl LocalOrigins {
    /// Lets the headers of an answer lead to the proxy: redirects, and cookies that only the target's own origin could use.
    pub(super) fn lead_to_proxy(&self, headers: &mut HeaderMap) {
        for (name, value) in headers.iter_mut() {
            let Ok(text) = value.to_str() else { continue };
            let changed = if *name == header::LOCATION {
                self.0.iter().find_map(|(target, proxy)| moved(text, target, proxy))
            } else if *name == header::SET_COOKIE {
                Some(self.usable_cookie(text))
            } else {
                None
            };
            replace(value, changed);
        }
    }

    /// Lets the headers of a request name the target, which may compare them with its own origin.
    pub(super) fn name_target(&self, headers: &mut HeaderMap) {
        for name in [header::ORIGIN, header::REFERER] {
            let Some(value) = headers.get_mut(name) else { continue };
            let Ok(text) = value.to_str() else { continue };
            let changed = self.0.iter().find_map(|(target, proxy)| moved(text, proxy, target));
            replace(value, changed);
        }
    }

    /// A cookie that a browser keeps for the proxy: without the target's domain, and without `Secure`, as the proxy has no TLS.
    fn usable_cookie(&self, cookie: &str) -> String {
        let is_secure = self.0.iter().any(|(target, _)| target.starts_with("https:"));
        let is_kept = |part: &&str| {
            let part = part.trim().to_ascii_lowercase();
            let is_unusable = part.starts_with("domain=") || (is_secure && part == "secure");
            !is_unusable
        };
        cookie.split(';').filter(is_kept).collect::<Vec<_>>().join(";")
    }
}

/// An address below `from`, moved below `to`.
fn moved(address: &str, from: &str, to: &str) -> Option<String> {
    let rest = address.strip_prefix(from)?;
    let is_below = rest.is_empty() || rest.starts_with(['/', '?', '#']);
    is_below.then(|| format!("{to}{rest}"))
}

fn replace(value: &mut HeaderValue, text: Option<String>) {
    if let Some(new) = text.and_then(|text| HeaderValue::from_str(&text).ok()) {
        *value = new;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_stays_behind_the_proxy() {
        let pair = ("https://portal.example".to_owned(), "http://127.0.0.1:1".to_owned());
        let origins = LocalOrigins(vec![pair]);
        let mut headers = HeaderMap::new();
        for (name, value) in [
            (header::LOCATION, "https://portal.example/orders?page=2"),
            (header::SET_COOKIE, "a=1; Path=/; Secure; Domain=portal.example; HttpOnly"),
            (header::ORIGIN, "http://127.0.0.1:1"),
        ] {
            headers.append(name, HeaderValue::from_static(value));
        }
        origins.lead_to_proxy(&mut headers);
        origins.name_target(&mut headers);
        assert_eq!(headers[header::LOCATION], "http://127.0.0.1:1/orders?page=2");
        assert_eq!(headers[header::SET_COOKIE], "a=1; Path=/; HttpOnly");
        assert_eq!(headers[header::ORIGIN], "https://portal.example");
        let other = "https://portal.example.org/";
        headers.insert(header::LOCATION, HeaderValue::from_static(other));
        origins.lead_to_proxy(&mut headers);
        assert_eq!(headers[header::LOCATION], other);
    }
}
