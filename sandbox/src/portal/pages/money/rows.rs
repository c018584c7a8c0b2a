//! Rows and values that several pages about money share.

use crate::domain::account::Account;
use crate::domain::clock::Moment;
use crate::domain::money::{Amount, Currency, Money};
use crate::domain::order::{Order, Party};
use crate::domain::user::{User, UserKind};
use crate::http::problem::Problem;
use crate::portal::pages::shown::{Stamp, StateLabel, end_of};
use crate::store::{Owner, Scope};

/// One choice of a `select`.
pub(super) struct Choice {
    /// The value that is sent.
    pub(super) value: String,
    /// The text that is shown.
    pub(super) label: String,
}

impl Choice {
    /// The choice with that value and label.
    pub(super) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }

    /// A choice for each code, after `Any`, which stands for no code.
    pub(super) fn any_or<'a>(codes: impl IntoIterator<Item = &'a str>) -> Vec<Self> {
        let any = std::iter::once(Self::new("", "Any"));
        any.chain(codes.into_iter().map(|code| Self::new(code, code))).collect()
    }

    /// Tells if `value` is its value.
    pub(super) fn is(&self, value: &str) -> bool {
        self.value == value
    }
}

/// The owner of an account, with a link to the owner's page.
pub(super) struct OwnerLink {
    /// The owner's name.
    pub(super) name: String,
    /// The address of the owner's page; the merchant has none.
    pub(super) link: Option<String>,
}

impl From<Owner> for OwnerLink {
    fn from(owner: Owner) -> Self {
        match owner {
            Owner::Merchant(name) => Self { name, link: None },
            Owner::User(user) => {
                let pages = match user.kind {
                    UserKind::Individual => "users",
                    UserKind::Business => "businesses",
                };
                Self { name: name_of(&user), link: Some(format!("/{pages}/{}", user.id)) }
            }
        }
    }
}

fn name_of(user: &User) -> String {
    match user.kind {
        UserKind::Business => user.legal_name().to_owned(),
        UserKind::Individual => {
            let said = |field| user.profile.get(field).and_then(|name| name.as_str());
            let names = [said("name"), said("surname")];
            names.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
    }
}

/// The amounts of an account, as people read them.
pub(super) struct Holdings {
    pub(super) balance: String,
    pub(super) pending_in: String,
    pub(super) pending_out: String,
    pub(super) available: String,
}

impl Holdings {
    /// The amounts of `account`.
    pub(super) fn of(account: &Account) -> Self {
        let shown = |amount| Money::new(account.currency, amount).to_string();
        let available = account.balance.minus(account.pending_out).unwrap_or(Amount::ZERO);
        Self {
            balance: shown(account.balance),
            pending_in: shown(account.pending_in),
            pending_out: shown(account.pending_out),
            available: shown(available),
        }
    }
}

/// An amount with its sign, as ledgers show it (LED-3).
pub(super) fn signed(currency: Currency, amount: Amount) -> String {
    let plus = if amount > Amount::ZERO { "+" } else { "" };
    let shown = Money::new(currency, amount).to_string();
    format!("{plus}{}", shown.split_once(' ').map_or(shown.as_str(), |(_, digits)| digits))
}

/// An order in a list.
pub(super) struct OrderRow {
    pub(super) id: String,
    pub(super) end: String,
    pub(super) kind: &'static str,
    pub(super) state: StateLabel,
    /// The reason for which it failed.
    pub(super) failure: Option<String>,
    pub(super) origin: String,
    /// The money that arrives, if it differs from the money that is sent.
    pub(super) destination: Option<String>,
    pub(super) reference: String,
    /// `In`, `Out` or `Between`.
    pub(super) direction: &'static str,
    /// The owners of the accounts that it debits and credits.
    pub(super) owners: Vec<OwnerLink>,
    pub(super) created_at: Stamp,
}

impl OrderRow {
    /// The row of `order`, at the time `now`.
    pub(super) fn of(scope: &Scope<'_>, order: &Order, now: Moment) -> Result<Self, Problem> {
        let mut owners = vec![];
        for Party { account, .. } in order.debit.into_iter().chain(order.credit) {
            owners.push(scope.owner(&scope.account(account)?)?.into());
        }
        let is_other = order.destination != order.origin;
        Ok(Self {
            id: order.id.to_string(),
            end: end_of(&order.id.to_string()),
            kind: order.order_type().display(),
            direction: match (order.debit, order.credit) {
                (Some(_), Some(_)) => "Between",
                (Some(_), None) => "Out",
                _ => "In",
            },
            owners,
            state: StateLabel::of(order.state.code()),
            failure: order.failure.as_ref().map(|failure| failure.reason.clone()),
            origin: order.origin.to_string(),
            destination: is_other.then(|| order.destination.to_string()),
            reference: order.reference.clone(),
            created_at: Stamp::new(order.created_at, now),
        })
    }
}
