//! Deliveries of the target on their way to the endpoints of clients, and the answers of those on their way back.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{Method, Request, Response, StatusCode, Uri, body::Incoming, header};
use reqwest::Url;

use super::{
    conduct::{Conduct, NoAnswer, ProxyBody, UnreadBody, read_bounded, refusal, whole},
    head::{self, Head},
};
use crate::{
    intercept::{IncomingDelivery, PutLater},
    sink::LARGEST_DELIVERY,
};

/// The time for which an answer waits until further deliveries have been made, so that a later one does not overtake them.
const FURTHER_TIME: Duration = Duration::from_secs(2);

/// The way of deliveries to one address of a client.
struct Posting {
    conduct: Arc<Conduct>,
    method: Method,
    /// The head of the delivery as it came.
    head: Head,
    address: String,
}

/// Hands a delivery on to the address that its path stands for, and the answer back to the target.
pub(super) async fn receive(
    conduct: Arc<Conduct>,
    request: Request<Incoming>,
) -> Result<Response<ProxyBody>, NoAnswer> {
    let (parts, body) = request.into_parts();
    let found = conduct.registrations.as_ref().and_then(|known| {
        let (token, registered) = known.find(parts.uri.path())?;
        Some((token, known.secret(&registered), registered))
    });
    let Some((mailbox, secret, registered)) = found else {
        return Ok(refusal(StatusCode::GONE, "no client has registered this address"));
    };
    let body = match read_bounded(body, LARGEST_DELIVERY).await {
        Ok(body) => body,
        Err(UnreadBody::Broken(_)) => return Err(NoAnswer),
        Err(unread) => return Ok(refusal(StatusCode::PAYLOAD_TOO_LARGE, &unread.to_string())),
    };
    let head = Head::new(parts.headers, parts.extensions);
    let headers = head.listed.clone();
    let delivery =
        IncomingDelivery { mailbox, case: None, secret, subpath: String::new(), headers, body };
    let address = registered.address.clone();
    let posting =
        Arc::new(Posting { conduct: conduct.clone(), method: parts.method, head, address });
    let mut entering = match &conduct.interceptor {
        None => vec![delivery],
        Some(interceptor) => interceptor.deliver(delivery, &later(&posting)),
    }
    .into_iter();
    // The target takes a delivery that a fault drops or holds back for delivered.
    let Some(first) = entering.next() else { return Ok(Response::new(whole(Bytes::new()))) };
    let answered = posting.answered(first).await;
    if entering.len() > 0 {
        let further = tokio::spawn(async move {
            for delivery in entering {
                posting.make(delivery).await;
            }
        });
        let _ = tokio::time::timeout(FURTHER_TIME, further).await;
    }
    answered
}

/// Makes a delivery at another time than it came.
fn later(posting: &Arc<Posting>) -> PutLater {
    let posting = posting.clone();
    Arc::new(move |delivery| {
        let posting = posting.clone();
        tokio::spawn(async move { posting.make(delivery).await });
    })
}

impl Posting {
    /// Makes a delivery whose answer nobody waits for.
    async fn make(&self, delivery: IncomingDelivery) {
        drop(self.answered(delivery).await);
    }

    /// Makes a delivery and gives the endpoint's answer.
    async fn answered(&self, delivery: IncomingDelivery) -> Result<Response<ProxyBody>, NoAnswer> {
        self.post(delivery).await.map_err(|reason| {
            // The rest of the address may hold a secret.
            let origin = self.address.split(['/', '?']).nth(2).unwrap_or_default();
            self.conduct.trouble(format!("a delivery to {origin} got no answer: {reason}"));
            NoAnswer
        })
    }

    async fn post(&self, delivery: IncomingDelivery) -> Result<Response<ProxyBody>, String> {
        let line = self.conduct.endpoint(&self.address).map_err(|error| error.to_string())?;
        let (mut headers, extensions) =
            self.head.sent_on(&delivery.headers, Some(line.authority())).await?;
        head::set_length(&mut headers, delivery.body.len());
        let address: Uri = self.address.parse().map_err(|_| "it is no address")?;
        // A fault may send a delivery to a path below the registered one.
        let query = address.query().map_or_else(String::new, |query| format!("?{query}"));
        let path = format!("{}{}{query}", address.path(), delivery.subpath);
        let mut outgoing = Request::new(Full::new(delivery.body));
        outgoing.method_mut().clone_from(&self.method);
        *outgoing.uri_mut() = line.target_of(&path).map_err(|error| error.to_string())?;
        (*outgoing.headers_mut(), *outgoing.extensions_mut()) = (headers, extensions);
        let came = line.send(outgoing).await.map_err(|error| error.to_string())?;
        let (mut parts, body) = came.into_parts();
        if let Some(location) = parts.headers.get_mut(header::LOCATION) {
            // It is meant from the endpoint, not from the proxy.
            let base = Url::parse(&self.address).map_err(|error| error.to_string())?;
            let absolute = location.to_str().ok().and_then(|place| base.join(place).ok());
            let absolute = absolute.and_then(|place| place.as_str().parse().ok());
            *location = absolute.unwrap_or_else(|| location.clone());
        }
        let head = Head::new(parts.headers, parts.extensions);
        let (headers, extensions) = head.sent_on(&head.listed, None).await?;
        let mut response = Response::new(body.boxed_unsync());
        *response.status_mut() = parts.status;
        (*response.headers_mut(), *response.extensions_mut()) = (headers, extensions);
        Ok(response)
    }
}
