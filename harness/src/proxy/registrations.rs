//! The addresses that clients register for deliveries through a proxy. The target gets addresses of the proxy in their place; in
//! its answers the clients see their own.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use hyper::Uri;
use regex::bytes::{Captures, Regex};
use reqwest::Url;
use serde_json::Value;

use crate::{exchange::Request, fault::CallAddress};

/// The calls by which clients register an address, and the members of their bodies. `{owner}` in a path is the owner of the
/// address.
#[derive(Clone, Copy, Debug)]
pub struct RegistrationConvention {
    /// Calls with a JSON body or a form that holds the address.
    pub registering: &'static [&'static str],
    /// Calls whose answers show the secret that signs the owner's deliveries.
    pub showing_secret: &'static [&'static str],
    /// The name of the address in a body.
    pub address_key: &'static str,
    /// The name of the secret in an answer.
    pub secret_key: &'static str,
}

/// The most addresses at one time; further ones are registered as they are.
const MOST_ADDRESSES: usize = 100_000;

/// The start of the path of an address that takes the place of a client's.
const HOOKS: &str = "/hooks/";

/// The addresses so far.
#[derive(Debug)]
pub(super) struct Registrations {
    /// The origin that the target reaches.
    origin: String,
    /// Finds addresses of the proxy in a text.
    finder: Regex,
    registering: Vec<CallAddress>,
    showing_secret: Vec<CallAddress>,
    address_key: &'static str,
    secret_key: &'static str,
    /// The secret of owners whose own has not passed by.
    usual_secret: Option<String>,
    known: Mutex<KnownAddresses>,
}

#[derive(Debug, Default)]
struct KnownAddresses {
    by_token: HashMap<String, Arc<RegisteredAddress>>,
    tokens: HashMap<(String, String), String>,
    /// The secrets, by owner.
    secrets: HashMap<String, String>,
}

/// An address of a client.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RegisteredAddress {
    pub(super) address: String,
    owner: String,
}

impl Registrations {
    /// No addresses yet; the target reaches the proxy at `origin`.
    ///
    /// # Errors
    /// If the origin is far too long.
    pub(super) fn new(
        origin: &str,
        convention: RegistrationConvention,
        usual_secret: Option<String>,
    ) -> Result<Self, regex::Error> {
        let calls = |calls: &[&str]| {
            calls.iter().map(|call| CallAddress::from((*call).to_owned())).collect()
        };
        // A target may write `/` as `\/`.
        let origin_pattern = regex::escape(origin).replace('/', r"\\?/");
        let hooks = HOOKS.replace('/', r"\\?/");
        Ok(Self {
            origin: origin.to_owned(),
            finder: Regex::new(&format!(r"{origin_pattern}{hooks}([0-9a-f]{{32}})(?:\\?/x*)?"))?,
            registering: calls(convention.registering),
            showing_secret: calls(convention.showing_secret),
            address_key: convention.address_key,
            secret_key: convention.secret_key,
            usual_secret,
            known: Mutex::default(),
        })
    }

    fn known(&self) -> MutexGuard<'_, KnownAddresses> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The body of a request with an address of the proxy in the place of the client's; none if the request registers no address
    /// that a proxy can deliver to. The target judges all others as they are.
    pub(super) fn redirected(&self, request: &Request) -> Option<Bytes> {
        let owner = owner(&self.registering, request)?;
        let body = request.body.as_ref()?;
        if let Ok(value) = serde_json::from_slice::<Value>(body) {
            return self.redirected_json(value, body, owner);
        }
        let mut form = Url::parse("http://form.invalid/").ok()?;
        form.set_query(Some(std::str::from_utf8(body).ok()?));
        let mut fields: Vec<(String, String)> = form.query_pairs().into_owned().collect();
        let (_, place) = fields.iter_mut().find(|(name, _)| name == self.address_key)?;
        *place = self.replacement(place, owner)?;
        form.query_pairs_mut().clear().extend_pairs(fields);
        Some(form.query()?.to_owned().into())
    }

