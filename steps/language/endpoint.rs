//! Parameter types of webhooks: the behaviour of an endpoint, the progress of a delivery.

use std::str::FromStr;

use conformance_harness::sink::{Certificate, Reply};
use cucumber::Parameter;

use crate::language::parameter::{Unreadable, unreadable};

/// The behaviour of the merchant's endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Parameter)]
#[param(
    name = "behaviour",
    regex = "(?:answers (?:[0-9]{3}|with a redirect)|drops the connection)(?: once)?|holds its answer\
             |shows a certificate of (?:an unknown authority|another host)"
)]
pub struct Behaviour {
    /// The reaction to a delivery.
    pub reply: Reply,
    /// True if only the first delivery is treated so; later ones get 200.
    pub once: bool,
    /// The certificate it shows.
    pub certificate: Certificate,
}

impl FromStr for Behaviour {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (text, once) = text.strip_suffix(" once").map_or((text, false), |text| (text, true));
        let (reply, certificate) = match text {
            "answers with a redirect" => (Reply::Redirect, Certificate::Trusted),
            "drops the connection" => (Reply::Dropped, Certificate::Trusted),
            "holds its answer" => (Reply::Held, Certificate::Trusted),
            "shows a certificate of an unknown authority" => {
                (Reply::Status(200), Certificate::UnknownAuthority)
            }
            "shows a certificate of another host" => (Reply::Status(200), Certificate::OtherHost),
            _ => {
                let status = text.strip_prefix("answers ").and_then(|status| status.parse().ok());
                let status =
                    status.ok_or_else(|| unreadable(text, "the behaviour of an endpoint"))?;
                (Reply::Status(status), Certificate::Trusted)
            }
        };
        Ok(Self { reply, once, certificate })
    }
}

/// The progress of a delivery: its state, or the number of its attempts.
#[derive(Clone, Debug, PartialEq, Eq, Parameter)]
#[param(name = "progress", regex = "delivered|pending|failed|attempted [0-9]+ times?")]
pub enum DeliveryProgress {
    /// The state that the Portal shows, in capitals.
    State(String),
    /// Attempts that reached the sink since the scenario acted.
    Attempted(usize),
}

impl FromStr for DeliveryProgress {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some(times) = text.strip_prefix("attempted ") else {
            return Ok(Self::State(text.to_uppercase()));
        };
        let times = times.trim_end_matches(" times").trim_end_matches(" time").parse();
        times.map(Self::Attempted).map_err(|_| unreadable(text, "a number of attempts"))
    }
}
