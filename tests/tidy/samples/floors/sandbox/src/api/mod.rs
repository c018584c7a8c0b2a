//! The API.

mod payins;
