//! Follows a map in one tab: signs in, carries out acts, and takes them back.

use std::sync::Arc;

use super::{
    error::MapError,
    map::{MapAct, PortalMap},
    outcome::ActOutcome,
    page_reader::PageReader,
    step::{Deed, MapStep},
    steps_runner::{MapStepEnd, StepsRunner},
    values::{ActScope, ActValues, Credentials, ENV, next_name},
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
    /// The refusal of a sign-in, with the values that were given: the same credentials are not tried again.
    refused_sign_in: Option<(ActValues, String)>,
}

impl MapDriver {
    /// A driver in this tab; nobody is signed in yet.
    #[must_use]
    pub fn new(tab: Tab, portal_url: &str, map: Arc<PortalMap>, credentials: Credentials) -> Self {
        let portal_url = portal_url.trim_end_matches('/').to_owned();
        Self { tab, portal_url, map, credentials, is_signed_in: false, refused_sign_in: None }
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
    /// If a step does not fit, a credential is missing, or nobody is signed in afterwards. Credentials that the Portal has
    /// refused are not tried again, since a Portal may lock out whoever types a wrong password too often.
    pub async fn sign_in(&mut self, given: &ActValues) -> Result<(), MapError> {
        self.is_signed_in = false;
        let known = self.refused_sign_in.as_ref().filter(|(earlier, _)| earlier == given);
        if let Some((_, words)) = known {
            return Err(self.sign_in_refused(words.clone()));
        }
        match self.try_sign_in(given).await? {
            None => {
                self.is_signed_in = true;
                Ok(())
            }
            Some(words) => {
                self.refused_sign_in = Some((given.clone(), words.clone()));
                Err(self.sign_in_refused(words))
            }
        }
    }

    /// Carries out the steps of `sign_in`; gives the words of the page if it refuses.
    async fn try_sign_in(&self, given: &ActValues) -> Result<Option<String>, MapError> {
        let mut runner = self.runner(&self.tab, "sign_in", given);
        let mut end = runner.run(&self.map.sign_in, "").await?;
        if end == MapStepEnd::Done {
            let expected = [MapStep::expecting(self.map.signed_in.clone())];
            let is_in = runner.run(&expected, "").await;
            end = is_in.map_err(|error| MapError::NotSignedIn(Box::new(error)))?;
        }
        match end {
            MapStepEnd::Refused(status) => Ok(Some(runner.outcome(Some(status)).await?.words())),
            MapStepEnd::NotOffered => Ok(Some(runner.outcome(None).await?.words())),
            MapStepEnd::Done | MapStepEnd::SignedOut => Ok(None),
        }
    }

    fn sign_in_refused(&self, words: String) -> MapError {
        let mut names = Vec::new();
        typed_credentials(&self.map.sign_in, &mut names);
        let credentials = match names.as_slice() {
            [] => "the steps of `sign_in` in the map".to_owned(),
            names => names.join(" and "),
        };
        MapError::SignInRefused { words, credentials }
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

/// The environment variables that steps type into fields.
fn typed_credentials(steps: &[MapStep], names: &mut Vec<String>) {
    for step in steps {
        match &step.deed {
            Deed::Fill { with, .. } => {
                let name = next_name(with).and_then(|(_, name, _)| name.strip_prefix(ENV));
                names.extend(name.map(str::to_owned));
            }
            Deed::Steps(inner) => typed_credentials(inner, names),
            _ => {}
        }
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
