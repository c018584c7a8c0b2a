//! A site of the features, as documentation that lives with them: the command, and the pages that it writes.

mod command;
mod example;
mod feature_page;
mod folder;
mod pages;
mod plan;
mod run_verdicts;
mod search;
mod step_view;
mod words;

pub(crate) use command::docs;
