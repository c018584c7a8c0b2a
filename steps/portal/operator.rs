//! The operator of a target: acts through its JSON interface, on its pages, or is a person at the keyboard.

use std::{path::Path, sync::Arc};

use conformance_harness::{
    client::Client,
    exchange::Exchange,
    portal_map::{ActValues, MapFileError, PortalMap},
    secrets::{SecretKind, Secrets},
    target,
    target::Target,
    verdict::Fault,
    worklist::Worklist,
};

use crate::portal::{
    Action, AskedWork, DoneAct, KNOWN_ACTS, MerchantAccess, PagesOperator, credential,
    json::JsonOperator, manual::ManualOperator, path_of,
};

/// The map of the sandbox's Portal, below the folder of the suite.
const SANDBOX_MAP: &str = "fixtures/portals/sandbox.yaml";

/// Reads the map of a target's Portal; the sandbox's own where the profile names none.
///
/// # Errors
/// If the file cannot be read, or is not a map.
pub fn portal_map_of(target: &Target, root: &Path) -> Result<PortalMap, MapFileError> {
    let usual = || root.join(SANDBOX_MAP);
    PortalMap::read(&target.portal_map.clone().unwrap_or_else(usual), &KNOWN_ACTS)
}

/// The operator of the Portal.
#[derive(Debug)]
pub enum PortalOperator {
    /// The target's JSON interface.
    Json(JsonOperator),
    /// A person.
    Person(ManualOperator),
    /// A browser that follows a map.
    Pages(Box<PagesOperator>),
}

impl PortalOperator {
    /// The operator that the target's profile names, with the given key or with credentials from the environment.
    ///
    /// # Errors
    /// If a credential is missing.
    pub fn of(
        target: &Target,
        client: &Client,
        secrets: &Secrets,
        operator_key: Option<String>,
        worklist: Worklist,
    ) -> Result<Self, Fault> {
        match target.operator {
            target::OperatorKind::Json => {
                let key = operator_key.map_or_else(|| credential("RALIO_OPERATOR_KEY"), Ok)?;
                secrets.add(SecretKind::Key, &key);
                let (client, secrets) = (client.clone(), secrets.clone());
                Ok(Self::Json(JsonOperator::new(client, &target.portal_url, key, secrets)))
            }
            target::OperatorKind::Person => {
                ManualOperator::new(target, client.clone(), secrets, worklist).map(Self::Person)
            }
            target::OperatorKind::Pages => {
                // A profile with this operator names a map, so the folder of the suite is not asked for.
                let map = portal_map_of(target, Path::new("")).map_err(Fault::error)?;
                let (client, map) = (client.clone(), Arc::new(map));
                PagesOperator::new(target, client, secrets, map, worklist)
                    .map(Box::new)
                    .map(Self::Pages)
            }
        }
    }

    /// A merchant for a scenario, with a key.
    ///
    /// # Errors
    /// If none can be made.
    pub async fn merchant(&self, name: &str) -> Result<MerchantAccess, Fault> {
        match self {
            Self::Json(operator) => operator.merchant(name).await,
            Self::Person(operator) => operator.merchant(name),
            Self::Pages(operator) => operator.merchant(name),
        }
    }

    /// Deletes a merchant that was made for the run; false if the target cannot.
    ///
    /// # Errors
    /// If the target fails.
    pub async fn delete(&self, merchant: i64) -> Result<bool, Fault> {
        match self {
            Self::Json(operator) => operator.delete(merchant).await,
            Self::Person(_) | Self::Pages(_) => Ok(false),
        }
    }

    /// Carries out an action of a scenario and gives the Portal's answer, and the work that a person was asked for.
    ///
    /// # Errors
    /// If the Portal cannot be reached, or the action is not one for a person.
    pub async fn perform(
        &self,
        merchant: &MerchantAccess,
        action: &Action,
        case: &str,
    ) -> Result<(Exchange, Option<AskedWork>), Fault> {
        match self {
            Self::Json(operator) => {
                operator.perform(merchant, action).await.map(|answer| (answer, None))
            }
            Self::Person(operator) => operator.perform(merchant, action, case),
            Self::Pages(operator) => operator.perform(merchant, action, case).await,
        }
    }

