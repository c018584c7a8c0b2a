//! The test of deliveries that name nothing of any scenario.

use std::{fmt, sync::Arc};

/// Looks at the body of a delivery.
type BodyTest = dyn Fn(&[u8]) -> bool + Send + Sync;

/// A test of the body of a delivery that names nothing of any scenario: true if the part that takes the rest gets it.
#[derive(Clone)]
pub(super) struct RestTest(pub(super) Arc<BodyTest>);

impl fmt::Debug for RestTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RestTest")
    }
}
