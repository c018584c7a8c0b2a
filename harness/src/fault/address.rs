//! The address of a call: its method, and its path with names in braces.

use std::collections::BTreeMap;

use serde::Deserialize;

/// An operation id, until it is resolved; or a method and a path. `{name}` takes one segment, `*` any one, `**` all the rest.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub(crate) enum CallAddress {
    /// The id of a documented operation.
    Operation(String),
    /// A method, which may be `*`, and the segments of a path.
    Call(String, Vec<String>),
}

impl From<String> for CallAddress {
    fn from(text: String) -> Self {
        match text.split_once(' ') {
            Some((method, path)) => {
                Self::Call(method.to_owned(), segments(path).map(str::to_owned).collect())
            }
            None => Self::Operation(text),
        }
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    let path = path.split('?').next().unwrap_or_default();
    path.trim_matches('/').split('/')
}

impl CallAddress {
    /// The values of the names in braces; none if the call is a different one.
    pub(crate) fn captures(&self, method: &str, path: &str) -> Option<BTreeMap<String, String>> {
        let Self::Call(wanted, pattern) = self else { return None };
        if wanted != "*" && !wanted.eq_ignore_ascii_case(method) {
            return None;
        }
        // Most addresses are those of other calls: nothing is copied before all segments fit.
        let mut given = segments(path);
        let mut named: Vec<(&str, &str)> = Vec::new();
        let captured = |named: Vec<(&str, &str)>| {
            let owned = named.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
            owned.collect()
        };
        for part in pattern {
            if part == "**" {
                return Some(captured(named));
            }
            let value = given.next()?;
            match part.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) => named.push((name, value)),
                None if part == "*" || part == value => {}
                None => return None,
            }
        }
        given.next().is_none().then(|| captured(named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_matched_by_its_segments() {
        let address = CallAddress::from("POST /users/{uid}/accounts".to_owned());
        let captured = address.captures("post", "/users/7/accounts?page=1").expect("matched");
        assert_eq!(captured.get("uid").map(String::as_str), Some("7"));
        assert_eq!(address.captures("GET", "/users/7/accounts"), None);
        assert_eq!(address.captures("POST", "/users/7/accounts/8"), None);
        let rest = CallAddress::from("* /users/**".to_owned());
        assert!(rest.captures("PUT", "/users/7/accounts/8").is_some());
        assert!(rest.captures("PUT", "/people/7").is_none());
    }
}
