//! Snapshots as the terminal shows them.

use std::path::Path;

use conformance_harness::{
    quote::escaped,
    report::Output,
    snapshot::{Reviewed, SnapshotReview, SnapshotState},
};

/// Says what is accepted, what waits for review, and what no scenario uses.
pub(super) fn list(review: &SnapshotReview, folder: &Path, wanted: usize, output: &Output) {
    output.say(&escaped(&format!("the snapshots in {}", folder.display())));
    for one in &review.snapshots {
        output.say(&escaped(&line(one)));
    }
    let accepted = review.in_state(&[SnapshotState::Accepted, SnapshotState::Changed]).count();
    output.say(&format!("{accepted} of {wanted} that the scenarios ask for are accepted"));
    output.say(&rest(review));
}

/// The number of those that wait for a person, with the command for them.
pub(super) fn rest(review: &SnapshotReview) -> String {
    let pending = review.pending().count();
    let orphaned = review.in_state(&[SnapshotState::Orphaned]).count();
    match (pending, orphaned) {
        (0, 0) => "nothing waits".to_owned(),
        (_, 0) => format!("{pending} pending; `conform snapshots review` shows them"),
        (0, _) => format!("{orphaned} orphaned; `conform snapshots prune` removes them"),
        _ => format!(
            "{pending} pending and {orphaned} orphaned; see `conform snapshots review` and `conform snapshots prune`"
        ),
    }
}

/// A snapshot with its state and, if it is pending, its place.
pub(super) fn line(one: &Reviewed) -> String {
    let state = match one.state {
        SnapshotState::Accepted => "accepted",
        SnapshotState::New => "pending, new",
        SnapshotState::Changed => "pending, differs from the accepted one",
        SnapshotState::Orphaned => "orphaned: no scenario asks for it",
    };
    let place = one.place.as_deref().map_or(String::new(), |place| format!("  {place}"));
    format!("  {:<40} {state}{place}", one.name)
}
