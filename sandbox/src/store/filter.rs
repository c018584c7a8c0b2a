//! The fields that a list can be filtered by, and filters as conditions (ORD-3).

use rusqlite::types::Value;

use crate::domain::account::Purpose;
use crate::domain::event::EventType;
use crate::domain::kyb::KybState;
use crate::domain::money::Currency;
use crate::domain::order::{OrderState, OrderType};

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    /// Is equal.
    Eq,
    /// Is not equal.
    Neq,
    /// Is greater.
    Gt,
    /// Is less.
    Lt,
    /// Is greater or equal.
    Gte,
    /// Is less or equal.
    Lte,
    /// Contains.
    Like,
    /// Contains, in upper or lower case.
    Ilike,
}

impl Op {
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

    /// Tells if it needs an order of values.
    pub(crate) const fn is_ordering(self) -> bool {
        matches!(self, Self::Gt | Self::Lt | Self::Gte | Self::Lte)
    }
}

/// The kind of values that a field has.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// One of a list of codes.
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

/// A field that can be filtered by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    /// Its name in the query.
    pub(crate) name: &'static str,
    /// The kind of its values.
    pub(crate) kind: Kind,
    column: &'static str,
}

impl Field {
    /// Its column in the database.
    pub(super) const fn column(self) -> &'static str {
        self.column
    }
}

const fn field(name: &'static str, column: &'static str, kind: Kind) -> Field {
    Field { name, kind, column }
}

/// The fields of an order.
pub(crate) const ORDER_FIELDS: &[Field] = &[
    field("state", "state", Kind::Code(is_order_state)),
    field("type", "type", Kind::Code(is_order_type)),
    field("id", "id", Kind::Id),
    field("originCurrency", "origin_currency", Kind::Code(is_currency)),
    field("destinationCurrency", "destination_currency", Kind::Code(is_currency)),
    field("createdAt", "created_at", Kind::Moment),
    field("amount", "origin_amount", Kind::Amount),
];

/// The fields of a delivery.
pub(crate) const DELIVERY_FIELDS: &[Field] = &[
    field("state", "state", Kind::Code(is_delivery_state)),
    field("eventType", "event_type", Kind::Code(is_event_type)),
    field("resourceId", "resource_id", Kind::Id),
];

/// The fields of a KYB session.
pub(crate) const KYB_FIELDS: &[Field] =
    &[field("state", "state", Kind::Code(is_kyb_state)), field("userId", "user_id", Kind::Id)];

/// The fields of a merchant's own account; its state is always `ACTIVE`.
pub(crate) const OWN_ACCOUNT_FIELDS: &[Field] = &[
    field("alias", "label", Kind::Text),
    field("balance", "balance", Kind::Amount),
    field("pendingIn", "pending_in", Kind::Amount),
    field("pendingOut", "pending_out", Kind::Amount),
    field("currency", "currency", Kind::Code(is_currency)),
    field("purpose", "purpose", Kind::Code(is_purpose)),
    field("state", "'ACTIVE'", Kind::Code(is_account_state)),
];

fn is_purpose(text: &str) -> bool {
    Purpose::ALL.iter().any(|purpose| purpose.code() == text)
}

fn is_account_state(text: &str) -> bool {
    text == "ACTIVE"
}

fn is_kyb_state(text: &str) -> bool {
    KybState::ALL.iter().any(|state| state.code() == text)
}

fn is_order_state(text: &str) -> bool {
    OrderState::ALL.iter().any(|state| state.code() == text)
}

fn is_order_type(text: &str) -> bool {
    // Crypto payouts are a documented type, although this edition makes none yet.
    text == "CRYPTO_PAY_OUT" || OrderType::ALL.iter().any(|kind| kind.code() == text)
}

fn is_currency(text: &str) -> bool {
    Currency::ALL.iter().any(|currency| currency.code() == text)
}

fn is_event_type(text: &str) -> bool {
    EventType::parse(text).is_some()
}

fn is_delivery_state(text: &str) -> bool {
    ["PENDING", "DELIVERED", "FAILED"].contains(&text)
}

/// A comparison of a field with a value.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    /// The field.
    pub(crate) field: Field,
    /// The comparison.
    pub(crate) op: Op,
    /// The value that the field is compared with.
    pub(crate) value: Value,
}

impl Filter {
    /// The condition with one positional parameter.
    pub(super) fn condition(&self) -> String {
        let column = self.field.column;
        match self.op {
            Op::Eq => format!("{column} = ?"),
            Op::Neq => format!("{column} <> ?"),
            Op::Gt => format!("{column} > ?"),
            Op::Lt => format!("{column} < ?"),
            Op::Gte => format!("{column} >= ?"),
            Op::Lte => format!("{column} <= ?"),
            // Not LIKE, which treats % and _ as wildcards.
            Op::Like => format!("instr({column}, ?) > 0"),
            Op::Ilike => format!("instr(lower({column}), lower(?)) > 0"),
        }
    }
}
