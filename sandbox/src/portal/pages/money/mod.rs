//! Pages about money: balances, accounts, orders, virtual IBANs and the Funds Simulator.

mod account;
mod accounts;
mod chart;
mod history;
mod ledger;
mod order;
mod order_facts;
mod orders;
mod overview;
mod routes;
mod rows;
mod simulator;
mod virtual_ibans;

pub(super) use routes::routes;
