//! Phrases of payins.

use super::order::order;

pub fn payin() {
    order
}
