//! This machine: file handles, certificate authorities, browser, container engine, clock.

use std::{fs, path::Path};

use conformance_harness::{exchange::Exchange, target::engine_version};
use jiff::{Timestamp, fmt::rfc2822};

use super::check::SetUpCheck;
use crate::targets::browser_is_there;

/// The number of file handles below which a run cannot be expected to work: each scenario has some connections.
const FEWEST_HANDLES: u64 = 256;

/// The number of file handles that the scenarios of a run, 64 at a time, never reach.
const ENOUGH_HANDLES: u64 = 1024;

/// The difference between two clocks from which times are compared wrongly, in seconds.
const LARGEST_SKEW: i64 = 30;

/// Checks the number of files and connections that the process may have open.
pub(super) fn file_handles() -> Option<SetUpCheck> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    let allowed = line.split_whitespace().next()?;
    let subject = "file handles";
    let Ok(number) = allowed.parse::<u64>() else {
        return Some(SetUpCheck::fine(subject, allowed));
    };
    let remedy = format!("run `ulimit -n {ENOUGH_HANDLES}` before, or lower --jobs");
    let found = format!("this process may open {number} files and connections at a time");
    Some(match number {
        ..FEWEST_HANDLES => {
            SetUpCheck::wrong(subject, format!("{found}, too few for a run"), remedy)
        }
        FEWEST_HANDLES..ENOUGH_HANDLES => SetUpCheck::warning(subject, found, remedy),
        _ => SetUpCheck::fine(subject, found),
    })
}

/// Checks the file that names the certificate authorities, if there is one.
pub(super) fn authorities() -> Option<SetUpCheck> {
    const SUBJECT: &str = "SSL_CERT_FILE";
    let path = std::env::var_os(SUBJECT).filter(|path| !path.is_empty())?;
    let shown = Path::new(&path).display();
    let remedy =
        "name a PEM file with the certificates of all authorities that this machine trusts";
    Some(match fs::read_to_string(&path) {
        Err(error) => SetUpCheck::wrong(SUBJECT, format!("{shown}: {error}"), remedy),
        Ok(text) if !text.contains("-----BEGIN CERTIFICATE-----") => {
            SetUpCheck::wrong(SUBJECT, format!("{shown} has no certificate in PEM form"), remedy)
        }
        Ok(_) => SetUpCheck::fine(SUBJECT, format!("{shown} has certificates")),
    })
}

/// Checks whether the Portal's pages can be judged here.
pub(super) fn browser(is_wanted: bool) -> SetUpCheck {
    let subject = "browser";
    if browser_is_there() {
        SetUpCheck::fine(subject, "chromium is installed")
    } else if is_wanted {
        SetUpCheck::warning(
            subject,
            "chromium is missing, so the Portal's pages are not judged",
            "install chromium, and name its folder in PATH",
        )
    } else {
        SetUpCheck::fine(subject, "is not installed, and the target does not claim it")
    }
}

/// Checks whether containers can be started.
pub(super) async fn engine() -> SetUpCheck {
    let subject = "container engine";
    match engine_version().await {
        Ok(version) => SetUpCheck::fine(subject, format!("answers, version {version}")),
        Err(error) => SetUpCheck::wrong(
            subject,
            error.to_string(),
            "start it, let your user use it (group docker), or set DOCKER_HOST",
        ),
    }
}

/// Compares the clock of a target with that of this machine.
pub(super) fn clock(answer: &Exchange) -> Option<SetUpCheck> {
    let subject = "clock";
    let headers = &answer.response.headers;
    let (_, date) = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("date"))?;
    let theirs = rfc2822::parse(date).ok()?.timestamp();
    let ahead = theirs.as_second() - Timestamp::now().as_second();
    if ahead.abs() <= LARGEST_SKEW {
        return Some(SetUpCheck::fine(subject, "the target's clock is that of this machine"));
    }
    let side = if ahead > 0 { "ahead of" } else { "behind" };
    let found = format!("the target's clock is {} s {side} this machine's", ahead.abs());
    let remedy = "let both machines take their time from a time server (NTP)";
    Some(SetUpCheck::warning(subject, found, remedy))
}
