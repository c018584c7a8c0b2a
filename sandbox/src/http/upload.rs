//! Receiving a form with a file, of which at most the size limit is held in memory (KYB-2, KYB-4).

use std::convert::Infallible;
use std::time::Duration;

use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use futures::{Stream, StreamExt, stream};
use multer::{Field, Multipart};
use serde_json::{Map, Value};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::creation::{Received, read_key};
use super::file_name::extended_name;
use super::problem::Problem;
use super::upload_slots::{UploadSlot, UploadSlots};
use crate::domain::document::MAX_FILE;
use crate::domain::id::MerchantId;
use crate::domain::idempotency::{Fingerprint, IdempotencyKey, PartialFingerprint};
use crate::domain::refusal::{FieldError, Refusal};

const MEDIA_TYPE: &str = "multipart/form-data";
const FILE: &str = "file";
/// The greatest body: the file and the rest of the form, in bytes.
const MAX_BODY: usize = MAX_FILE + 64 * 1024;
/// Number of bytes of a text field that are kept, enough to notice that the text is too long.
const MAX_TEXT: usize = 4096;
/// Timeout for the whole form, so that its slot becomes free.
const READ_TIME: Duration = Duration::from_mins(1);

const MALFORMED: Problem = Problem::MalformedRequest("the body is not multipart/form-data");

/// A received form, or its fault; receiving it never fails.
pub(crate) struct Upload {
    form: Result<UploadedForm, Problem>,
    fingerprint: Option<Fingerprint>,
    key: Result<Option<IdempotencyKey>, FieldError>,
    slot: Option<UploadSlot>,
}

/// The requested parts of a form.
#[derive(Default)]
pub(crate) struct UploadedForm {
    /// The text fields by name.
    pub(crate) texts: Map<String, Value>,
    /// The part `file`.
    pub(crate) file: Option<File>,
    /// The names of parts that came more than once; only the first one of each is kept.
    pub(crate) repeated: Vec<String>,
}

/// A received file.
pub(crate) struct File {
    /// The sender's name for it; none if it came as a text field.
    pub(crate) name: Option<String>,
    /// The bytes of the file.
    pub(crate) content: Vec<u8>,
}

impl Upload {
    /// Receives a form of the merchant with these text fields and a `file`; other parts are dropped.
    ///
    /// Its slot is taken when the first bytes have arrived, so that an upload that sends nothing
    /// holds up no other.
    pub(crate) async fn receive(
        request: Request,
        slots: &UploadSlots,
        merchant: MerchantId,
        texts: &'static [&'static str],
    ) -> Self {
        let (parts, body) = request.into_parts();
        let length = usize::try_from(body.size_hint().lower()).unwrap_or_default();
        let mut chunks = body.into_data_stream();
        let late = Problem::MalformedRequest("the body did not arrive in time");
        let first = timeout(READ_TIME, chunks.next()).await;
        let slot = if matches!(first, Ok(Some(_))) { slots.take(merchant).await } else { None };
        let received = match first {
            Ok(first) => {
                let chunks = stream::iter(first).chain(chunks);
                let fingerprint = PartialFingerprint::of(parts.method.as_str(), parts.uri.path());
                let received = receive(&parts.headers, length, chunks, fingerprint, texts);
                timeout(READ_TIME, received).await
            }
            Err(late) => Err(late),
        };
        let (form, fingerprint) = match received.unwrap_or(Err(late)) {
            Ok((form, fingerprint)) => (Ok(form), Some(fingerprint)),
            Err(problem) => (Err(problem), None),
        };
        Self { form, fingerprint, key: read_key(&parts.headers), slot }
    }

    /// Reads the input from the form with `read`; a fault of the key is listed together with the
    /// faults of the fields.
    ///
    /// The slot comes with the input, to be held as long as the file is in memory.
    pub(crate) fn read<T>(
        self,
        read: impl FnOnce(UploadedForm) -> Result<T, Refusal>,
    ) -> Received<(T, Option<UploadSlot>)> {
        let slot = self.slot;
        let input = self.form.and_then(|form| Ok((read(form)?, slot)));
        Received::of(self.key, self.fingerprint, input)
    }
}

