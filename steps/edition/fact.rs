//! Facts that the operator's requests write and only events show, with the places in both.

/// The kind of a simulated payin.
pub const SIMULATED: &str = "type";
/// A simulated bank payin.
pub const BANK: &str = "BANK";
/// A simulated payin of stablecoins.
pub const CRYPTO: &str = "CRYPTO";
/// The account of a simulated payin.
pub const ACCOUNT: &str = "accountId";
/// The currency of something.
pub const CURRENCY: &str = "currency";
/// The network of an address or a payin.
pub const NETWORK: &str = "network";

/// The places of a sender in the request for a bank payin: the number of the account, and the name.
pub const SENDER_PLACES: [&str; 2] = ["/sender/accountNumber", "/sender/name"];

/// The places of a failure in a simulated payin and in an event, each with its member in a failure of an order.
pub const FAILURE_PLACES: [(&str, &str); 2] =
    [("/failure/code", "code"), ("/failure/reason", "reason")];

/// The checks of a rejection.
pub const CHECKS: &str = "checks";
/// The reasons of a refused check.
pub const REASONS: &str = "reasons";
/// The state of a check that was refused.
pub const REFUSED: u64 = 2;

/// The company's legal name in the answers about it: the member, and the one in it.
pub const COMPANY_NAME: [&str; 2] = ["company", "legalName"];
/// The company's number and its name in the event about a related party.
pub const COMPANY_NUMBER: [&str; 2] = ["/businessUser/id", "/businessUser/name"];
