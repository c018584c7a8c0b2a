//! Reads the body of a delivery, within bounds of size, time and memory.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;

use crate::budget::Hold;

/// The size of the largest body. A webhook is a small message; a larger body is cut off and refused.
pub(crate) const LARGEST_DELIVERY: usize = 1 << 20;

/// The time within which the body of a delivery must have arrived; it takes milliseconds.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// The reason why the body of a delivery was not read to its end.
#[derive(Debug, thiserror::Error)]
pub(super) enum UnreadDelivery {
    #[error("a delivery has a body of more than {} KiB", LARGEST_DELIVERY / 1024)]
    TooLarge,
    #[error("the deliveries need too much memory")]
    NoMemory,
    #[error("the body of a delivery did not arrive within {} s", BODY_TIMEOUT.as_secs())]
    Late,
    #[error("the body of a delivery broke off")]
    Broken,
}

impl UnreadDelivery {
    /// The status that answers such a delivery.
    pub(super) fn status(&self) -> u16 {
        match self {
            Self::TooLarge => 413,
            Self::NoMemory => 507,
            Self::Late => 408,
            Self::Broken => 400,
        }
    }
}

/// Reads a body up to its bounds; each part takes memory before it is kept.
pub(super) async fn read_body(body: Incoming, hold: &mut Hold) -> Result<Bytes, UnreadDelivery> {
    let reading = tokio::time::timeout(BODY_TIMEOUT, read_parts(body, hold));
    reading.await.unwrap_or(Err(UnreadDelivery::Late))
}

async fn read_parts(mut body: Incoming, hold: &mut Hold) -> Result<Bytes, UnreadDelivery> {
    let mut read = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(part) = frame.map_err(|_| UnreadDelivery::Broken)?.into_data() else { continue };
        if read.len() + part.len() > LARGEST_DELIVERY {
            return Err(UnreadDelivery::TooLarge);
        }
        if !hold.grow(part.len()) {
            return Err(UnreadDelivery::NoMemory);
        }
        read.extend_from_slice(&part);
    }
    Ok(read.freeze())
}
