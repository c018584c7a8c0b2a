//! Requests that an interceptor handles.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use futures::future::BoxFuture;

use super::{Client, ClientError, LARGEST_BODY, Outgoing, too_large_body};
use crate::{
    exchange::{Exchange, Request, Response},
    intercept::{Forward, Interceptor},
};

/// The client behind an interceptor, and the error of the last request that got no answer.
struct Unintercepted<'a> {
    client: &'a Client,
    failed: Mutex<Option<ClientError>>,
}

impl Forward for Unintercepted<'_> {
    fn forward(&self, request: Request) -> BoxFuture<'_, Option<Response>> {
        let Request { method, url, path, headers, body, form } = request;
        let base = url.strip_suffix(&path).unwrap_or(&url).to_owned();
        let outgoing = Outgoing { method, path, headers, body, form };
        Box::pin(async move {
            match self.client.forward(&base, outgoing).await {
                Ok(exchange) => Some(exchange.response),
                Err(error) => {
                    *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                    None
                }
            }
        })
    }
}

impl Client {
    /// The same client, whose requests an interceptor handles.
    #[must_use]
    pub fn through(mut self, interceptor: Option<Arc<dyn Interceptor>>) -> Self {
        self.interceptor = interceptor;
        self
    }

    /// Lets the interceptor handle a request. The exchange shows the request as the suite has made it.
    pub(super) async fn intercepted(
        &self,
        interceptor: &Arc<dyn Interceptor>,
        base: &str,
        outgoing: Outgoing,
    ) -> Result<Exchange, ClientError> {
        let Outgoing { method, path, headers, body, form } = outgoing;
        let url = format!("{}{path}", base.trim_end_matches('/'));
        let request = Request { method, url, path, headers, body, form };
        let begun = Instant::now();
        let line = Unintercepted { client: self, failed: Mutex::default() };
        let Some(response) = interceptor.exchange(request.clone(), &line).await else {
            let failed = line.failed.into_inner().unwrap_or_else(PoisonError::into_inner);
            return Err(failed.unwrap_or_else(|| ClientError::Method(request.method)));
        };
        if response.body.len() > LARGEST_BODY {
            let Request { method, url, .. } = request;
            return Err(ClientError::TooLarge { method, url, excess: too_large_body() });
        }
        Ok(Exchange { request, response, elapsed: begun.elapsed() })
    }
}
