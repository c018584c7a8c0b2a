//! Filters of lists as conditions in SQL (ORD-3).

use rusqlite::types::Value;

use crate::listing::{
    Comparison, DeliveryField, Filter, FilterValue, KybField, OrderField, OwnAccountField,
};

/// A field that has a column in the database.
pub(super) trait Column: Copy {
    /// The column, or an expression in its place.
    fn column(self) -> &'static str;
}

impl Column for OrderField {
    fn column(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Type => "type",
            Self::Id => "id",
            Self::OriginCurrency => "origin_currency",
            Self::DestinationCurrency => "destination_currency",
            Self::CreatedAt => "created_at",
            Self::Amount => "origin_amount",
        }
    }
}

impl Column for DeliveryField {
    fn column(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::EventType => "event_type",
            Self::ResourceId => "resource_id",
        }
    }
}

impl Column for KybField {
    fn column(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::UserId => "user_id",
        }
    }
}

impl Column for OwnAccountField {
    fn column(self) -> &'static str {
        match self {
            Self::Alias => "label",
            Self::Balance => "balance",
            Self::PendingIn => "pending_in",
            Self::PendingOut => "pending_out",
            Self::Currency => "currency",
            Self::Purpose => "purpose",
            Self::State => "'ACTIVE'",
        }
    }
}

/// The condition of a filter with one positional parameter, and that parameter.
pub(super) fn condition<F: Column>(filter: &Filter<F>) -> (String, Value) {
    let column = filter.field.column();
    let condition = match filter.comparison {
        Comparison::Eq => format!("{column} = ?"),
        Comparison::Neq => format!("{column} <> ?"),
        Comparison::Gt => format!("{column} > ?"),
        Comparison::Lt => format!("{column} < ?"),
        Comparison::Gte => format!("{column} >= ?"),
        Comparison::Lte => format!("{column} <= ?"),
        // Not LIKE, which treats % and _ as wildcards.
        Comparison::Like => format!("instr({column}, ?) > 0"),
        Comparison::Ilike => format!("instr(lower({column}), lower(?)) > 0"),
    };
    let value = match &filter.value {
        FilterValue::Text(text) => text.clone().into(),
        FilterValue::Number(number) => (*number).into(),
    };
    (condition, value)
}