async fn receive(
    headers: &HeaderMap,
    length: usize,
    body: impl Stream<Item = Result<Bytes, axum::Error>> + Unpin,
    fingerprint: PartialFingerprint,
    texts: &[&str],
) -> Result<(UploadedForm, Fingerprint), Problem> {
    let (chunks, mut arriving) = mpsc::channel::<Bytes>(1);
    let stream = stream::poll_fn(move |cx| arriving.poll_recv(cx));
    let parse = async {
        // After a fault, the rest of the body is read and dropped, for clients that send all of it
        // first.
        let boundary = boundary(headers)?;
        let stream = Box::pin(stream.map(Ok::<_, Infallible>));
        parse(stream, boundary, texts, length).await
    };
    let (fingerprint, form) = tokio::join!(pass_on(body, chunks, fingerprint), parse);
    // A body that breaks off is also an invalid form; the break is the real fault.
    match (fingerprint, form) {
        (_, Err(problem @ (Problem::UnsupportedMediaType(_) | Problem::Refused(_)))) => {
            Err(problem)
        }
        (Err(problem), _) => Err(problem),
        (Ok(fingerprint), form) => Ok((form?, fingerprint)),
    }
}

/// Passes the body on to the parser while it arrives, without buffering.
async fn pass_on(
    mut body: impl Stream<Item = Result<Bytes, axum::Error>> + Unpin,
    chunks: mpsc::Sender<Bytes>,
    mut fingerprint: PartialFingerprint,
) -> Result<Fingerprint, Problem> {
    let mut size = 0;
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_| Problem::MalformedRequest("the body broke off"))?;
        size += chunk.len();
        if size > MAX_BODY {
            return Err(Refusal::FileTooLarge.into());
        }
        fingerprint.add(&chunk);
        // The parser may have ended early.
        let _ = chunks.send(chunk).await;
    }
    Ok(fingerprint.finish())
}

fn boundary(headers: &HeaderMap) -> Result<String, Problem> {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(Problem::UnsupportedMediaType(MEDIA_TYPE));
    };
    multer::parse_boundary(value.to_str().unwrap_or("")).map_err(|error| match error {
        multer::Error::NoBoundary => MALFORMED,
        _ => Problem::UnsupportedMediaType(MEDIA_TYPE),
    })
}

async fn parse(
    stream: impl Stream<Item = Result<Bytes, Infallible>> + Send,
    boundary: String,
    texts: &[&str],
    length: usize,
) -> Result<UploadedForm, Problem> {
    let mut parts = Multipart::new(stream, boundary);
    let mut form = UploadedForm::default();
    while let Some(mut part) = parts.next_field().await.map_err(|_| MALFORMED)? {
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = name == FILE;
        let is_known = if is_file { form.file.is_some() } else { form.texts.contains_key(&name) };
        if is_known || !(is_file || texts.contains(&name.as_str())) {
            while part.chunk().await.map_err(|_| MALFORMED)?.is_some() {}
            if is_known {
                form.repeated.push(name);
            }
        } else if is_file {
            form.file = Some(read_file(&mut part, length).await?);
        } else {
            form.texts.insert(name, read_text(&mut part).await?.into());
        }
    }
    Ok(form)
}

/// Reads a file; `length` is the stated length of the whole form.
async fn read_file(part: &mut Field<'_>, length: usize) -> Result<File, Problem> {
    let disposition = part.headers().get(header::CONTENT_DISPOSITION);
    let extended = disposition.and_then(|value| extended_name(value.as_bytes()));
    let name = extended.or_else(|| part.file_name().map(str::to_owned));
    // A growing buffer would need twice its size at each step.
    let mut content = Vec::with_capacity(length.min(MAX_FILE));
    while let Some(chunk) = part.chunk().await.map_err(|_| MALFORMED)? {
        if content.len() + chunk.len() > MAX_FILE {
            return Err(Refusal::FileTooLarge.into());
        }
        content.extend_from_slice(&chunk);
    }
    Ok(File { name, content })
}

/// Reads a text field; invalid UTF-8 is replaced by a character that no accepted value contains.
async fn read_text(part: &mut Field<'_>) -> Result<String, Problem> {
    let mut text = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|_| MALFORMED)? {
        let room = MAX_TEXT.saturating_sub(text.len());
        text.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}
