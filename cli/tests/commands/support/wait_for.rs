//! Waits until a script on a page returns true.

use std::time::Duration;

use conformance_harness::browser::Tab;
use tokio::time::sleep;

/// Runs a script on a page again and again, until it returns true.
pub(crate) async fn wait_for(tab: &Tab, script: &str) {
    let mut is_true = false;
    for _ in 0..150 {
        is_true = tab.run(script, vec![]).await.expect("runs") == true;
        if is_true {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    assert!(is_true, "this never became true: {script}");
}
