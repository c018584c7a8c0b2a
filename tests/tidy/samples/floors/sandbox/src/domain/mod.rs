//! The domain.

mod money;
