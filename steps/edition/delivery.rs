//! Members of the list of deliveries in the operator's interface (docs/operator-api.md).

/// The list.
pub const DELIVERIES: &str = "deliveries";
/// The exact text that was sent.
pub const BODY: &str = "body";
/// The address that it was sent to.
pub const URL: &str = "url";
/// The time of the next attempt; null if there is none.
pub const NEXT_ATTEMPT_AT: &str = "nextAttemptAt";
/// The attempts so far.
pub const ATTEMPTS: &str = "attempts";
/// The number of an attempt, from 1.
pub const NUMBER: &str = "number";
/// The time at which an attempt began.
pub const STARTED_AT: &str = "startedAt";
/// The time at which an attempt was over.
pub const FINISHED_AT: &str = "finishedAt";
/// The status of the answer; null if none came.
pub const STATUS: &str = "status";
/// The reason why no answer came; null if one did.
pub const ERROR: &str = "error";

/// A delivery that was accepted.
pub const DELIVERED: &str = "DELIVERED";
