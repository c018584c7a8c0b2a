//! The operator on the pages of a Portal, as its map says. What the map does not know is asked of a person.

use std::sync::Arc;

use conformance_harness::{
    browser::Browser,
    client::Client,
    exchange::Exchange,
    portal_map::{ActValues, Credentials, KnownAct, MapAct, MapDriver, MapError, PortalMap},
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
    manual::{ManualOperator, PREPARATION},
    undo_list::{DoneAct, KeepsList, UndoList},
};

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
    /// The acts that are taken back when their scenario has ended.
    to_undo: UndoList,
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
            to_undo: UndoList::default(),
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
        let act = act_of(action).filter(|act| {
            let mapped = self.map.act(act.name).zip(known(act));
            mapped.is_some_and(|(mapped, known)| mapped.uses_all(&act.values, known))
        });
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
        let is_undone = self.map.act(act.name).is_some_and(MapAct::can_be_undone);
        if is_undone {
            let done = DoneAct { act: act.name.to_owned(), values: act.values.clone() };
            self.to_undo.add(case, done)?;
        }
        let done = driver.carry_out_signed_in(act.name, &act.values, &for_sign_in).await;
        match &done {
            Ok(outcome) if is_undone && outcome.refused.is_none() => {
                self.to_undo.read(outcome.read.clone())?;
            }
            // The browser was lost, or the Portal: nothing shows whether the act was carried out.
            Err(MapError::Browser(_) | MapError::Failed { .. }) => {}
            Ok(_) | Err(_) if is_undone => self.to_undo.strike_last(Some(case))?,
            Ok(_) | Err(_) => {}
        }
        let outcome = done.map_err(of_map)?;
        exchange_of(action, &act, outcome, &self.portal_url).map(|answer| (answer, None))
    }

    /// Takes back the acts of a scenario that the map can take back, the last one first.
    pub(super) async fn undo(&self, case: &str) -> Result<(), Fault> {
        self.undo_while(Some(case)).await
    }

    /// Takes back the acts of all scenarios, the last one first.
    pub(super) async fn undo_all(&self) -> Result<(), Fault> {
        let mut undone = self.undo_while(None).await;
        if undone.is_err() && self.driver.lock().await.is_none() {
            // The browser was lost, and there is a new one.
            undone = self.undo_while(None).await;
        }
        undone.map_err(|fault| self.left_behind(fault))
    }

    /// Takes back the acts that an earlier run has left, and keeps all that are open by `keeper` from now on.
    pub(super) async fn undo_left(
        &self,
        left: Vec<DoneAct>,
        keeper: KeepsList,
    ) -> Result<(), Fault> {
        for done in left {
            self.to_undo.add(PREPARATION, done)?;
        }
        self.to_undo.keep_by(keeper);
        self.undo_all().await
    }

    /// Takes back the acts of a scenario, or of all. What fails stays in the list: the end of the run tries again, and then the
    /// next run.
    async fn undo_while(&self, case: Option<&str>) -> Result<(), Fault> {
        while let Some(DoneAct { act, values }) = self.to_undo.last(case) {
            let mut turn = self.driver.lock().await;
            let driver = self.driver_in(&mut turn).await?;
            if !driver.is_signed_in() {
                driver.sign_in(&ActValues::new()).await.map_err(of_map)?;
            }
            let undone = driver.undo(&act, &values).await;
            if matches!(undone, Err(MapError::Browser(_))) {
                *turn = None;
            }
            if let Err(MapError::Value { name }) = undone {
                // It cannot be taken back, and the next run must not fail as well.
                let unknown = Fault::error(format!(
                    "{{{name}}} was not read before the run ended, so set it back by hand"
                ));
                let told = self.left_behind(unknown);
                self.to_undo.strike_last(case)?;
                return Err(told);
            }
            undone.map_err(of_map)?;
            self.to_undo.strike_last(case)?;
        }
        Ok(())
    }

    /// The fault that a setting of the Portal is not as it was.
    fn left_behind(&self, fault: Fault) -> Fault {
        let Some(act) = self.to_undo.last(None) else { return fault };
        let why = match fault {
            Fault::Error { message } => message,
            Fault::Nonconformance(finding) => format!("{}: {}", finding.what, finding.actual),
            Fault::NotApplicable { reason } => reason,
        };
        Fault::error(format!(
            "the setting that the act {act} has changed in the Portal is not set back: {why}"
        ))
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

/// The values and choices of an act.
fn known(act: &ActCall) -> Option<&'static KnownAct> {
    KNOWN_ACTS.iter().find(|known| known.name == act.name)
}

/// The reason why a page cannot be given a value: it is chosen in a list, and is none of those that there are.
fn why_not_on_pages(act: &ActCall) -> Option<String> {
    known(act)?.choices.iter().find_map(|(name, choices)| {
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
