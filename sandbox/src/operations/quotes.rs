//! Quotes: the result that a payment would have.

use crate::domain::clock::{Moment, Span};
use crate::domain::fx::Rate;
use crate::domain::money::Money;
use crate::domain::price::Price;

/// Time for which a quote is valid (TRF-6).
const VALIDITY: Span = Span::seconds(30);

/// The amounts that a payment would have.
#[derive(Debug)]
pub(crate) struct Quote {
    /// The amount that would leave the source.
    pub(crate) origin: Money,
    /// The amount that would reach the recipient.
    pub(crate) destination: Money,
    /// The rate, if there is a conversion.
    pub(crate) rate: Option<Rate>,
    /// Time of the rate.
    pub(crate) at: Moment,
    /// End of the quote's validity.
    pub(crate) valid_until: Moment,
}

/// A quote of `price`, made at `now`.
pub(super) fn of(price: &Price, now: Moment) -> Quote {
    let Price { origin, destination, fx, .. } = *price;
    let rate = fx.map(|fx| fx.rate);
    Quote { origin, destination, rate, at: now, valid_until: now.plus(VALIDITY) }
}
