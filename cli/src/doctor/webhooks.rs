//! The webhook sink: the address that a target is given, the certificate it must trust, and the port to listen on.

use std::path::Path;

use conformance_harness::{
    sink::{Authority, Sink},
    target::Target,
};
use reqwest::Url;

use super::{address, check::SetUpCheck};

/// Checks the sink as the profile describes it; `authority` is its folder.
pub(super) fn written(
    target: &Target,
    authority: Option<&Path>,
    is_started: bool,
) -> Vec<SetUpCheck> {
    let reach = &target.reach;
    let is_remote = !is_started && !address::is_local(&target.api_url);
    let mut checks = Vec::new();
    match &reach.origin {
        Some(url) => checks.extend(registered(url, is_remote)),
        None if is_remote && address::is_local_host(&reach.host) => checks.push(SetUpCheck::wrong(
            "sink.host",
            format!("a target elsewhere would deliver to {}, its own machine", reach.host),
            "set `sink.url` to an https address that leads to `sink.listen`, or `sink.host` to a name of this machine",
        )),
        None if is_remote && reach.listen.ip().is_loopback() => checks.push(SetUpCheck::wrong(
            "sink.listen",
            format!("{} is reached from this machine only", reach.listen),
            "listen on 0.0.0.0, or set `sink.url` to a tunnel that ends here",
        )),
        None => {}
    }
    if is_started && reach.origin.is_none() && reach.listen.ip().is_loopback() {
        let found = format!("{} is not reached from a container", reach.listen);
        checks.push(SetUpCheck::wrong("sink.listen", found, "listen on 0.0.0.0"));
    }
    if reach.origin.is_none() && authority.is_none() && !is_started {
        checks.push(SetUpCheck::warning(
            "sink.authority",
            "is not set, so each run has a certificate that the target cannot know",
            "run `conform ca DIR`, set `sink.authority: DIR`, and let the target trust DIR/ca.pem",
        ));
    }
    if reach.origin.is_some() && reach.listen.port() == 0 {
        checks.push(SetUpCheck::warning(
            "sink.listen",
            "has port 0, so `sink.url` must find a new port in each run",
            "choose a port, and let `sink.url` lead to it",
        ));
    }
    checks
}

/// Checks the address that is registered with the target.
fn registered(url: &str, is_remote: bool) -> Vec<SetUpCheck> {
    let wrong = |found: String, remedy: &str| vec![SetUpCheck::wrong("sink.url", found, remedy)];
    let https = "write the https origin under which the target reaches this machine";
    if url.trim() != url || url.contains(char::is_whitespace) {
        return wrong(format!("{url:?} has a space or a line break in it"), https);
    }
    let Ok(parsed) = Url::parse(url) else {
        return wrong(format!("{url:?} is no address"), https);
    };
    if parsed.scheme() != "https" {
        let found = format!("{url} is not https, and targets deliver to https addresses only");
        return wrong(found, https);
    }
    if parsed.query().is_some() || parsed.fragment().is_some() {
        return wrong(format!("{url} has a query or a fragment"), "end it before `?` or `#`");
    }
    if is_remote && address::is_local(url) {
        let found = format!("{url} leads a target elsewhere to its own machine");
        return wrong(found, "write an address under which the target reaches this machine");
    }
    Vec::new()
}

/// Listens as a run does, and posts to the registered address.
pub(super) async fn tried(
    target: &Target,
    authority: &Authority,
    is_started: bool,
) -> Vec<SetUpCheck> {
    let listen = target.reach.listen;
    let sink = match Sink::start(&target.reach, authority).await {
        Ok(sink) => sink,
        Err(error) => {
            let remedy = "end the program that listens there, or choose another address or port";
            return vec![SetUpCheck::wrong("sink.listen", error.to_string(), remedy)];
        }
    };
    let mut checks = vec![SetUpCheck::fine("sink.listen", format!("{listen} can be listened on"))];
    // The names by which containers reach this machine are not known to it.
    if !is_started {
        checks.push(match sink.try_out(&target.reach, authority).await {
            Ok(()) => SetUpCheck::fine("sink.url", "the sink is reached at its registered address"),
            Err(silent) => SetUpCheck::warning(
                "sink.url",
                silent.to_string(),
                "this is harmless if only the target reaches that address, as behind some routers",
            ),
        });
    }
    checks
}
