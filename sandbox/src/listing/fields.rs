//! The fields by which each list can be filtered.

use super::filter::{FilterField, FilterKind};
use crate::domain::account::Purpose;
use crate::domain::event::EventType;
use crate::domain::kyb::KybState;
use crate::domain::money::Currency;
use crate::domain::order::{OrderState, OrderType};

/// A field of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrderField {
    /// The state.
    State,
    /// The type.
    Type,
    /// The id.
    Id,
    /// The currency that leaves the sender.
    OriginCurrency,
    /// The currency that reaches the recipient.
    DestinationCurrency,
    /// The time of creation.
    CreatedAt,
    /// The amount that leaves the sender.
    Amount,
}

impl FilterField for OrderField {
    const ALL: &'static [Self] = &[
        Self::State,
        Self::Type,
        Self::Id,
        Self::OriginCurrency,
        Self::DestinationCurrency,
        Self::CreatedAt,
        Self::Amount,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Type => "type",
            Self::Id => "id",
            Self::OriginCurrency => "originCurrency",
            Self::DestinationCurrency => "destinationCurrency",
            Self::CreatedAt => "createdAt",
            Self::Amount => "amount",
        }
    }

    fn kind(self) -> FilterKind {
        match self {
            Self::State => FilterKind::Code(is_order_state),
            Self::Type => FilterKind::Code(is_order_type),
            Self::Id => FilterKind::Id,
            Self::OriginCurrency | Self::DestinationCurrency => FilterKind::Code(is_currency),
            Self::CreatedAt => FilterKind::Moment,
            Self::Amount => FilterKind::Amount,
        }
    }
}

/// A field of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DeliveryField {
    /// The state.
    State,
    /// The type of the event.
    EventType,
    /// The id of the resource that the event is about.
    ResourceId,
}

impl FilterField for DeliveryField {
    const ALL: &'static [Self] = &[Self::State, Self::EventType, Self::ResourceId];

    fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::EventType => "eventType",
            Self::ResourceId => "resourceId",
        }
    }

    fn kind(self) -> FilterKind {
        match self {
            Self::State => FilterKind::Code(is_delivery_state),
            Self::EventType => FilterKind::Code(is_event_type),
            Self::ResourceId => FilterKind::Id,
        }
    }
}

/// A field of a session that verifies a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KybField {
    /// The state.
    State,
    /// The id of the company.
    UserId,
}

impl FilterField for KybField {
    const ALL: &'static [Self] = &[Self::State, Self::UserId];

    fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::UserId => "userId",
        }
    }

    fn kind(self) -> FilterKind {
        match self {
            Self::State => FilterKind::Code(is_kyb_state),
            Self::UserId => FilterKind::Id,
        }
    }
}

/// A field of a merchant's own account (MER-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OwnAccountField {
    /// The label.
    Alias,
    /// The balance.
    Balance,
    /// The amount that is on its way to the account.
    PendingIn,
    /// The amount that is reserved for payments.
    PendingOut,
    /// The currency.
    Currency,
    /// The purpose.
    Purpose,
    /// The state, which is always `ACTIVE`.
    State,
}

impl FilterField for OwnAccountField {
    const ALL: &'static [Self] = &[
        Self::Alias,
        Self::Balance,
        Self::PendingIn,
        Self::PendingOut,
        Self::Currency,
        Self::Purpose,
        Self::State,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Alias => "alias",
            Self::Balance => "balance",
            Self::PendingIn => "pendingIn",
            Self::PendingOut => "pendingOut",
            Self::Currency => "currency",
            Self::Purpose => "purpose",
            Self::State => "state",
        }
    }

    fn kind(self) -> FilterKind {
        match self {
            Self::Alias => FilterKind::Text,
            Self::Balance | Self::PendingIn | Self::PendingOut => FilterKind::Amount,
            Self::Currency => FilterKind::Code(is_currency),
            Self::Purpose => FilterKind::Code(is_purpose),
            Self::State => FilterKind::Code(is_account_state),
        }
    }
}

impl OwnAccountField {
    /// The fields by which the list can be sorted.
    pub(crate) const SORTABLE: [Self; 4] =
        [Self::Alias, Self::Balance, Self::PendingIn, Self::PendingOut];
}

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
    OrderType::ALL.iter().any(|kind| kind.code() == text)
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
