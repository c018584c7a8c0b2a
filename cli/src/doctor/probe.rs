//! Asks the target's addresses: is the API there, is the Portal there, and do they take the credentials?

use conformance_harness::{
    client::{Client, ClientError, Outgoing},
    exchange::Exchange,
    target::{OperatorKind, Target},
};
use ralio_conformance::probes::{ask_login, ask_operator};

use super::{
    address,
    check::SetUpCheck,
    connection,
    credentials::{API_CODE, API_KEY},
};
use crate::targets::{OPERATOR_KEY, variable};

/// A key that no target knows, to see how a wrong one is refused.
const NO_KEY: &str = "conform-doctor-tries-a-login";

/// The answers of a target to a few requests, none of which changes anything.
pub(super) struct Probe<'a> {
    pub(super) client: &'a Client,
    pub(super) target: &'a Target,
    /// The operator's key of a target that was started for this run.
    pub(super) own_key: Option<&'a str>,
}

/// The kind of server that an answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Server {
    /// It serves the path that was asked for.
    Knows,
    /// It redirects to another address.
    Redirects,
    /// It is in trouble, or a proxy before it is.
    InTrouble,
    /// It lets nobody in who comes from here.
    Forbids,
    /// It answers with a page for people.
    Page,
    /// It does not know the path.
    Unknown,
}

impl Server {
    fn of(exchange: &Exchange) -> Self {
        let kind = header(exchange, "content-type").unwrap_or_default();
        match exchange.response.status {
            300..400 => Self::Redirects,
            500 | 502.. => Self::InTrouble,
            _ if kind.contains("html") => Self::Page,
            404 | 405 | 501 => Self::Unknown,
            403 | 407 | 451 => Self::Forbids,
            _ => Self::Knows,
        }
    }
}

fn header<'a>(exchange: &'a Exchange, name: &str) -> Option<&'a str> {
    let headers = &exchange.response.headers;
    let found = headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str())
}

