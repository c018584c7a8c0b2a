//! The command: the map is read, the target is reached, somebody signs in, and every act is walked.

use std::{path::PathBuf, sync::Arc};

use conformance_harness::{
    browser::Browser,
    client::Client,
    portal_map::{ActValues, Credentials, MapDriver, PortalMap},
    report::Output,
    secrets::Secrets,
    target::OperatorKind,
    verdict::Fault,
    worklist::Worklist,
};
use ralio_conformance::portal::{KNOWN_ACTS, MerchantAccess, PortalOperator};
use serde_json::Value;

use super::{
    check::{CheckedAct, MapCheck},
    shown::told,
};
use crate::{
    arguments::{EMBEDDED, MapCheckArguments, PortalAction, PortalArguments, TargetArguments},
    commands::Runtimes,
    error::CommandError,
    exit_code::NOT_JUDGED,
    suite_folder::SuiteFolder,
    targets::{self, Started},
};

/// The folder of pictures below the one of the suite.
const PICTURES: &str = "target/conform/portal";

/// The id of the demo merchant, the first one of a new database.
const DEMO_MERCHANT: i64 = 1;

/// The name of the merchant for which the JSON operator signs in.
const MERCHANT: &str = "Check of a map";

/// Does what concerns the Portal.
pub(crate) fn portal(arguments: &PortalArguments, output: &Output) -> Result<u8, CommandError> {
    match &arguments.action {
        PortalAction::Check(check) => {
            let map = PortalMap::read(&check.map, &KNOWN_ACTS)?;
            let folder = SuiteFolder::find(&check.suite)?;
            let Runtimes { ours, theirs } = Runtimes::new()?;
            let secrets = Secrets::default();
            ours.block_on(async {
                let TargetArguments { name, image } = &check.target;
                let image = image.as_deref();
                let beside = theirs.handle();
                let started = match (name.as_str(), image) {
                    (EMBEDDED, None) => targets::start_demo(beside).await?,
                    _ => targets::start(name, image, &folder, &secrets, beside).await?,
                };
                let checked = walk(check, map, &started, &folder, &secrets, output).await;
                started.stop().await;
                checked
            })
        }
    }
}

async fn walk(
    arguments: &MapCheckArguments,
    map: PortalMap,
    started: &Started,
    folder: &SuiteFolder,
    secrets: &Secrets,
    output: &Output,
) -> Result<u8, CommandError> {
    if let Some(act) = arguments.act.as_ref().filter(|act| map.act(act).is_none()) {
        return Err(CommandError::NoAct { act: act.clone(), known: names_of(&map) });
    }
    let pictures = arguments.pictures.clone();
    let pictures: PathBuf = pictures.unwrap_or_else(|| folder.home().join(PICTURES));
    let browser = Browser::default();
    let merchant = arguments.merchant.or(started.is_embedded().then_some(DEMO_MERCHANT));
    let visitor = PortalVisitor::of(started, secrets, merchant).await?;
    let tab = browser.window().await.map_err(|error| CommandError::Portal(error.to_string()))?;
    let url = &started.target.portal_url;
    let credentials = Credentials { secrets: secrets.clone() };
    let driver = MapDriver::new(tab, url, Arc::new(map), credentials);
    let given = arguments.with.iter();
    let given: ActValues =
        given.map(|(name, value)| (name.clone(), Value::from(value.clone()))).collect();
    let mut check = MapCheck { driver, given, pictures };
    let found = match check.sign_in(&visitor.values).await {
        Err(error) => Err(error),
        Ok(Some(misfit)) => Ok(vec![misfit]),
        Ok(None) => match &arguments.act {
            Some(act) => check.carry_out(act).await.map(|act| vec![act]),
            None => check.walk_all().await,
        },
    };
    drop(check);
    browser.close().await;
    visitor.leave().await;
    let found = found.map_err(|error| CommandError::Portal(secrets.mask(&error.to_string())))?;
    for line in told(&found) {
        output.say(&secrets.mask(&line));
    }
    let is_wrong = found.iter().any(CheckedAct::is_wrong);
    let is_tried = found.iter().any(CheckedAct::is_tried);
    Ok(if is_wrong {
        1
    } else if is_tried {
        0
    } else {
        NOT_JUDGED
    })
}

fn names_of(map: &PortalMap) -> String {
    map.act_names().collect::<Vec<_>>().join(", ")
}

/// The one who signs in: with a link for a merchant of the JSON operator, or with credentials of the environment.
struct PortalVisitor {
    values: ActValues,
    /// The operator that has made a merchant for the check.
    made: Option<(PortalOperator, MerchantAccess)>,
}

impl PortalVisitor {
    async fn of(
        started: &Started,
        secrets: &Secrets,
        merchant: Option<i64>,
    ) -> Result<Self, CommandError> {
        if started.target.operator != OperatorKind::Json {
            return Ok(Self { values: ActValues::new(), made: None });
        }
        let key = started.operator_key.clone();
        let client = Client::new(started.target.is_started_for_run);
        let client = client.map_err(|error| CommandError::Portal(error.to_string()))?;
        let operator =
            PortalOperator::of(&started.target, &client, secrets, key, Worklist::default())
                .map_err(told_of)?;
        if let Some(id) = merchant {
            let merchant = MerchantAccess { id: Some(id), ..MerchantAccess::default() };
            let values = operator.sign_in_values(&merchant).await.map_err(told_of)?;
            return Ok(Self { values, made: None });
        }
        let merchant = operator.merchant(MERCHANT).await.map_err(told_of)?;
        let values = operator.sign_in_values(&merchant).await.map_err(told_of)?;
        Ok(Self { values, made: Some((operator, merchant)) })
    }

    /// Deletes the merchant that was made for the check.
    async fn leave(self) {
        if let Some((operator, MerchantAccess { id: Some(id), .. })) = self.made {
            // A target that keeps it keeps an empty merchant.
            let _ = operator.delete(id).await;
        }
    }
}

fn told_of(fault: Fault) -> CommandError {
    CommandError::Portal(match fault {
        Fault::Error { message } => message,
        Fault::Nonconformance(finding) => format!("{}: {}", finding.what, finding.actual),
        Fault::NotApplicable { reason } => reason,
    })
}
