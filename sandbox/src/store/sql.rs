//! Conversion of the domain's values to columns and back.

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

use crate::domain::account::Purpose;
use crate::domain::clock::Moment;
use crate::domain::document::ReviewState;
use crate::domain::fee::Percent;
use crate::domain::fx::{Pair, Rate};
use crate::domain::id::{Id, MerchantId};
use crate::domain::kyb::KybState;
use crate::domain::money::{Amount, Currency};
use crate::domain::order::{OrderState, OrderType};
use crate::domain::session::SessionState;
use crate::domain::user::{Level, UserKind};
use crate::domain::viban::{VibanRail, VibanState};
use crate::domain::wallet::Network;

impl<T> ToSql for Id<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}

impl<T> FromSql for Id<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::parse(value.as_str()?).ok_or(FromSqlError::InvalidType)
    }
}

macro_rules! kept_as_integer {
    ($($type:ty, $to:expr, $from:expr;)*) => {$(
        impl ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                let to: fn(&$type) -> i64 = $to;
                Ok(to(self).into())
            }
        }

        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let number = value.as_i64()?;
                let from: fn(i64) -> Option<$type> = $from;
                from(number).ok_or(FromSqlError::OutOfRange(number))
            }
        }
    )*};
}

kept_as_integer! {
    Moment, |at| at.millis(), |millis| Some(Moment::from_millis(millis));
    Amount, |amount| amount.minor(), Amount::from_minor;
    Percent, |percent| percent.units(), Percent::from_units;
    MerchantId, |id| id.0, |id| Some(MerchantId(id));
}

macro_rules! kept_as_code {
    ($($type:ty),*) => {$(
        impl ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.code().into())
            }
        }

        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let text = value.as_str()?;
                let known = <$type>::ALL.into_iter().find(|known| known.code() == text);
                known.ok_or(FromSqlError::InvalidType)
            }
        }
    )*};
}

kept_as_code!(Currency, Level, Network, OrderState, OrderType, SessionState);
kept_as_code!(KybState, Purpose, ReviewState, UserKind, VibanRail, VibanState);

macro_rules! kept_as_text {
    ($($type:ty),*) => {$(
        impl ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.to_string().into())
            }
        }

        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                <$type>::parse(value.as_str()?).ok_or(FromSqlError::InvalidType)
            }
        }
    )*};
}

kept_as_text!(Pair, Rate);

/// A value kept as JSON text.
pub(super) struct Json<T>(pub(super) T);

impl<T: serde::Serialize> ToSql for Json<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let text = serde_json::to_string(&self.0);
        text.map(Into::into).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))
    }
}

impl<T: serde::de::DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?).map(Self).map_err(FromSqlError::other)
    }
}
