//! The commands of `conform`, each run as its users run it. One program has all of these tests, because linking one for each file
//! takes long.

#![expect(clippy::expect_used, reason = "a test says what it relies on")]

mod authoring;
mod by_hand;
mod certificates;
mod check;
mod claims;
mod containers;
mod coverage;
mod desk;
mod docs;
mod ending;
mod format;
mod hostile;
mod kept;
mod lie;
mod live_pages;
mod lsp;
mod mistakes;
mod pages;
mod refused_pages;
mod report_formats;
mod reports;
mod scoring;
mod screenshots;
mod set_up;
mod snapshots;
mod support;
mod versions;
mod wide_pages;
mod worklist;
