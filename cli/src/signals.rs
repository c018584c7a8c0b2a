//! The signals that end a run: the first one lets the run report what it has judged, the second one ends it at once.

use std::io;

use conformance_harness::run::BreakOff;

use crate::exit_code::NOT_JUDGED;

/// Breaks off the run when SIGINT or SIGTERM comes.
///
/// # Errors
/// If the signals cannot be listened to.
#[cfg(unix)]
pub(crate) fn end_run_with(break_off: BreakOff) -> io::Result<()> {
    use tokio::signal::unix::{Signal, SignalKind, signal};
    async fn next(interrupts: &mut Signal, terminations: &mut Signal) -> &'static str {
        tokio::select! {
            _ = interrupts.recv() => "SIGINT",
            _ = terminations.recv() => "SIGTERM",
        }
    }
    let mut interrupts = signal(SignalKind::interrupt())?;
    let mut terminations = signal(SignalKind::terminate())?;
    tokio::spawn(async move {
        let name = next(&mut interrupts, &mut terminations).await;
        break_off.because(format!("interrupted by {name}"));
        next(&mut interrupts, &mut terminations).await;
        std::process::exit(NOT_JUDGED.into());
    });
    Ok(())
}

/// Breaks off the run when it is interrupted from the keyboard.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
pub(crate) fn end_run_with(break_off: BreakOff) -> io::Result<()> {
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            break_off.because("interrupted");
        }
        if tokio::signal::ctrl_c().await.is_ok() {
            std::process::exit(NOT_JUDGED.into());
        }
    });
    Ok(())
}
