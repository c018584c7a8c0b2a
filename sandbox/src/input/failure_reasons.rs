//! Reads the reason for which the operator fails an order.

use crate::domain::failure::Failure;
use crate::domain::order::OrderType;
use crate::http::fields::Fields;

/// The reason for which the operator fails an order; each part may be missing.
pub(crate) struct FailureReason {
    code: Option<String>,
    reason: Option<String>,
}

impl FailureReason {
    /// The failure of an order of that type; missing parts get their default (PIN-5).
    pub(crate) fn of_order(self, order_type: OrderType) -> Failure {
        let default = Failure::default_of(order_type);
        let code = self.code.unwrap_or(default.code);
        Failure { code, reason: self.reason.unwrap_or(default.reason) }
    }
}

/// Reads the fields `code` and `reason`.
pub(crate) fn read_failure_reason(fields: &Fields<'_>) -> Option<FailureReason> {
    let code = fields.optional("code", Fields::string);
    let (code, reason) = code.zip(fields.optional("reason", Fields::string))?;
    Some(FailureReason { code, reason })
}
