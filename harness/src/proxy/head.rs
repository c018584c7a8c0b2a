//! The heads of messages: as they were on the wire, and as a list that interceptors read and change.

use bytes::Bytes;
use http_body_util::Empty;
use hyper::{
    HeaderMap, Request, client::conn::http1, ext::ReasonPhrase, header, header::HeaderName,
    header::HeaderValue, http::Extensions,
};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::listen::LARGEST_HEAD;

/// Headers of one connection, which a proxy does not hand on. A request that expects `100 Continue` has got it from the proxy.
const OF_CONNECTION: [HeaderName; 6] = [
    header::CONNECTION,
    header::UPGRADE,
    header::EXPECT,
    header::TE,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
];

/// Headers that follow from the way of a message and its body; interceptors do not see them.
const OF_TRANSPORT: [HeaderName; 3] =
    [header::HOST, header::CONTENT_LENGTH, header::TRANSFER_ENCODING];

/// A head as it was on the wire.
#[derive(Clone, Debug)]
pub(super) struct Head {
    headers: HeaderMap,
    /// The letter case of the names, as hyper keeps it.
    extensions: Extensions,
    /// The headers as interceptors see them.
    pub(super) listed: Vec<(String, String)>,
}

impl Head {
    pub(super) fn new(headers: HeaderMap, extensions: Extensions) -> Self {
        let is_listed =
            |name: &HeaderName| !OF_CONNECTION.contains(name) && !OF_TRANSPORT.contains(name);
        let listed = headers.iter().filter(|(name, _)| is_listed(name));
        let listed = listed.map(|(name, value)| {
            (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        });
        Self { listed: listed.collect(), headers, extensions }
    }

    /// The first value of a header as a text.
    pub(super) fn text(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// True if a body follows this head of a request.
    pub(super) fn announces_body(&self) -> bool {
        [header::CONTENT_LENGTH, header::TRANSFER_ENCODING]
            .iter()
            .any(|name| self.headers.contains_key(name))
    }

    /// The headers to send on, with `wanted` in the place of those that were listed: the same bytes in the same order if that
    /// changes nothing.
    pub(super) async fn sent_on(
        &self,
        wanted: &[(String, String)],
        host: Option<&HeaderValue>,
    ) -> Result<(HeaderMap, Extensions), String> {
        if wanted != self.listed {
            return rebuilt(wanted, host, self.extensions.clone()).await;
        }
        let mut headers = HeaderMap::with_capacity(self.headers.len());
        for (name, value) in &self.headers {
            if OF_CONNECTION.contains(name) {
                continue;
            }
            let value = host.filter(|_| *name == header::HOST).unwrap_or(value);
            headers.append(name, value.clone());
        }
        Ok((headers, self.extensions.clone()))
    }
}

/// The headers of a list.
pub(super) async fn rebuilt(
    wanted: &[(String, String)],
    host: Option<&HeaderValue>,
    mut extensions: Extensions,
) -> Result<(HeaderMap, Extensions), String> {
    let mut headers = HeaderMap::with_capacity(wanted.len() + 1);
    headers.extend(host.map(|host| (header::HOST, host.clone())));
    for (name, value) in wanted {
        let wrong = || format!("the header {name}: {value} cannot be sent");
        let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong())?;
        if !OF_TRANSPORT.contains(&parsed) {
            headers.append(parsed, HeaderValue::from_str(value).map_err(|_| wrong())?);
        }
    }
    if wanted.iter().any(|(name, _)| name.contains(char::is_uppercase)) {
        extensions = letter_case(wanted).await.ok_or("the letter case of headers is lost")?;
    }
    Ok((headers, extensions))
}

/// The length of a body in the header that is there for it. Without such a header hyper adds one if it is needed.
pub(super) fn set_length(headers: &mut HeaderMap, length: usize) {
    if let Some(value) = headers.get_mut(header::CONTENT_LENGTH) {
        *value = HeaderValue::from(length);
    }
}

/// The headers but for those with these names, in their order, which removing them from the map would change.
pub(super) fn without(headers: &HeaderMap, names: &[HeaderName]) -> HeaderMap {
    let mut rest = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers.iter().filter(|(name, _)| !names.contains(name)) {
        rest.append(name, value.clone());
    }
    rest
}

/// Forgets the reason phrase, which belongs to another status.
pub(super) fn without_reason(extensions: &mut Extensions) {
    extensions.remove::<ReasonPhrase>();
}

/// The letter case of these names as hyper stores it. hyper does so only when it parses a message, so this parses a small one.
async fn letter_case(names: &[(String, String)]) -> Option<Extensions> {
    let mut text = "HTTP/1.1 200 OK\r\n".to_owned();
    for (name, _) in names {
        text = format!("{text}{name}: 0\r\n");
    }
    text.push_str("\r\n");
    let (near, mut far) = tokio::io::duplex(LARGEST_HEAD);
    let mut client = http1::Builder::new();
    client.preserve_header_case(true).max_buf_size(LARGEST_HEAD);
    let (mut sender, connection) = client.handshake(TokioIo::new(near)).await.ok()?;
    let connection = tokio::spawn(connection);
    let answering = async {
        // An answer that comes before its request is refused.
        far.read_u8().await?;
        far.write_all(text.as_bytes()).await
    };
    let (answer, written) =
        tokio::join!(sender.send_request(Request::new(Empty::<Bytes>::new())), answering);
    connection.abort();
    written.ok()?;
    Some(answer.ok()?.into_parts().0.extensions)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(names: &[&str]) -> Vec<(String, String)> {
        names.iter().map(|name| ((*name).to_owned(), "1".to_owned())).collect()
    }

    #[tokio::test]
    async fn headers_that_nobody_changes_keep_order_and_bytes() {
        let mut headers = HeaderMap::new();
        let values: [(&str, &[u8]); 6] = [
            ("x-b", b"1"),
            ("host", b"here"),
            ("connection", b"close"),
            ("x-a", b"\xff"),
            ("content-length", b"7"),
            ("x-c", b"3"),
        ];
        for (name, value) in values {
            let value = HeaderValue::from_bytes(value).expect("a value");
            headers.append(HeaderName::from_static(name), value);
        }
        let head = Head::new(headers, Extensions::new());
        let there = HeaderValue::from_static("there");
        let (mut sent, _) = head.sent_on(&head.listed, Some(&there)).await.expect("sent on");
        set_length(&mut sent, 12);
        let names: Vec<&str> = sent.keys().map(HeaderName::as_str).collect();
        assert_eq!(names, ["x-b", "host", "x-a", "content-length", "x-c"]);
        assert_eq!(sent["host"], "there");
        assert_eq!(sent["x-a"].as_bytes(), b"\xff");
        assert_eq!(sent["content-length"], "12");
        let rest = without(&sent, &[header::HOST]);
        let names: Vec<&str> = rest.keys().map(HeaderName::as_str).collect();
        assert_eq!(names, ["x-b", "x-a", "content-length", "x-c"]);
    }

    #[tokio::test]
    async fn the_letter_case_of_changed_names_is_kept() {
        let names = list(&["X-UPPER", "x-lower"]);
        let (headers, extensions) = rebuilt(&names, None, Extensions::new()).await.expect("built");
        assert_eq!(headers.len(), 2);
        assert!(!extensions.is_empty());
        let (_, extensions) =
            rebuilt(&list(&["x-lower"]), None, Extensions::new()).await.expect("built");
        assert!(extensions.is_empty());
        assert!(rebuilt(&list(&["x y"]), None, Extensions::new()).await.is_err());
    }
}
