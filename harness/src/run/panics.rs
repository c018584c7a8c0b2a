//! Keeps a step's panic from the terminal: it becomes the scenario's error, with the place it happened at.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    panic::{AssertUnwindSafe, PanicHookInfo},
    sync::Once,
};

use futures::FutureExt as _;

/// A panic's message and place.
pub(super) struct Panic {
    pub(super) text: String,
    pub(super) place: String,
}

thread_local! {
    static IN_STEP: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Installs the hook once; panics outside of steps go to the hook that was there before.
pub(super) fn watch() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
            if IN_STEP.with(Cell::get) {
                let place = info.location().map(ToString::to_string).unwrap_or_default();
                PLACE.with_borrow_mut(|kept| *kept = place);
            } else {
                before(info);
            }
        }));
    });
}

/// Drives a step; a panic comes back as its text and its place.
pub(super) async fn caught<T>(step: impl Future<Output = T>) -> Result<T, Panic> {
    let mut step = std::pin::pin!(AssertUnwindSafe(step).catch_unwind());
    // The flag must only be up while this step itself is polled: others share the thread.
    let polled = std::future::poll_fn(|context| {
        IN_STEP.set(true);
        let state = step.as_mut().poll(context);
        IN_STEP.set(false);
        state
    });
    polled.await.map_err(|payload| {
        let text = payload
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| payload.downcast_ref::<&str>().map(ToString::to_string))
            .unwrap_or_default();
        Panic { text, place: PLACE.with_borrow(Clone::clone) }
    })
}