impl Probe<'_> {
    /// Asks the API; the second value is its answer, if one came.
    pub(super) async fn api(&self) -> (Vec<SetUpCheck>, Option<Exchange>) {
        let url = &self.target.api_url;
        let person = self.target.operator != OperatorKind::Json;
        let credentials = variable(API_CODE).zip(variable(API_KEY));
        let credentials = credentials.filter(|_| person);
        let (code, key) = credentials.clone().unwrap_or((NO_KEY.to_owned(), NO_KEY.to_owned()));
        let answer = match ask_login(self.client, url, &code, &key).await {
            Ok(answer) => answer,
            Err(error) => return (vec![unanswered("api", url, &error)], None),
        };
        let mut checks = vec![match Server::of(&answer) {
            Server::Knows => {
                SetUpCheck::fine("api", format!("{url} answers a login as an API does"))
            }
            server => self.no_api(server, &answer).await,
        }];
        if !checks[0].is_wrong()
            && let Some((code, key)) = credentials
        {
            checks.push(self.login(&answer, &code, &key).await);
        }
        (checks, Some(answer))
    }

    /// The mistake behind an address whose server does not know the API's login.
    async fn no_api(&self, server: Server, answer: &Exchange) -> SetUpCheck {
        let status = answer.response.status;
        let url = &self.target.api_url;
        if let Some(check) = elsewhere("api", server, answer) {
            return check;
        }
        if self.is_api(&self.target.portal_url).await {
            let found = format!("{url} is not the API, and the address under `portal` is");
            return SetUpCheck::wrong("api", found, "swap the addresses under `api` and `portal`");
        }
        if let Some(origin) =
            address::origin(url).filter(|origin| origin != url.trim_end_matches('/'))
            && self.is_api(&origin).await
        {
            let found = format!("{url} is below the API, which is at {origin}");
            return SetUpCheck::wrong("api", found, format!("write `api: {origin}`"));
        }
        let found = if server == Server::Page {
            format!("{url} answers a login with a web page (status {status})")
        } else {
            format!("{url} does not know the API's login (status {status})")
        };
        SetUpCheck::wrong("api", found, "write the origin of the API, without a path")
    }

    async fn is_api(&self, url: &str) -> bool {
        let answer = ask_login(self.client, url, NO_KEY, NO_KEY).await;
        answer.is_ok_and(|answer| Server::of(&answer) == Server::Knows)
    }

    /// Judges the answer to a login with the person's key.
    async fn login(&self, answer: &Exchange, code: &str, key: &str) -> SetUpCheck {
        let subject = format!("{API_CODE} and {API_KEY}");
        match answer.response.status {
            200..300 => SetUpCheck::fine(subject, "the API gives a token for them"),
            429 => SetUpCheck::warning(
                subject,
                "the API has refused the login for now (429)",
                "wait until its limit for logins is over",
            ),
            status => {
                let swapped = ask_login(self.client, &self.target.api_url, key, code).await;
                if swapped.is_ok_and(|answer| answer.response.status < 300) {
                    let remedy = "swap the values of the two environment variables";
                    return SetUpCheck::wrong(subject, "stand in each other's place", remedy);
                }
                SetUpCheck::wrong(
                    subject,
                    format!("the target refuses them (status {status})"),
                    "generate a key in the Portal and set both to what it shows",
                )
            }
        }
    }

    /// Asks the Portal.
    pub(super) async fn portal(&self) -> Vec<SetUpCheck> {
        match self.target.operator {
            OperatorKind::Json => vec![self.operator().await],
            OperatorKind::Person | OperatorKind::Pages => vec![self.pages().await],
        }
    }

    async fn operator(&self) -> SetUpCheck {
        let url = &self.target.portal_url;
        let key = self.own_key.map(str::to_owned).or_else(|| variable(OPERATOR_KEY));
        let key = key.unwrap_or_else(|| NO_KEY.to_owned());
        let answer = match ask_operator(self.client, url, &key).await {
            Ok(answer) => answer,
            Err(error) => return unanswered("portal", url, &error),
        };
        let status = answer.response.status;
        if status == 401 || status == 403 {
            let found = format!("the Portal refuses it (status {status})");
            let remedy = "set it to the operator's key of this target";
            return SetUpCheck::wrong(OPERATOR_KEY, found, remedy);
        }
        match Server::of(&answer) {
            Server::Knows => SetUpCheck::fine("portal", format!("{url} takes the operator's key")),
            server => match elsewhere("portal", server, &answer) {
                Some(check) => check,
                None => self.no_operator(status).await,
            },
        }
    }

    /// The mistake behind an address that has no operator's interface.
    async fn no_operator(&self, status: u16) -> SetUpCheck {
        let Target { api_url, portal_url, .. } = self.target;
        let there = ask_operator(self.client, api_url, NO_KEY).await;
        if there.is_ok_and(|answer| answer.response.status == 401) && self.is_api(portal_url).await
        {
            let found = "is the API, and the address under `api` is the Portal";
            return SetUpCheck::wrong(
                "portal",
                found,
                "swap the addresses under `api` and `portal`",
            );
        }
        SetUpCheck::wrong(
            "operator",
            format!("{portal_url} has no operator's interface (status {status})"),
            "write `operator: person`, or the origin of the sandbox's Portal under `portal`",
        )
    }

    async fn pages(&self) -> SetUpCheck {
        let url = &self.target.portal_url;
        match self.client.send(url, Outgoing::new("GET", "/")).await {
            // A Portal that leads to its sign-in page is as it should be.
            Ok(answer) if answer.response.status < 500 => {
                SetUpCheck::fine("portal", format!("{url} answers"))
            }
            Ok(answer) => SetUpCheck::warning(
                "portal",
                format!("{url} answers with status {}", answer.response.status),
                "look whether people can open it; their tasks need it",
            ),
            Err(error) => unanswered("portal", url, &error),
        }
    }
}

/// The mistake behind an address without an answer, or with one that does not end.
fn unanswered(key: &str, url: &str, error: &ClientError) -> SetUpCheck {
    match error {
        ClientError::Unsendable { .. } if key == "portal" => SetUpCheck::wrong(
            OPERATOR_KEY,
            format!("cannot be sent: {error}"),
            "copy the key again, without line breaks",
        ),
        ClientError::TooLarge { .. } | ClientError::Endless { .. } => {
            // Scenarios judge such an answer: it is the target's own.
            SetUpCheck::warning(key, error.to_string(), "look whether it is a Ralio target")
        }
        _ => connection::explained(key, url, error),
    }
}

/// The mistake behind an address that leads elsewhere, is in trouble or lets nobody in.
fn elsewhere(key: &str, server: Server, answer: &Exchange) -> Option<SetUpCheck> {
    let status = answer.response.status;
    let (found, remedy) = match server {
        Server::Redirects => {
            let to = header(answer, "location").unwrap_or("another address");
            let origin =
                address::origin(to).unwrap_or_else(|| "the address it leads to".to_owned());
            (format!("redirects to {to} (status {status})"), format!("write `{key}: {origin}`"))
        }
        Server::InTrouble => (
            format!(
                "answers with status {status}: the target or a proxy before it is out of order"
            ),
            "start the target; look at its output and that of the proxy".to_owned(),
        ),
        Server::Forbids => (
            format!("lets nobody in from here (status {status})"),
            "look at VPN, firewall and the list of allowed addresses".to_owned(),
        ),
        Server::Knows | Server::Page | Server::Unknown => return None,
    };
    Some(SetUpCheck::wrong(key, found, remedy))
}
