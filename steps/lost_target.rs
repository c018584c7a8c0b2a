//! A target that no longer answers.

use std::time::Duration;

use conformance_harness::verdict::Fault;

use crate::world::Shared;

/// Pauses before the attempts to reach a target again; a target that was started again is there within seconds.
const PAUSES: [Duration; 3] =
    [Duration::ZERO, Duration::from_millis(500), Duration::from_millis(1500)];

/// The time within which a target must answer one of these attempts.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);

/// The reason why the target no longer answers; none if it does.
pub(crate) async fn why_gone(shared: &Shared) -> Option<String> {
    let mut reason = String::new();
    for pause in PAUSES {
        tokio::time::sleep(pause).await;
        let probe = async {
            shared.target.probe(&shared.client).await.map_err(Fault::error)?;
            shared.operator.probe().await
        };
        reason = match tokio::time::timeout(ATTEMPT_TIMEOUT, probe).await {
            Ok(Ok(())) => return None,
            Ok(Err(Fault::Error { message })) => message,
            Ok(Err(Fault::Nonconformance(finding))) => {
                format!("{}: {}", finding.what, finding.actual)
            }
            Ok(Err(Fault::NotApplicable { reason })) => reason,
            Err(_) => format!("no answer within {ATTEMPT_TIMEOUT:?}"),
        };
    }
    Some(format!("the target no longer answers: {reason}"))
}
