//! The test of deliveries that name nothing of any scenario.

use std::{fmt, sync::Arc};

/// A test of the body of a delivery that names nothing of any scenario: true if the part that takes the rest gets it.
#[derive(Clone)]
pub(super) struct RestTest(pub(super) Arc<dyn Fn(&[u8]) -> bool + Send + Sync>);

impl fmt::Debug for RestTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RestTest")
    }
}
