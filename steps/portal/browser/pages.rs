//! The operator in a browser: a person of the merchant who signs in and acts on the pages instead of over JSON.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use conformance_harness::{
    browser::{BrowserError, Tab},
    exchange::{Exchange, Response},
    portal_map::{ActOutcome, ActValues, MapDriver, MapError},
    verdict::{Fault, Nonconformance},
};
use serde_json::{Value, json};

use crate::portal::{
    Action,
    acts::{ActCall, act_of},
    answer::{ON_PAGE, answer},
    browser::file_policy::check_policy,
};

/// The Portal in a window of the browser.
#[derive(Debug)]
pub(crate) struct Pages {
    driver: MapDriver,
}

impl Pages {
    /// The Portal in the window of this driver; nobody is signed in yet.
    #[must_use]
    pub(crate) fn new(driver: MapDriver) -> Self {
        Self { driver }
    }

    /// The window.
    pub(super) fn tab(&self) -> &Tab {
        self.driver.tab()
    }

    /// The origin of the Portal.
    pub(super) fn portal_url(&self) -> &str {
        self.driver.portal_url()
    }

    /// Signs in, with these values beside the environment.
    ///
    /// # Errors
    /// If nobody is signed in afterwards.
    pub(crate) async fn sign_in(&mut self, given: &ActValues) -> Result<(), Fault> {
        self.driver.sign_in(given).await.map_err(of_map)
    }

    /// Does an action on the pages, if the map has it. Before somebody has signed in, actions are not done on pages.
    ///
    /// # Errors
    /// If a page is not as people need it.
    pub(crate) async fn perform(&self, action: &Action) -> Result<Option<Exchange>, Fault> {
        let act = act_of(action).filter(|act| self.driver.map().act(act.name).is_some());
        let Some(act) = act.filter(|_| self.driver.is_signed_in()) else { return Ok(None) };
        let outcome = self.driver.carry_out(act.name, &act.values).await.map_err(of_map)?;
        exchange_of(action, &act, outcome, self.portal_url()).map(Some)
    }

    /// Opens a page of the Portal, which must be there.
    ///
    /// # Errors
    /// If it is not.
    pub(crate) async fn open(&self, path: &str) -> Result<(), Fault> {
        let address = format!("{}{path}", self.portal_url());
        let status = self.tab().open(&address).await.map_err(of_page)?;
        if status == 200 { Ok(()) } else { Err(not_shown(path, status)) }
    }
}

/// The answer that the JSON interface would give: the status of the success with what was read, or the page's refusal.
pub(in crate::portal) fn exchange_of(
    action: &Action,
    act: &ActCall,
    outcome: ActOutcome,
    portal_url: &str,
) -> Result<Exchange, Fault> {
    let ActOutcome { refused, is_not_offered, address, said, mut read } = outcome;
    // Lists that were given come back with what was read for each of their items.
    read.retain(|name, value| !(value.is_array() && act.values.contains_key(name)));
    let mut body = said;
    if let Some(status) = refused {
        // A payment page that is done with is an answer to a payer: it comes as usual, and says so.
        let is_shown = is_not_offered && matches!(action, Action::PayByCard { .. });
        let status = if is_shown { act.status } else { status };
        return Ok(answer(ON_PAGE, &address, status, &Value::Object(body)));
    }
    if let Some(file) = read.get("file") {
        return downloaded(&address, file);
    }
    body.extend(read);
    match action {
        Action::MoveOrder { order: id, .. } | Action::DecideViban { viban: id, .. } => {
            body.insert("id".to_owned(), id.as_str().into());
        }
        Action::SetLevel { user, level, .. } => {
            body.insert("id".to_owned(), user.as_str().into());
            body.insert("level".to_owned(), level.as_str().into());
        }
        _ => {}
    }
    // The row of a person shows the session; the page says no other id.
    if let Some(session) = body.remove("kyc_session") {
        body.insert("kycSession".to_owned(), json!({ "id": session }));
    }
    let mut done = answer(ON_PAGE, &address, act.status, &Value::Object(body));
    let has_left = !address.starts_with(portal_url);
    if has_left && matches!(action, Action::PayByCard { .. }) {
        done.response.status = 303;
        done.response.headers.push(("location".to_owned(), address));
    }
    Ok(done)
}

/// A file that a page shows, as its answer.
fn downloaded(address: &str, file: &Value) -> Result<Exchange, Fault> {
    let headers: Vec<(String, String)> =
        serde_json::from_value(file["headers"].clone()).map_err(Fault::error)?;
    let content = STANDARD.decode(file["content"].as_str().unwrap_or_default());
    let status = file["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    let shown = answer(ON_PAGE, address, status.unwrap_or_default(), &Value::Null);
    let body = content.map_err(Fault::error)?;
    let response = Response::new(shown.response.status, headers, body);
    check_policy(&response)?;
    Ok(Exchange { response, ..shown })
}

fn not_shown(page: &str, status: u16) -> Fault {
    let what = format!("the Portal does not show the page {page}");
    Nonconformance::new(what, "status 200", format!("status {status}")).into()
}

/// Trouble with an act: pages that lack what people need are the target's fault, a browser that does not obey is not.
fn of_map(error: MapError) -> Fault {
    match error {
        MapError::Browser(error) => of_page(error),
        MapError::Misfit { step, problem, page, there } => {
            let what = "a page lacks what people need there";
            let shown = format!("{problem} on the page {page}; there are: {}", there.join(", "));
            Nonconformance::new(what, step, shown).into()
        }
        MapError::NoPage { page, status, .. } => not_shown(&page, status),
        MapError::Failed { status, .. } => {
            let what = "the Portal failed";
            let wanted = "no page with a status above 499, whatever is asked";
            Nonconformance::new(what, wanted, status).into()
        }
        MapError::NotSignedIn(reason) => {
            let what = "the sign-in link signs nobody in";
            Nonconformance::new(what, "the Portal's first page", reason).into()
        }
        other => Fault::error(other),
    }
}

/// Trouble on a page.
pub(super) fn of_page(error: BrowserError) -> Fault {
    match error {
        BrowserError::Nowhere(by) => {
            Nonconformance::new("a button or link leads to no other page", "another page", by)
                .into()
        }
        other => Fault::error(other),
    }
}
