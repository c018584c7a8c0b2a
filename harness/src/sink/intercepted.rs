//! Deliveries that an interceptor handles before they enter their mailbox.

use std::{
    sync::{Arc, Weak},
    time::Instant,
};

use super::mailbox::{ReceivedDelivery, Reply, Slot};
use crate::intercept::{IncomingDelivery, PutLater};

/// The deliveries that enter the mailbox now in the place of the one that came, in their order; none if it is dropped or held
/// back.
pub(super) fn entering(
    slot: &Arc<Slot>,
    token: &str,
    came: ReceivedDelivery,
) -> Vec<ReceivedDelivery> {
    let Some(interceptor) = &slot.interceptor else { return vec![came] };
    let ReceivedDelivery { received_at, method, subpath, headers, body, .. } = came;
    let incoming = IncomingDelivery {
        mailbox: token.to_owned(),
        case: slot.case.clone(),
        secret: slot.secret(),
        subpath,
        headers: headers.to_vec(),
        body,
    };
    let weak: Weak<Slot> = Arc::downgrade(slot);
    let later_method = method.clone();
    let later: PutLater = Arc::new(move |incoming| {
        if let Some(slot) = weak.upgrade() {
            put_accepted(&slot, received(incoming, Instant::now(), &later_method));
        }
    });
    let entering = interceptor.deliver(incoming, &later).into_iter();
    entering.map(|one| received(one, received_at, &method)).collect()
}

fn received(incoming: IncomingDelivery, received_at: Instant, method: &str) -> ReceivedDelivery {
    ReceivedDelivery {
        received_at,
        method: method.to_owned(),
        subpath: incoming.subpath,
        headers: Arc::new(incoming.headers),
        body: incoming.body,
        reply: Reply::Status(200),
        accepted: Arc::default(),
    }
}

/// Puts a delivery that the target did not send at this moment, as one that was accepted.
pub(super) fn put_accepted(slot: &Slot, delivery: ReceivedDelivery) {
    let mut hold = slot.hold();
    if hold.grow(delivery.body.len()) {
        slot.put(delivery.answered(Reply::Status(200)), hold);
    }
}
