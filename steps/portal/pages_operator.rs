//! The operator on the pages of a Portal, as its map says. What the map does not know is asked of a person.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use conformance_harness::{
    browser::Browser,
    client::Client,
    exchange::Exchange,
    portal_map::{ActValues, Credentials, MapDriver, MapError, PortalMap},
    secrets::Secrets,
    target::Target,
    verdict::{Fault, Nonconformance},
    worklist::Worklist,
};
use tokio::sync::Mutex as Turn;

use crate::portal::{
    Action, AskedWork, KNOWN_ACTS, MerchantAccess,
    acts::{ActCall, act_of},
    browser::exchange_of,
    manual::ManualOperator,
};

/// An act that was carried out, with its values.
type DoneAct = (&'static str, ActValues);

/// Works in one window that stays signed in, and does one act after the other.
#[derive(Debug)]
pub struct PagesOperator {
    /// The person who does what the map does not know.
    person: ManualOperator,
    portal_url: String,
    map: Arc<PortalMap>,
    credentials: Credentials,
    browser: Browser,
    driver: Turn<Option<MapDriver>>,
    /// The acts of each scenario that are taken back at its end, oldest first.
    to_undo: Mutex<HashMap<String, Vec<DoneAct>>>,
}

impl PagesOperator {
    pub(super) fn new(
        target: &Target,
        client: Client,
        secrets: &Secrets,
        map: Arc<PortalMap>,
        worklist: Worklist,
    ) -> Result<Self, Fault> {
        Ok(Self {
            person: ManualOperator::new(target, client, secrets, worklist)?,
            portal_url: target.portal_url.clone(),
            map,
            credentials: Credentials { secrets: secrets.clone() },
            browser: Browser::default(),
            driver: Turn::default(),
            to_undo: Mutex::default(),
        })
    }

    /// Logs in at the API and signs in at the Portal, so that wrong credentials are reported before anything depends on them.
    pub(super) async fn probe(&self) -> Result<(), Fault> {
        self.person.probe().await?;
        // The window is in use, so the Portal answers.
        let Ok(mut turn) = self.driver.try_lock() else { return Ok(()) };
        let driver = self.driver_in(&mut turn).await?;
        if driver.is_signed_in() {
            return Ok(());
        }
        driver.sign_in(&ActValues::new()).await.map_err(of_map)
    }

    pub(super) fn merchant(&self, name: &str) -> Result<MerchantAccess, Fault> {
        self.person.merchant(name)
    }

    /// The act of the map that carries out an action; none if a person must do it.
    pub(super) fn act_for(&self, merchant: &MerchantAccess, action: &Action) -> Option<ActCall> {
        let act = act_of(action).filter(|act| self.map.act(act.name).is_some());
        act.filter(|_| !self.person.is_second(merchant))
    }

    /// The act of the map that reads the webhook secret; none if the environment holds it.
    pub(super) fn act_for_secret(&self) -> Option<ActCall> {
        act_of(&Action::ReadSecret).filter(|act| self.map.act(act.name).is_some())
    }

    /// The list of requests to the person.
    pub(super) fn worklist(&self) -> &Worklist {
        &self.person.worklist
    }

    /// True if the environment holds the credentials of a second merchant.
    pub(super) fn has_second(&self) -> bool {
        self.person.has_second()
    }

    /// Carries out an action on the pages if the map has its act, and if it is for the merchant who is signed in; else a person
    /// is asked.
    pub(super) async fn perform(
        &self,
        merchant: &MerchantAccess,
        action: &Action,
        case: &str,
    ) -> Result<(Exchange, Option<AskedWork>), Fault> {
        let Some(act) = self.act_for(merchant, action) else {
            return self.person.perform(merchant, action, case);
        };
        if let Some(reason) = why_not_on_pages(&act) {
            return Err(Fault::not_applicable(reason));
        }
        let mut turn = self.driver.lock().await;
        let driver = self.driver_in(&mut turn).await?;
        let for_sign_in = ActValues::new();
        let done = driver.carry_out_signed_in(act.name, &act.values, &for_sign_in).await;
        let outcome = done.map_err(of_map)?;
        if outcome.refused.is_none() {
            let mut values = act.values.clone();
            values.extend(outcome.read.clone());
            self.noted().entry(case.to_owned()).or_default().push((act.name, values));
        }
        exchange_of(action, &act, outcome, &self.portal_url).map(|answer| (answer, None))
    }

    /// Takes back the acts of a scenario that the map can take back, the last one first.
    pub(super) async fn undo(&self, case: &str) -> Result<(), Fault> {
        let Some(mut noted) = self.noted().remove(case) else { return Ok(()) };
        let mut turn = self.driver.lock().await;
        let Some(driver) = turn.as_mut() else { return Ok(()) };
        while let Some((act, values)) = noted.pop() {
            driver.undo(act, &values).await.map_err(of_map)?;
        }
        Ok(())
    }

    fn noted(&self) -> MutexGuard<'_, HashMap<String, Vec<DoneAct>>> {
        self.to_undo.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn driver_in<'a>(
        &self,
        turn: &'a mut Option<MapDriver>,
    ) -> Result<&'a mut MapDriver, Fault> {
        if turn.is_none() {
            let tab = self.browser.window().await.map_err(Fault::error)?;
            let (map, credentials) = (self.map.clone(), self.credentials.clone());
            *turn = Some(MapDriver::new(tab, &self.portal_url, map, credentials));
        }
        turn.as_mut().ok_or_else(|| Fault::error("the browser has no window for the operator"))
    }
}

/// The reason why a page cannot be given a value: it is chosen in a list, and is none of those that there are.
fn why_not_on_pages(act: &ActCall) -> Option<String> {
    let known = KNOWN_ACTS.iter().find(|known| known.name == act.name)?;
    known.choices.iter().find_map(|(name, choices)| {
        let given = act.values.get(*name)?.as_str()?;
        let is_choice = choices.contains(&given);
        (!is_choice).then(|| format!("the pages have no choice {given} of {name}"))
    })
}

/// Trouble with an act: only a Portal that fails has done wrong; else the map or the set-up is to blame.
fn of_map(error: MapError) -> Fault {
    match error {
        MapError::Failed { status, .. } => {
            let what = "the Portal failed";
            let wanted = "no page with a status above 499, whatever is asked";
            Nonconformance::new(what, wanted, status).into()
        }
        MapError::Misfit { .. } | MapError::NoPage { .. } | MapError::Unopened { .. } => {
            Fault::error(format!(
                "{error}; `conform portal check` shows which steps of the map fit the Portal"
            ))
        }
        other => Fault::error(other),
    }
}
