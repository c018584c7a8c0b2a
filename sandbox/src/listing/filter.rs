//! Filters of a list: a field, a comparison and a value.

/// A comparison of a field with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// Equal.
    Eq,
    /// Not equal.
    Neq,
    /// Greater.
    Gt,
    /// Less.
    Lt,
    /// Greater or equal.
    Gte,
    /// Less or equal.
    Lte,
    /// Contains the value.
    Like,
    /// Contains the value in upper or lower case.
    Ilike,
}

impl Comparison {
    /// Reads the suffix of a filter parameter.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "eq" => Self::Eq,
            "neq" => Self::Neq,
            "gt" => Self::Gt,
            "lt" => Self::Lt,
            "gte" => Self::Gte,
            "lte" => Self::Lte,
            "like" => Self::Like,
            "ilike" => Self::Ilike,
            _ => return None,
        })
    }

    /// Tells if it looks for a part of a text.
    pub(crate) const fn is_contains(self) -> bool {
        matches!(self, Self::Like | Self::Ilike)
    }

    /// Tells if it needs values that have an order.
    pub(crate) const fn is_ordering(self) -> bool {
        matches!(self, Self::Gt | Self::Lt | Self::Gte | Self::Lte)
    }
}

/// The kind of values that a field has.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FilterKind {
    /// A code of a closed list.
    Code(fn(&str) -> bool),
    /// A UUID.
    Id,
    /// A point of time.
    Moment,
    /// A whole number.
    Amount,
    /// Any text.
    Text,
}

/// A field by which a list can be filtered.
pub(crate) trait FilterField: Copy + 'static {
    /// All fields of the list.
    const ALL: &'static [Self];

    /// The name in the query.
    fn name(self) -> &'static str;

    /// The kind of its values.
    fn kind(self) -> FilterKind;
}

/// The value that a field is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FilterValue {
    /// A text, a code or an id.
    Text(String),
    /// A number, or a point of time in milliseconds.
    Number(i64),
}

/// A condition that items of a list must meet.
#[derive(Debug, Clone)]
pub(crate) struct Filter<F> {
    /// The field that is compared.
    pub(crate) field: F,
    /// The comparison.
    pub(crate) comparison: Comparison,
    /// The value on the other side.
    pub(crate) value: FilterValue,
}
