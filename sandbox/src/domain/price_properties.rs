//! Conversion and fees compared with exact fractions: decimal arithmetic gives the same results.

use std::cmp::Ordering;

use num_rational::Ratio;
use proptest::prelude::*;

use super::clock::Moment;
use super::fee::{Percent, Tariff, Tariffs};
use super::fx::Rate;
use super::money::{Amount, Currency, Money};
use super::order::OrderType;
use super::price::{Price, Terms};

type Exact = Ratio<i128>;

const RATE_UNIT: i128 = 10_000_000_000;
const PERCENT_UNIT: i128 = 1_000_000;

fn amount(minor: i64) -> Amount {
    Amount::from_minor(minor).unwrap()
}

/// The nearest whole number; of two equally near ones, the even one.
fn half_even(exact: Exact) -> i128 {
    let below = exact.floor().to_integer();
    match (exact - below).cmp(&Exact::new(1, 2)) {
        Ordering::Less => below,
        Ordering::Greater => below + 1,
        Ordering::Equal => below + below.rem_euclid(2),
    }
}

/// The number as an amount, if an account can hold it.
fn in_range(minor: i128) -> Option<i64> {
    i64::try_from(minor).ok().and_then(Amount::from_minor).map(Amount::minor)
}

fn rate(units: i128) -> Rate {
    Rate::parse(&format!("{}.{:010}", units / RATE_UNIT, units % RATE_UNIT)).unwrap()
}

fn converted(minor: i128, rate_units: i128) -> i128 {
    half_even(Exact::from(minor) * Exact::new(rate_units, RATE_UNIT))
}

/// A tariff in ten-thousandths of a percent and minor units.
type Charge = (i64, i64);

fn charge(max_fixed: i64) -> impl Strategy<Value = Charge> {
    // Half percents of whole hundreds give halves of a minor unit.
    let halves = (0..40_i64).prop_map(|half| half * 5_000);
    let percent = prop_oneof![0..=50_000_i64, 0..=1_000_000_i64, halves];
    (percent, 0..=max_fixed)
}

fn tariff((percent, fixed): Charge) -> Tariff {
    Tariff { percent: Percent::from_units(percent).unwrap(), fixed: amount(fixed) }
}

fn part(minor: i128, (percent, fixed): Charge) -> i128 {
    let share = Exact::new(i128::from(percent), PERCENT_UNIT);
    half_even(Exact::from(minor) * share + Exact::from(i128::from(fixed)))
}

/// The amount that arrives and both parts of the fee, in exact arithmetic.
fn expected(
    order_type: OrderType,
    minor: i64,
    rate_units: i128,
    (system, merchant): (Charge, Charge),
) -> Option<[i64; 3]> {
    let minor = i128::from(minor);
    let is_payin = order_type.is_payin();
    let base = if is_payin { converted(minor, rate_units) } else { minor };
    in_range(base).filter(|base| *base > 0)?;
    let (system, merchant) = (part(base, system), part(base, merchant));
    let left = in_range(base - system - merchant).filter(|left| *left > 0)?;
    let arrives = if is_payin { i128::from(left) } else { converted(i128::from(left), rate_units) };
    let arrives = in_range(arrives).filter(|arrives| *arrives > 0)?;
    Some([arrives, in_range(system)?, in_range(merchant)?])
}

fn order_type() -> impl Strategy<Value = OrderType> {
    prop::sample::select(OrderType::ALL.to_vec())
}

fn minor() -> impl Strategy<Value = i64> {
    let hundreds = (1..200_i64).prop_map(|number| number * 100);
    prop_oneof![1..2_000_i64, hundreds, 1..=Amount::MAX.minor()]
}

fn rate_units() -> impl Strategy<Value = i128> {
    let halves = (1..20_i128).prop_map(|half| half * RATE_UNIT / 2);
    prop_oneof![halves, 1..=1_000_000 * RATE_UNIT, 1..=2 * RATE_UNIT]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_conversion_is_exact_and_rounds_halves_to_even(minor in minor(), units in rate_units()) {
        let exact = in_range(converted(i128::from(minor), units));
        prop_assert_eq!(rate(units).convert(amount(minor)).ok().map(Amount::minor), exact);
    }

    #[test]
    fn a_price_is_exact_in_each_of_its_parts(
        order_type in order_type(),
        minor in minor(),
        units in rate_units(),
        system in charge(500),
        merchant in charge(500),
    ) {
        let (from, to) = (Currency::Usdc, Currency::Eur);
        let tariffs = Tariffs { system: tariff(system), merchant: tariff(merchant) };
        let terms = Terms { tariffs, rate: rate(units), at: Moment::from_millis(0) };
        let price = Price::of(order_type, Money::new(from, amount(minor)), to, &terms);
        let parts = |price: &Price| {
            let Price { destination, fee, .. } = price;
            [destination.amount, fee.system, fee.merchant].map(Amount::minor)
        };
        let wanted = expected(order_type, minor, units, (system, merchant));
        prop_assert_eq!(price.as_ref().ok().map(parts), wanted);
        if let Ok(price) = price {
            let charged_in = if order_type.is_payin() { to } else { from };
            prop_assert_eq!(price.fee.currency, charged_in);
            prop_assert_eq!(price.fee.total().minor(), parts(&price)[1] + parts(&price)[2]);
        }
    }

    #[test]
    fn without_a_conversion_what_leaves_is_what_arrives_and_the_fee(
        order_type in order_type(),
        minor in minor(),
        system in charge(500),
        merchant in charge(500),
    ) {
        let tariffs = Tariffs { system: tariff(system), merchant: tariff(merchant) };
        let terms = Terms { tariffs, rate: rate(RATE_UNIT / 2), at: Moment::from_millis(0) };
        let money = Money::new(Currency::Eur, amount(minor));
        if let Ok(price) = Price::of(order_type, money, Currency::Eur, &terms) {
            let there = price.destination.amount.plus(price.fee.total());
            prop_assert_eq!((there, price.fx), (Ok(money.amount), None));
        } else {
            let fee = [system, merchant].map(|charge| part(i128::from(minor), charge));
            prop_assert!(fee[0] + fee[1] >= i128::from(minor));
        }
    }
}
