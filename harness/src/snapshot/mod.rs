//! Whole answers and events kept by insta and reviewed by people: volatile values are checked for their type, then masked.

mod accepted;
mod lines;
mod mask;
mod review;

pub use accepted::{SnapshotSource, Snapshots, name_of};
pub use lines::difference;
pub use mask::{IdMembers, redact};
pub use review::{ReviewError, Reviewed, SnapshotReview, SnapshotState};
