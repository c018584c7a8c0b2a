//! Claims of a profile that its operator cannot keep.

use conformance_harness::target::{OperatorKind, Target};

use super::check::SetUpCheck;
use crate::targets::BEYOND_PORTAL;

/// Checks the capabilities beside the operator.
pub(super) fn written(target: &Target) -> Vec<SetUpCheck> {
    if target.operator == OperatorKind::Json {
        return Vec::new();
    }
    let mut checks = Vec::new();
    let by_hand = target.operator == OperatorKind::Person;
    // A browser that is missing here is not claimed any more; the reason is kept.
    if by_hand && (target.claims("browser") || target.unclaimed.contains_key("browser")) {
        checks.push(SetUpCheck::wrong(
            "capabilities",
            "`browser` is claimed, and a person cannot sign the browser in",
            "remove `browser`, or write `operator: pages` with a map of the Portal",
        ));
    }
    for name in BEYOND_PORTAL.into_iter().filter(|name| target.unclaimed.contains_key(*name)) {
        checks.push(SetUpCheck::warning(
            "capabilities",
            format!("`{name}` is claimed, and only the operator `json` can use it"),
            format!("remove `{name}`; this run does as if it were not there"),
        ));
    }
    checks
}