    /// Sets back what the scenario has set for its merchant, where others share the merchant and the map of the Portal says how.
    ///
    /// # Errors
    /// If a page does not fit the map.
    pub async fn undo(&self, case: &str) -> Result<(), Fault> {
        match self {
            Self::Pages(operator) => operator.undo(case).await,
            Self::Json(_) | Self::Person(_) => Ok(()),
        }
    }

    /// Sets back what scenarios have set whose end did not come.
    ///
    /// # Errors
    /// If a page does not fit the map; the setting is named.
    pub async fn undo_all(&self) -> Result<(), Fault> {
        match self {
            Self::Pages(operator) => operator.undo_all().await,
            Self::Json(_) | Self::Person(_) => Ok(()),
        }
    }

    /// Sets back what an earlier run has left, and keeps from now on by `keeper` what must be set back.
    ///
    /// # Errors
    /// If a page does not fit the map; the setting is named.
    pub async fn undo_left(
        &self,
        left: Vec<DoneAct>,
        keeper: impl Fn(Vec<DoneAct>) -> Result<(), Fault> + 'static,
    ) -> Result<(), Fault> {
        match self {
            Self::Pages(operator) => operator.undo_left(left, Box::new(keeper)).await,
            Self::Json(_) | Self::Person(_) => Ok(()),
        }
    }

    /// A link by which the operator signs in to the Portal for the merchant.
    ///
    /// # Errors
    /// If the operator is a person.
    pub async fn sign_in_link(&self, merchant: &MerchantAccess) -> Result<String, Fault> {
        match self {
            Self::Json(operator) => operator.sign_in_link(merchant).await,
            Self::Person(_) | Self::Pages(_) => {
                Err(Fault::not_applicable("the person at the keyboard signs in"))
            }
        }
    }

    /// The values with which a window of a scenario signs in to the Portal for the merchant.
    ///
    /// # Errors
    /// If the operator is a person.
    pub async fn sign_in_values(&self, merchant: &MerchantAccess) -> Result<ActValues, Fault> {
        if let Self::Pages(_) = self {
            return Ok(ActValues::new());
        }
        let link = self.sign_in_link(merchant).await?;
        let path = path_of(&link).to_owned();
        Ok([("sign_in_link".to_owned(), path.into())].into_iter().collect())
    }

    /// Makes sure that the operator can act, before anything depends on it.
    ///
    /// # Errors
    /// If the Portal does not answer or refuses the key.
    pub async fn probe(&self) -> Result<(), Fault> {
        match self {
            Self::Json(operator) => operator.probe().await,
            Self::Person(operator) => operator.probe().await,
            Self::Pages(operator) => operator.probe().await,
        }
    }

    /// The list of requests to a person, if a person acts.
    #[must_use]
    pub fn worklist(&self) -> Option<&Worklist> {
        match self {
            Self::Json(_) => None,
            Self::Person(operator) => Some(&operator.worklist),
            Self::Pages(operator) => Some(operator.worklist()),
        }
    }

    /// True if a person is asked for an action.
    #[must_use]
    pub fn asks_person(&self, merchant: &MerchantAccess, action: &Action) -> bool {
        match self {
            Self::Json(_) => false,
            Self::Person(_) => true,
            Self::Pages(operator) => operator.act_for(merchant, action).is_none(),
        }
    }

    /// True if the webhook secret comes from the environment, so that a wrong one is no fault of the target.
    #[must_use]
    pub fn is_secret_given(&self) -> bool {
        match self {
            Self::Json(_) => false,
            Self::Person(_) => true,
            Self::Pages(operator) => operator.act_for_secret().is_none(),
        }
    }

    /// True if a second merchant can be had.
    #[must_use]
    pub fn has_second(&self) -> bool {
        match self {
            Self::Json(_) => true,
            Self::Person(operator) => operator.has_second(),
            Self::Pages(operator) => operator.has_second(),
        }
    }

    /// True if a person acts, so that effects take minutes.
    #[must_use]
    pub fn is_person(&self) -> bool {
        matches!(self, Self::Person(_))
    }

    /// True if all scenarios share one merchant: the environment has the credentials of one.
    #[must_use]
    pub fn shares_merchant(&self) -> bool {
        matches!(self, Self::Person(_) | Self::Pages(_))
    }
}
