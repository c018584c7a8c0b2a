//! The data that all scenarios of a run share.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    path::PathBuf,
    sync::Arc,
};

use conformance_harness::{
    browser::{Axe, Browser},
    client::Client,
    portal_map::PortalMap,
    schema::Contract,
    secrets::Secrets,
    sink::Sink,
    snapshot::Snapshots,
    target::Target,
};

use crate::{
    portal::PortalOperator,
    world::{CommonMerchant, Fixtures, MadeMerchants, Owners},
};

/// The data that all scenarios of a run share.
#[derive(Debug)]
pub struct Shared {
    /// The target.
    pub target: Target,
    /// The one HTTP client.
    pub client: Client,
    /// The one webhook sink.
    pub sink: Sink,
    /// The documented shapes.
    pub contract: Arc<Contract>,
    /// The operator of the Portal.
    pub operator: PortalOperator,
    /// The browser for pages.
    pub browser: Browser,
    /// The map of the Portal; none if its pages are not judged.
    pub portal_map: Option<Arc<PortalMap>>,
    /// The third party's rules for pages; none if they were not given.
    pub axe: Option<Axe>,
    /// The values that must not be printed.
    pub secrets: Secrets,
    /// The accepted answers.
    pub snapshots: Snapshots,
    /// The folder of the suite's files.
    pub root: PathBuf,
    /// The fixtures, from which request bodies are made.
    pub fixtures: Fixtures,
    /// The second factor that the target accepts.
    pub code_2fa: String,
    /// The operations that the target has answered with success in this run.
    pub known_operations: RefCell<BTreeSet<String>>,
    /// True once the signature of a delivery has fitted the secret that the environment gives.
    pub has_fitting_secret: Cell<bool>,
    /// The number of deliveries that came before.
    pub unfit_deliveries: Cell<usize>,
    /// The values that no two things of this run share.
    pub owners: RefCell<Owners>,
    /// True if the run judges every scenario of the suite.
    pub is_whole_suite: bool,
    /// The merchants that are deleted after their scenario.
    pub made: MadeMerchants,
    /// The merchant that all scenarios share; none if each gets its own.
    pub common: Option<CommonMerchant>,
}
