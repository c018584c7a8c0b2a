//! The command `snapshots`.

use conformance_harness::{
    report::{Output, Paint},
    snapshot::{SnapshotReview, SnapshotState},
};
use ralio_conformance::{load_suite, snapshot_names};

use super::{conversation::converse, text};
use crate::{
    arguments::{ChosenSnapshots, SnapshotsAction, SnapshotsArguments},
    error::CommandError,
    suite_folder::SuiteFolder,
    targets,
};

/// Lists, reviews, accepts or removes snapshots.
pub(crate) fn snapshots(
    arguments: &SnapshotsArguments,
    output: &Output,
) -> Result<u8, CommandError> {
    let suite_folder = SuiteFolder::find(&arguments.suite)?;
    let suite = load_suite(&suite_folder)?;
    let folder = targets::snapshots_of(&arguments.target, &suite_folder)?;
    let action = arguments.action.clone().unwrap_or_default();
    let is_reading = matches!(action, SnapshotsAction::List);
    if !is_reading && folder.starts_with(&*suite_folder) && suite_folder.is_temporary() {
        return Err(CommandError::Snapshots(
            "the suite is inside this command and cannot be changed; name a checkout with --suite, or a target with \
             snapshots of its own with --target"
                .to_owned(),
        ));
    }
    let wanted = snapshot_names(&suite);
    let review = SnapshotReview::of(&folder, &wanted)?;
    match &action {
        SnapshotsAction::List => text::list(&review, &folder, wanted.len(), output),
        SnapshotsAction::Review => converse(&review, Paint::of_stdout(), output)?,
        SnapshotsAction::Accept(chosen) => {
            for name in chosen_names(&review, chosen)? {
                review.accept(&name)?;
                output.say(&format!("accepted {name}"));
            }
        }
        SnapshotsAction::Reject(chosen) => {
            for name in chosen_names(&review, chosen)? {
                review.reject(&name)?;
                output.say(&format!("rejected {name}"));
            }
        }
        SnapshotsAction::Prune => {
            for one in review.in_state(&[SnapshotState::Orphaned]) {
                review.prune(&one.name)?;
                output.say(&format!("removed {}", one.name));
            }
        }
    }
    let left = if is_reading { review } else { SnapshotReview::of(&folder, &wanted)? };
    if !is_reading {
        output.say(&text::rest(&left));
    }
    Ok(u8::from(left.snapshots.iter().any(|one| one.state != SnapshotState::Accepted)))
}

/// The names of the pending snapshots that are meant.
fn chosen_names(
    review: &SnapshotReview,
    chosen: &ChosenSnapshots,
) -> Result<Vec<String>, CommandError> {
    let pending: Vec<&str> = review.pending().map(|one| one.name.as_str()).collect();
    if chosen.all {
        return Ok(pending.into_iter().map(str::to_owned).collect());
    }
    match chosen.names.iter().find(|name| !pending.contains(&name.as_str())) {
        None => Ok(chosen.names.clone()),
        Some(name) => Err(CommandError::Snapshots(format!(
            "no snapshot {name:?} is pending; pending are: {}",
            if pending.is_empty() { "none".to_owned() } else { pending.join(", ") }
        ))),
    }
}
