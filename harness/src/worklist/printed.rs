//! A worklist as lines of text, which people read and a program can follow (docs/judging-your-api.md has the form).

use std::fmt::Write as _;

use super::{
    RequestState,
    state::{AskedRequest, WorklistState},
};
use crate::{quote::counted, report::Paint};

/// A batch as it is shown when it closes; without a batch all requests that are open.
pub(super) fn batch_text(state: &WorklistState, batch: Option<usize>, paint: Paint) -> String {
    let groups = batch.map_or_else(|| state.open(), |batch| state.batch(batch));
    let requests = counted(groups.iter().map(Vec::len).sum::<usize>(), "request");
    let name = batch.map_or("Open".to_owned(), |batch| format!("Batch {batch}"));
    let all = state.counts().all();
    let head =
        format!("== {name}: {requests} (of the run: {} asked, {} done) ==", all.asked, all.done);
    let mut text = format!("\n{}", paint.bold(&head));
    for group in groups {
        let all: Vec<&AskedRequest> = group.iter().map(|index| &state.requests[*index]).collect();
        if let Some(first) = all.first() {
            let (page, link) = (paint.bold(&first.request.page), &first.request.link);
            let _ = write!(text, "\n{page}  {link}");
        }
        let task = |one: &&AskedRequest| one.request.task.chars().count();
        let width = all.iter().map(task).max().unwrap_or_default();
        for one in all {
            let _ = write!(text, "\n{}", request_text(one, width, paint));
        }
    }
    text
}

/// A request with its ids, whose task takes so many columns.
fn request_text(one: &AskedRequest, width: usize, paint: Paint) -> String {
    let request = &one.request;
    let number = one.shown.map_or(0, |shown| shown.number);
    let case = paint.dim(&request.case);
    let mut text = format!("{number:>6}  {:<width$}  {case}", request.task);
    let labels = request.ids.iter().map(|(label, _)| label.chars().count());
    let label_width = labels.max().unwrap_or_default();
    for (label, value) in &request.ids {
        let _ = write!(text, "\n        {label:<label_width$}  {value}");
    }
    for further in &request.further {
        let _ = write!(text, "\n        - {further}");
    }
    text
}

/// The line that tells the end of a request.
pub(super) fn ended_line(number: usize, state: RequestState, paint: Paint) -> String {
    let words = state.words();
    let words = match state {
        RequestState::Done => paint.green(words),
        RequestState::Skipped | RequestState::Expired => paint.yellow(words),
        _ => paint.dim(words),
    };
    format!("{number:>6}  {words}")
}
