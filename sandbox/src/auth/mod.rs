//! Proof of identity: tokens and keys of the API, the operator's key, and people's passwords.

mod admission;
mod api_key;
mod bearer;
mod operator_key;
mod sign_in_gate;
mod token;
mod turns;

pub(crate) use admission::admit;
pub(crate) use api_key::{fresh_key, log_in};
pub(crate) use bearer::bearer;
pub(crate) use operator_key::OperatorKey;
pub(crate) use sign_in_gate::{PasswordSender, SignInGate};
pub(crate) use token::{Claims, Signer};
