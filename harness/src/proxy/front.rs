//! Requests of clients on their way to the target, and its answers on their way back.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use futures::{StreamExt as _, future::BoxFuture};
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Frame, Incoming},
    header,
    http::Extensions,
};

use super::{
    conduct::{Conduct, NoAnswer, ProxyBody, UnreadBody, read_bounded, refusal, whole},
    head::{self, Head},
    line::OriginLine,
    sent_form,
};
use crate::{client::LARGEST_BODY, exchange, fault::Framing, form, intercept::Forward};

/// The media type of an answer without an end, which is handed on as it comes.
const EVENT_STREAM: &str = "text/event-stream";

/// Hands a request on to the target at the origin `base`, and its answer back.
pub(super) async fn answer(
    conduct: &Conduct,
    base: &str,
    request: Request<Incoming>,
) -> Result<Response<ProxyBody>, NoAnswer> {
    let (parts, body) = request.into_parts();
    let body = match read_bounded(body, LARGEST_BODY).await {
        Ok(body) => body,
        Err(UnreadBody::Broken(_)) => return Err(NoAnswer),
        Err(unread) => return Ok(refusal(StatusCode::PAYLOAD_TOO_LARGE, &unread.to_string())),
    };
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let mut headers = parts.headers;
    if conduct.reads_messages() {
        // A compressed answer could not be changed.
        headers = head::without(&headers, &[header::ACCEPT_ENCODING]);
    }
    conduct.origins.name_target(&mut headers);
    let head = Head::new(headers, parts.extensions);
    let has_body = !body.is_empty() || head.announces_body();
    let sent = exchange::Request {
        method: parts.method.to_string(),
        url: format!("{base}{path}"),
        path,
        headers: head.listed.clone(),
        form: sent_form::parts(head.text(&header::CONTENT_TYPE), &body).await,
        body: has_body.then_some(body),
    };
    let passage = Passage { conduct, sent: &sent, head: &head, answered: Mutex::default() };
    let response = match &conduct.interceptor {
        Some(interceptor) => interceptor.exchange(sent.clone(), &passage).await,
        None => passage.forward(sent.clone()).await,
    };
    let answered = passage.answered.into_inner().unwrap_or_else(PoisonError::into_inner);
    let Some(response) = response else { return Err(NoAnswer) };
    let made = made(conduct, &sent, response, answered).await;
    made.map_err(|reason| {
        conduct.trouble(format!("the answer to {} cannot be sent: {reason}", sent.kind()));
        NoAnswer
    })
}

/// The origin that a request goes to. A fault may send one of its own to the other origin of the target.
fn base(request: &exchange::Request) -> &str {
    request.url.strip_suffix(&request.path).unwrap_or_default()
}

/// The last answer of the target, as it was on the wire.
struct TargetAnswer {
    status: u16,
    head: Head,
    /// The body, if it has no end and was not read.
    endless: Option<Incoming>,
}

/// The way of one request to the target.
struct Passage<'a> {
    conduct: &'a Conduct,
    sent: &'a exchange::Request,
    head: &'a Head,
    answered: Mutex<Option<TargetAnswer>>,
}

impl Forward for Passage<'_> {
    fn forward(&self, request: exchange::Request) -> BoxFuture<'_, Option<exchange::Response>> {
        Box::pin(async move {
            let passed = self.pass(&request).await;
            if let Err(reason) = &passed {
                let (base, call) = (base(&request), request.kind());
                self.conduct.trouble(format!("{call} got no answer from {base}: {reason}"));
            }
            passed.ok()
        })
    }
}