    fn redirected_json(&self, mut value: Value, body: &[u8], owner: String) -> Option<Bytes> {
        let place = value.get_mut(self.address_key)?;
        let own = place.to_string();
        *place = self.replacement(place.as_str()?, owner)?.into();
        // The rest of the body keeps its bytes if the address is written in the usual way.
        let text = std::str::from_utf8(body).ok()?;
        let Some(at) = text.rfind(&own) else { return Some(value.to_string().into()) };
        let (before, after) = (&text[..at], &text[at + own.len()..]);
        let replacement = value.get(self.address_key)?;
        Some(format!("{before}{replacement}{after}").into())
    }

    /// The address that the target gets in the place of the client's. It is as long, so that limits of length stay the target's.
    fn replacement(&self, address: &str, owner: String) -> Option<String> {
        if !is_deliverable(address) {
            return None;
        }
        let mut known = self.known();
        let key = (owner, address.to_owned());
        let token = match known.tokens.get(&key) {
            Some(token) => token.clone(),
            None if known.tokens.len() >= MOST_ADDRESSES => return None,
            None => {
                let token = uuid::Uuid::new_v4().simple().to_string();
                let (owner, address) = key.clone();
                let registered = Arc::new(RegisteredAddress { address, owner });
                known.by_token.insert(token.clone(), registered);
                known.tokens.insert(key, token.clone());
                token
            }
        };
        let replacement = format!("{}{HOOKS}{token}/", self.origin);
        let missing = address.len().saturating_sub(replacement.len());
        Some(replacement + &"x".repeat(missing))
    }

    /// The token and the client's address for the path of a delivery.
    pub(super) fn find(&self, path: &str) -> Option<(String, Arc<RegisteredAddress>)> {
        let token = path.strip_prefix(HOOKS)?.split('/').next()?;
        Some((token.to_owned(), self.known().by_token.get(token)?.clone()))
    }

    /// The secret that signs deliveries to this address, if it has passed by.
    pub(super) fn secret(&self, of: &RegisteredAddress) -> Option<String> {
        self.known().secrets.get(&of.owner).or(self.usual_secret.as_ref()).cloned()
    }

    /// Remembers the secret that an answer shows.
    pub(super) fn note_secret(&self, request: &Request, answer: &[u8]) {
        let Some(owner) = owner(&self.showing_secret, request) else { return };
        let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
        if let Some(secret) = answer.get(self.secret_key).and_then(Value::as_str) {
            self.known().secrets.insert(owner, secret.to_owned());
        }
    }

    /// A body of the target with the clients' own addresses in it.
    pub(super) fn restored(&self, body: Bytes, media_type: &str) -> Bytes {
        if !self.finder.is_match(&body) {
            return body;
        }
        let known = self.known();
        let own = |found: &Captures<'_>| {
            let token = String::from_utf8_lossy(&found[1]);
            match known.by_token.get(&*token) {
                None => found[0].to_vec(),
                Some(registered) => escaped(&registered.address, media_type).into_bytes(),
            }
        };
        Bytes::from(self.finder.replace_all(&body, own).into_owned())
    }
}

/// The owner that a call is about; none if it is another call.
fn owner(calls: &[CallAddress], request: &Request) -> Option<String> {
    let captured = calls.iter().find_map(|call| call.captures(&request.method, &request.path));
    captured.map(|mut captured| captured.remove("owner").unwrap_or_default())
}

/// True for an address that a proxy can deliver to: https, with a host, without credentials and fragment.
fn is_deliverable(address: &str) -> bool {
    let Ok(uri) = address.parse::<Uri>() else { return false };
    let has_host = uri
        .authority()
        .is_some_and(|authority| !authority.host().is_empty() && !authority.as_str().contains('@'));
    // Both readers must agree, since each accepts addresses that the other one refuses.
    has_host
        && uri.scheme_str() == Some("https")
        && address.starts_with("https://")
        && !address.contains('#')
        && Url::parse(address).is_ok()
}

