//! Follows a map in one tab: signs in, carries out acts, and takes them back.

use std::sync::Arc;

use super::{
    error::MapError,
    map::{MapAct, PortalMap},
    outcome::ActOutcome,
    page_reader::PageReader,
    step::{Deed, MapStep},
    steps_runner::StepsRunner,
    values::{ActScope, ActValues, Credentials},
};
use crate::browser::Tab;

/// A person who acts on the pages of a Portal, as its map says.
#[derive(Debug)]
pub struct MapDriver {
    tab: Tab,
    portal_url: String,
    map: Arc<PortalMap>,
    credentials: Credentials,
    is_signed_in: bool,
}

impl MapDriver {
    /// A driver in this tab; nobody is signed in yet.
    #[must_use]
    pub fn new(tab: Tab, portal_url: &str, map: Arc<PortalMap>, credentials: Credentials) -> Self {
        let portal_url = portal_url.trim_end_matches('/').to_owned();
        Self { tab, portal_url, map, credentials, is_signed_in: false }
    }

    /// The tab.
    #[must_use]
    pub fn tab(&self) -> &Tab {
        &self.tab
    }

    /// The map.
    #[must_use]
    pub fn map(&self) -> &PortalMap {
        &self.map
    }

    /// The origin of the Portal.
    #[must_use]
    pub fn portal_url(&self) -> &str {
        &self.portal_url
    }

    /// True once somebody has signed in.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.is_signed_in
    }

    /// Carries out the steps of `sign_in`, with these values beside the environment.
    ///
    /// # Errors
    /// If a step does not fit, a credential is missing, or nobody is signed in afterwards.
    pub async fn sign_in(&mut self, given: &ActValues) -> Result<(), MapError> {
        self.is_signed_in = false;
        let mut runner = self.runner(&self.tab, "sign_in", given);
        runner.run(&self.map.sign_in, "").await?;
        let expected = MapStep::expecting(self.map.signed_in.clone());
        let is_in = runner.run(std::slice::from_ref(&expected), "").await;
        is_in.map_err(|error| MapError::NotSignedIn(Box::new(error)))?;
        self.is_signed_in = true;
        Ok(())
    }

    /// Carries out an act.
    ///
    /// # Errors
    /// If a step does not fit the page, or nobody is signed in.
    pub async fn carry_out(&self, act: &str, given: &ActValues) -> Result<ActOutcome, MapError> {
        let steps = &self.known(act)?.steps;
        match self.attempt(act, steps, given).await? {
            Some(outcome) => Ok(outcome),
            None => Err(MapError::SignedOut(act.to_owned())),
        }
    }

    /// Carries out an act, and signs in before it if that is needed.
    ///
    /// # Errors
    /// If a step does not fit the page, or signing in fails.
    pub async fn carry_out_signed_in(
        &mut self,
        act: &str,
        given: &ActValues,
        for_sign_in: &ActValues,
    ) -> Result<ActOutcome, MapError> {
        if !self.is_signed_in && !self.known(act)?.without_sign_in {
            self.sign_in(for_sign_in).await?;
        }
        if let Some(outcome) = self.attempt(act, &self.known(act)?.steps, given).await? {
            return Ok(outcome);
        }
        self.sign_in(for_sign_in).await?;
        self.carry_out(act, given).await
    }

    /// Takes an act back, with the values that it was given and has read; false if the map does not say how.
    ///
    /// # Errors
    /// If a step does not fit the page.
    pub async fn undo(&self, act: &str, values: &ActValues) -> Result<bool, MapError> {
        let steps = &self.known(act)?.undo;
        if steps.is_empty() {
            return Ok(false);
        }
        match self.attempt(act, steps, values).await? {
            Some(ActOutcome { refused: None, .. }) => Ok(true),
            _ => Err(MapError::NotUndone(act.to_owned())),
        }
    }

    fn known(&self, act: &str) -> Result<&MapAct, MapError> {
        self.map.act(act).ok_or_else(|| MapError::UnknownAct(act.to_owned()))
    }

    /// Carries out steps; none if nobody is signed in.
    async fn attempt(
        &self,
        act: &str,
        steps: &[MapStep],
        given: &ActValues,
    ) -> Result<Option<ActOutcome>, MapError> {
        let needs_sign_in = !self.known(act)?.without_sign_in;
        // A browser without a user interface cannot show documents.
        let other = if steps.iter().any(shows) { self.tab.for_documents().await? } else { None };
        let mut runner = self.runner(other.as_ref().unwrap_or(&self.tab), act, given);
        runner.needs_sign_in = needs_sign_in;
        runner.act(steps).await
    }

    /// The runner of an act in a tab.
    pub(super) fn runner<'a>(
        &'a self,
        tab: &'a Tab,
        act: &str,
        given: &ActValues,
    ) -> StepsRunner<'a> {
        let scope = ActScope::new(&self.map, &self.credentials, given.clone());
        StepsRunner::new(&self.map, PageReader { tab }, &self.portal_url, scope, act)
    }
}

/// True if a step needs a browser that shows documents.
fn shows(step: &MapStep) -> bool {
    match &step.deed {
        Deed::Show(_) => true,
        Deed::Steps(inner) | Deed::ForEach { steps: inner, .. } => inner.iter().any(shows),
        _ => false,
    }
}