impl Passage<'_> {
    async fn pass(&self, request: &exchange::Request) -> Result<exchange::Response, String> {
        let base = base(request);
        let lines = &self.conduct.lines;
        let line = lines.iter().find(|(known, _)| known == base).map(|(_, line)| line);
        let line = line.ok_or("a fault sends it elsewhere")?;
        let outgoing = self.outgoing(request, line).await?;
        let came = line.send(outgoing).await.map_err(|error| error.to_string())?;
        let (mut parts, body) = came.into_parts();
        self.conduct.origins.lead_to_proxy(&mut parts.headers);
        let head = Head::new(parts.headers, parts.extensions);
        let media_type = head.text(&header::CONTENT_TYPE).unwrap_or_default().to_owned();
        let (body, endless) = if media_type.starts_with(EVENT_STREAM) {
            (Bytes::new(), Some(body))
        } else {
            (read_bounded(body, LARGEST_BODY).await.map_err(|error| error.to_string())?, None)
        };
        let body = match &self.conduct.registrations {
            None => body,
            Some(registrations) => {
                registrations.note_secret(request, &body);
                registrations.restored(body, &media_type)
            }
        };
        let status = parts.status.as_u16();
        let response = exchange::Response::new(status, head.listed.clone(), body);
        let answered = TargetAnswer { status, head, endless };
        *self.answered.lock().unwrap_or_else(PoisonError::into_inner) = Some(answered);
        Ok(response)
    }

    /// The request as it goes to the target.
    async fn outgoing(
        &self,
        request: &exchange::Request,
        line: &OriginLine,
    ) -> Result<Request<Full<Bytes>>, String> {
        let registrations = self.conduct.registrations.as_ref();
        let redirected = registrations.and_then(|known| known.redirected(request));
        let body = redirected.or_else(|| request.body.clone()).unwrap_or_default();
        let mut wanted = request.headers.clone();
        if form::is_ours(&body) && request.body != self.sent.body {
            // A fault has written the form anew.
            wanted.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
            wanted.push(("content-type".to_owned(), form::content_type()));
        }
        let (mut headers, extensions) = self.head.sent_on(&wanted, Some(line.authority())).await?;
        head::set_length(&mut headers, body.len());
        let method = Method::from_bytes(request.method.as_bytes());
        let mut outgoing = Request::new(Full::new(body));
        *outgoing.method_mut() = method.map_err(|error| error.to_string())?;
        *outgoing.uri_mut() = line.target_of(&request.path).map_err(|error| error.to_string())?;
        (*outgoing.headers_mut(), *outgoing.extensions_mut()) = (headers, extensions);
        Ok(outgoing)
    }
}

/// The answer as it goes to the client.
async fn made(
    conduct: &Conduct,
    sent: &exchange::Request,
    response: exchange::Response,
    answered: Option<TargetAnswer>,
) -> Result<Response<ProxyBody>, String> {
    let exchange::Response { status, headers: wanted, body, .. } = response;
    let (mut headers, mut extensions) = match &answered {
        Some(answered) => answered.head.sent_on(&wanted, None).await?,
        None => head::rebuilt(&wanted, None, Extensions::new()).await?,
    };
    let endless = answered.and_then(|answered| {
        if answered.status != status {
            head::without_reason(&mut extensions);
        }
        answered.endless
    });
    let body = match (endless.filter(|_| body.is_empty()), conduct.framing) {
        (Some(endless), _) => endless.boxed_unsync(),
        (None, Some(framing)) if is_framable(&headers, &body) => {
            headers = head::without(&headers, &[header::CONTENT_LENGTH, header::TRANSFER_ENCODING]);
            let coding = framing.coding().map(header::HeaderValue::from_static);
            headers.extend(coding.map(|coding| (header::CONTENT_ENCODING, coding)));
            conduct.count_framed(sent.kind());
            in_pieces(framing, &body)
        }
        _ => {
            // An answer to HEAD names the length of the body that it leaves out.
            if sent.method != Method::HEAD.as_str() {
                head::set_length(&mut headers, body.len());
            }
            whole(body)
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).map_err(|error| error.to_string())?;
    (*response.headers_mut(), *response.extensions_mut()) = (headers, extensions);
    Ok(response)
}

/// True for a body that can go over the wire in another way.
fn is_framable(headers: &hyper::HeaderMap, body: &Bytes) -> bool {
    !body.is_empty() && !headers.contains_key(header::CONTENT_ENCODING)
}

fn in_pieces(framing: Framing, body: &Bytes) -> ProxyBody {
    StreamBody::new(framing.pieces(body).map(|piece| Ok(Frame::data(piece)))).boxed_unsync()
}