/// An address as it stands in a text of this media type.
fn escaped(address: &str, media_type: &str) -> String {
    if media_type.contains("json") {
        let quoted = Value::from(address).to_string();
        return quoted.trim_matches('"').to_owned();
    }
    if media_type.contains("html") {
        return address.replace('&', "&amp;").replace('"', "&#34;").replace('\'', "&#39;");
    }
    address.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONVENTION: RegistrationConvention = RegistrationConvention {
        registering: &["PUT /shops/{owner}/hook", "POST /pages/hook"],
        showing_secret: &["PUT /shops/{owner}/hook", "GET /shops/{owner}/hook/secret"],
        address_key: "url",
        secret_key: "secret",
    };

    fn registrations() -> Registrations {
        let origin = "https://localhost:9";
        Registrations::new(origin, CONVENTION, Some("usual".to_owned())).expect("made")
    }

    fn request(method: &str, path: &str, body: &str) -> Request {
        Request {
            method: method.to_owned(),
            url: String::new(),
            path: path.to_owned(),
            headers: Vec::new(),
            body: Some(Bytes::copy_from_slice(body.as_bytes())),
            form: None,
        }
    }

    fn text(body: Option<Bytes>) -> String {
        String::from_utf8(body.expect("changed").to_vec()).expect("text")
    }

    #[test]
    fn a_client_sees_its_own_address_and_the_target_one_of_the_proxy() {
        let registrations = registrations();
        let own = "https://shop.example/a?b='1'&c=2";
        let body = serde_json::json!({ "url": own, "more": 1 }).to_string();
        let sent = text(registrations.redirected(&request("PUT", "/shops/7/hook", &body)));
        let value: Value = serde_json::from_str(&sent).expect("JSON");
        let given = value["url"].as_str().expect("an address").to_owned();
        assert!(given.starts_with("https://localhost:9/hooks/"), "{given}");
        assert_eq!(value["more"], 1);
        let (token, registered) = registrations.find(&given[19..]).expect("known");
        assert_eq!(registered.address, own);
        assert_eq!(token.len(), 32);
        let again = text(registrations.redirected(&request("PUT", "/shops/7/hook", &body)));
        assert_eq!(sent, again, "the same address has the same place");
        let restored = registrations.restored(sent.into(), "application/json");
        assert_eq!(serde_json::from_slice::<Value>(&restored).expect("JSON")["url"], own);
        let slashes = given.replace('/', "\\/");
        let restored = registrations.restored(slashes.into(), "text/html");
        assert_eq!(restored, "https://shop.example/a?b=&#39;1&#39;&amp;c=2");
    }

    #[test]
    fn a_form_registers_an_address_and_a_long_one_stays_long() {
        let registrations = registrations();
        let own = format!("https://shop.example/{}", "y".repeat(300));
        let body = format!("events=a&events=b&url={}&csrf=1%2B2", own.replace('/', "%2F"));
        let sent = text(registrations.redirected(&request("POST", "/pages/hook", &body)));
        assert!(sent.starts_with("events=a&events=b&url=https%3A%2F%2Flocalhost%3A9"), "{sent}");
        assert!(sent.ends_with("xxx&csrf=1%2B2"), "{sent}");
        let given = Url::parse(&format!("http://x/?{sent}")).expect("an address");
        let (_, given) = given.query_pairs().nth(2).expect("the address");
        assert_eq!(given.len(), own.len());
        let restored = registrations.restored(format!("<p>{given}</p>").into(), "text/html");
        assert_eq!(restored, format!("<p>{own}</p>"));
    }

    #[test]
    fn the_target_judges_addresses_that_no_proxy_can_deliver_to() {
        let registrations = registrations();
        for own in [
            "http://shop.example/",
            "https://",
            "https:/shop.example",
            "https://a:b@shop.example/",
            "https://shop example/",
            "https://shop.example/#part",
            "https://shop.example:99999/",
            " https://shop.example/",
        ] {
            let body = serde_json::json!({ "url": own }).to_string();
            let request = request("PUT", "/shops/7/hook", &body);
            assert_eq!(registrations.redirected(&request), None, "{own}");
        }
        let elsewhere = request("PUT", "/shops/7/name", "{\"url\":\"https://shop.example/\"}");
        assert_eq!(registrations.redirected(&elsewhere), None);
    }

    #[test]
    fn a_secret_that_passes_by_signs_its_owners_deliveries() {
        let registrations = registrations();
        let of =
            |owner: &str| RegisteredAddress { address: String::new(), owner: owner.to_owned() };
        assert_eq!(registrations.secret(&of("7")).as_deref(), Some("usual"));
        let reading = request("GET", "/shops/7/hook/secret", "");
        registrations.note_secret(&reading, b"{\"secret\":\"own\"}");
        assert_eq!(registrations.secret(&of("7")).as_deref(), Some("own"));
        assert_eq!(registrations.secret(&of("8")).as_deref(), Some("usual"));
    }
}
