//! Mistakes in the set-up: `conform doctor` and a run name each as such, with its remedy, and never blame the target.

mod addresses;
mod bench;
mod credentials;
mod profiles;
mod servers;
mod warnings;
mod webhooks;
