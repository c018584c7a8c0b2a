//! The conversation about pending snapshots, one after the other.

use std::io::{self, BufRead as _};

use conformance_harness::{
    quote::escaped,
    report::{Output, Paint},
    snapshot::SnapshotReview,
};

use super::text;
use crate::error::CommandError;

/// Shows each pending snapshot and does what the person answers. The end of the input leaves the rest pending.
pub(super) fn converse(
    review: &SnapshotReview,
    paint: Paint,
    output: &Output,
) -> Result<(), CommandError> {
    let mut answers = io::stdin().lock().lines();
    for one in review.pending() {
        output.say(&escaped(&text::line(one)));
        output.say(&paint.difference(&escaped(&one.difference)));
        loop {
            output.say("accept (a), reject (r), leave it pending (s), or end (q)?");
            let Some(answer) = answers.next() else { return Ok(()) };
            match answer.map_err(CommandError::report)?.trim() {
                "a" | "accept" => review.accept(&one.name)?,
                "r" | "reject" => review.reject(&one.name)?,
                "s" | "skip" => {}
                "q" | "quit" => return Ok(()),
                other => {
                    output.say(&escaped(&format!("{other:?} is none of a, r, s and q")));
                    continue;
                }
            }
            break;
        }
    }
    Ok(())
}
