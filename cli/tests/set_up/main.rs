//! Mistakes in the set-up: `conform doctor` and a run name each as such, with its remedy, and never blame the target.

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
