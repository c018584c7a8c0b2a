//! The sandbox from outside: over HTTP, with deliveries to a sink that can misbehave.

// A test target is always compiled for tests; stating it allows its modules to unwrap.
#[cfg(test)]
mod auth;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod businesses;
#[cfg(test)]
mod connections;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod deliveries;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod documented;
#[cfg(test)]
mod fees;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod idempotency;
#[cfg(test)]
mod kyb_review;
#[cfg(test)]
mod money;
#[cfg(test)]
mod payment_page;
#[cfg(test)]
mod portal_company;
#[cfg(test)]
mod portal_decisions;
#[cfg(test)]
mod portal_developers;
#[cfg(test)]
mod portal_failures;
#[cfg(test)]
mod portal_links;
#[cfg(test)]
mod portal_money;
#[cfg(test)]
mod portal_people;
#[cfg(test)]
mod precedence;
#[cfg(test)]
mod raw;
#[cfg(test)]
mod refused_pages;
#[cfg(test)]
mod removal;
#[cfg(test)]
mod setup;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod sink;
#[cfg(test)]
mod throughput;
#[cfg(test)]
mod typed_amounts;
#[cfg(test)]
mod uploads;
#[cfg(test)]
mod world;
