//! Mistakes in the set-up: each is named as such, with its remedy, by `conform doctor` and by a run, and never blamed on the target.

#![expect(clippy::expect_used, reason = "a test says what it relies on")]

#[cfg(test)]
mod addresses;
#[cfg(test)]
mod bench;
#[cfg(test)]
mod credentials;
#[cfg(test)]
mod profiles;
#[cfg(test)]
mod servers;
#[cfg(test)]
mod warnings;
#[cfg(test)]
mod webhooks;
