//! The operator of a target: acts through its JSON interface, on its pages, or is a person at the keyboard.

use conformance_harness::{
    client::Client,
    exchange::Exchange,
    secrets::{SecretKind, Secrets},
    target,
    target::Target,
    verdict::Fault,
    worklist::Worklist,
};

use crate::portal::{
    Action, AskedWork, MerchantAccess, credential, json::JsonOperator, manual::ManualOperator,
};

/// The operator of the Portal.
#[derive(Debug)]
pub enum PortalOperator {
    /// The target's JSON interface.
    Json(JsonOperator),
    /// A person.
    Person(ManualOperator),
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
        }
    }

    /// Deletes a merchant that was made for the run; false if the target cannot.
    ///
    /// # Errors
    /// If the target fails.
    pub async fn delete(&self, merchant: i64) -> Result<bool, Fault> {
        match self {
            Self::Json(operator) => operator.delete(merchant).await,
            Self::Person(_) => Ok(false),
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
        }
    }

    /// A link by which the operator signs in to the Portal for the merchant.
    ///
    /// # Errors
    /// If the operator is a person.
    pub async fn sign_in_link(&self, merchant: &MerchantAccess) -> Result<String, Fault> {
        match self {
            Self::Json(operator) => operator.sign_in_link(merchant).await,
            Self::Person(_) => Err(Fault::not_applicable("the person at the keyboard signs in")),
        }
    }

    /// Makes sure that the operator can act, before anything depends on it.
    ///
    /// # Errors
    /// If the Portal does not answer or refuses the key.
    pub async fn probe(&self) -> Result<(), Fault> {
        match self {
            Self::Json(operator) => operator.probe().await,
            Self::Person(operator) => operator.probe().await,
        }
    }

    /// True if all scenarios share the one merchant whose credentials the environment holds.
    #[must_use]
    pub fn shares_merchant(&self) -> bool {
        matches!(self, Self::Person(_))
    }

    /// The list of requests to a person, if a person acts.
    #[must_use]
    pub fn worklist(&self) -> Option<&Worklist> {
        match self {
            Self::Json(_) => None,
            Self::Person(operator) => Some(&operator.worklist),
        }
    }

    /// True if a second merchant can be had.
    #[must_use]
    pub fn has_second(&self) -> bool {
        match self {
            Self::Json(_) => true,
            Self::Person(operator) => operator.has_second(),
        }
    }

    /// True if a person acts, so that effects take minutes.
    #[must_use]
    pub fn is_person(&self) -> bool {
        matches!(self, Self::Person(_))
    }
}
