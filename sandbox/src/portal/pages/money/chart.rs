//! Orders by day and state, as stacked bars and as a table.

use crate::domain::clock::{Moment, Span};
use crate::domain::order::OrderState;
use crate::store::DayCount;

/// The number of days that are shown.
pub(super) const DAYS: i64 = 14;
/// The height of the bars of the day with the most orders, in units of the drawing.
const HEIGHT: i64 = 1000;
/// The states, from the bottom of a bar to its top.
const STATES: [OrderState; 5] = [
    OrderState::Completed,
    OrderState::Processing,
    OrderState::Pending,
    OrderState::Failed,
    OrderState::Cancelled,
];

/// The orders of the last days.
pub(super) struct Chart {
    /// The days, oldest first.
    pub(super) days: Vec<Day>,
    /// Each state with its number of orders on all days.
    pub(super) states: Vec<(&'static str, i64)>,
    /// The number of orders on all days.
    pub(super) total: i64,
    /// The number of orders on the day with the most.
    pub(super) most: i64,
}

/// One day.
pub(super) struct Day {
    /// The date, such as `2026-05-10`.
    pub(super) date: String,
    /// The distance from the left, in units of the drawing.
    pub(super) x: i64,
    /// The number of orders in each state.
    pub(super) counts: Vec<i64>,
    /// The bars, from the bottom.
    pub(super) bars: Vec<Bar>,
}

/// The orders of one day in one state.
pub(super) struct Bar {
    pub(super) state: &'static str,
    pub(super) orders: i64,
    pub(super) y: i64,
    pub(super) height: i64,
}

impl Chart {
    /// The chart of the counts of the days from `first` on.
    pub(super) fn of(first: Moment, counts: &[DayCount]) -> Self {
        let of = |day: i64, state: OrderState| -> i64 {
            let found = counts.iter().filter(|count| count.day == day && count.state == state);
            found.map(|count| count.orders).sum()
        };
        let on = |day: i64| STATES.map(|state| of(day, state)).to_vec();
        let most = (0..DAYS).map(|day| on(day).iter().sum()).max().unwrap_or(0);
        let days = (0..DAYS).map(|day| {
            let counts = on(day);
            let date = first.plus(Span::days(day)).to_string()[..10].to_owned();
            Day { date, x: day * 10 + 1, bars: bars_of(&counts, most), counts }
        });
        let states = STATES.map(|state| (state.code(), (0..DAYS).map(|day| of(day, state)).sum()));
        let total = counts.iter().map(|count| count.orders).sum();
        Self { days: days.collect(), states: states.to_vec(), total, most }
    }

    /// The first and the last day.
    pub(super) fn span(&self) -> (&str, &str) {
        let (first, last) = (self.days.first(), self.days.last());
        (first.map_or("", |day| &day.date), last.map_or("", |day| &day.date))
    }
}

fn bars_of(counts: &[i64], most: i64) -> Vec<Bar> {
    let mut below = 0;
    let mut bars = Vec::new();
    for (state, orders) in STATES.into_iter().zip(counts.iter().copied()) {
        if orders > 0 {
            let (bottom, top) = (below * HEIGHT / most, (below + orders) * HEIGHT / most);
            let (y, height) = (HEIGHT - top, top - bottom);
            bars.push(Bar { state: state.code(), orders, y, height });
            below += orders;
        }
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_lie_on_each_other_and_the_greatest_day_fills_the_height() {
        let count = |day, state, orders| DayCount { day, state, orders };
        let counts = [
            count(0, OrderState::Failed, 1),
            count(13, OrderState::Completed, 3),
            count(13, OrderState::Failed, 1),
        ];
        let chart = Chart::of(Moment::from_millis(0), &counts);
        assert_eq!((chart.total, chart.most), (5, 4));
        assert_eq!(chart.span(), ("1970-01-01", "1970-01-14"));
        let drawn = |day: usize| {
            let bars = chart.days[day].bars.iter();
            bars.map(|bar| (bar.state, bar.y, bar.height)).collect::<Vec<_>>()
        };
        assert_eq!(drawn(0), [("FAILED", 750, 250)]);
        assert_eq!(drawn(13), [("COMPLETED", 250, 750), ("FAILED", 0, 250)]);
        assert!(drawn(5).is_empty());
    }
}
