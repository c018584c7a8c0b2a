//! `/developers/clock`: the merchant's clock, which can be moved forward.

use askama::Template;
use axum::http::StatusCode;

use super::filled_form::FilledForm;
use super::frame::{CLOCK, Frame};
use super::session::{SignedIn, Submission};
use super::shown::Stamp;
use super::submitted_form::SubmittedForm;
use crate::domain::clock::Span;
use crate::input::LONGEST_ADVANCE_MS;
use crate::operations;
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::store::real_time;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The steps that have a button, in milliseconds.
const STEPS: [(i64, &str); 5] = [
    (10 * SECOND, "10 seconds"),
    (MINUTE, "1 minute"),
    (HOUR, "1 hour"),
    (DAY, "1 day"),
    (7 * DAY, "7 days"),
];
const UNITS: [(&str, i64); 4] =
    [("seconds", SECOND), ("minutes", MINUTE), ("hours", HOUR), ("days", DAY)];
const HOW: &str = "Type a whole number from 1, such as 90.";
const TOO_FAR: &str = "At most ten years at once.";

#[derive(Template)]
#[template(path = "clock.html")]
struct ClockPage {
    frame: Frame,
    typed: FilledForm,
    now: Stamp,
    real: Stamp,
    ahead: String,
    steps: [(i64, &'static str); 5],
    units: [(&'static str, i64); 4],
}

fn clock_page(who: &SignedIn, typed: FilledForm) -> PageResult {
    let real = real_time();
    HtmlPage::portal(&ClockPage {
        frame: who.frame(CLOCK),
        typed,
        now: Stamp::new(who.now, real),
        real: Stamp::new(real, real),
        ahead: ahead(who.now.since(real)),
        steps: STEPS,
        units: UNITS,
    })
}

/// The distance of the merchant's clock from the real time, in words.
fn ahead(span: Span) -> String {
    // The merchant's time was read a moment before the real time.
    let seconds = (span.as_millis() + SECOND / 2).max(0) / SECOND;
    if seconds == 0 {
        return "It shows the real time.".to_owned();
    }
    let parts = [(seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min")];
    let parts = parts.into_iter().chain([(seconds % 60, "s")]).filter(|(count, _)| *count > 0);
    let told = parts.map(|(count, unit)| format!("{count} {unit}")).collect::<Vec<_>>();
    format!("It is {} ahead of the real time.", told.join(" "))
}

/// `GET /developers/clock`
pub(super) async fn show(who: SignedIn) -> PageResult {
    clock_page(&who, FilledForm::prefilled([("unit", "minutes".to_owned())]))
}

/// `POST /developers/clock`
pub(super) async fn advance(sent: Submission) -> PageResult {
    let Submission { who, form } = sent;
    let again = |typed: FilledForm| {
        Ok(clock_page(&who, typed)?.with_status(StatusCode::UNPROCESSABLE_ENTITY))
    };
    let by = match read_span(&form) {
        Ok(by) => by,
        Err(fault) => return again(FilledForm::of(&form).with_fault("amount", fault)),
    };
    match who.write(move |scope| Ok(operations::clock::advance(scope, by)?)).await {
        Ok(_) => Ok(HtmlPage::onward("/developers/clock?done=clock-advanced")),
        Err(problem) => {
            let typed = FilledForm::of(&form).refused(problem)?;
            let fault = typed.fault("milliseconds").unwrap_or(TOO_FAR).to_owned();
            again(typed.with_fault("amount", fault))
        }
    }
}

/// Reads the step whose button was pressed, or the typed time.
fn read_span(form: &SubmittedForm) -> Result<Span, &'static str> {
    let step = STEPS.iter().find(|(millis, _)| form.text("step") == millis.to_string());
    if let Some((millis, _)) = step {
        return Ok(Span::millis(*millis));
    }
    let text = form.text("amount");
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unit = UNITS.iter().find(|(name, _)| *name == form.text("unit"));
    let (_, unit) = unit.filter(|_| is_number).ok_or(HOW)?;
    let millis = text.parse::<i64>().ok().and_then(|count| count.checked_mul(*unit));
    match millis.ok_or(TOO_FAR)? {
        0 => Err(HOW),
        millis if millis > LONGEST_ADVANCE_MS => Err(TOO_FAR),
        millis => Ok(Span::millis(millis)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_is_told_in_few_words() {
        for (millis, told) in [
            (-3, "It shows the real time."),
            (9_998, "It is 10 s ahead of the real time."),
            (7 * DAY + HOUR + 2 * SECOND, "It is 7 d 1 h 2 s ahead of the real time."),
        ] {
            assert_eq!(ahead(Span::millis(millis)), told);
        }
    }
}
