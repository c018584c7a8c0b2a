//! One run: the suite is read and checked, the target is reached, and every selected scenario is judged.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
    time::Duration,
};

use conformance_harness::{
    browser::{Browser, GET_AXE},
    client::Client,
    portal_map::{MapFileError, PortalMap},
    quote::{Quoting, counted},
    run::{self, Observer, Plan, Summary, TargetScope},
    schema::Contract,
    secrets::SecretKind,
    similar_or,
    sink::{Authority, Sink},
    snapshot::{Snapshots, name_of},
    suite::{Case, Suite, scenario_of},
    target::Target,
};
use gherkin::Step;

use crate::{
    check::phrase_index,
    edition::{self, key},
    language::vocabulary,
    options::Options,
    portal::{PortalOperator, credential, portal_map_of},
    preparation::{CastFile, prepare, set_back, what_is_left},
    rehearsal::needs_at,
    set_up_error::{SetUpError, operator_error, unprepared},
    world::{CommonMerchant, Fixtures, MadeMerchants, Shared, World},
};

/// Every phrase after its keyword, and below them each parameter with the words that it accepts.
#[must_use]
pub fn phrase_list() -> Vec<String> {
    vocabulary::described(phrase_index().all())
}

/// The phrase that a step uses, as `phrase_list` shows it.
#[must_use]
pub fn phrase_of(step: &Step) -> Option<&'static str> {
    phrase_index().find(step)
}

/// The snapshots for which the scenarios of the suite ask.
#[must_use]
pub fn snapshot_names(suite: &Suite) -> BTreeSet<String> {
    let asked = run::arguments_in::<World>("phrases/snapshot.rs");
    let named = suite.cases.iter().flat_map(|case| {
        let steps = asked(case).into_iter();
        steps.map(|parts| name_of(&case.id, parts.first().map(String::as_str)))
    });
    named.collect()
}

/// The folder in which a target's snapshots are kept: its own, or that of the suite.
#[must_use]
pub fn snapshot_folder(root: &Path, target: &Target) -> PathBuf {
    target.snapshots.clone().unwrap_or_else(|| root.join("tests/snapshots/answers"))
}

fn snapshots_of(target: &Target, options: &Options) -> Snapshots {
    Snapshots {
        folder: snapshot_folder(&options.root, target),
        is_own: target.snapshots.is_some(),
        ids: key::IDS,
        leaves_pending: options.interceptor.is_none(),
    }
}

/// The deadline of a step. A target on the same machine answers in milliseconds; a step that takes longer than this hangs.
const STEP_DEADLINE: Duration = Duration::from_secs(50);

/// The deadline of a scenario: that of several steps.
const SCENARIO_DEADLINE: Duration = Duration::from_mins(2);

/// The deadline of a step that waits for a person. Whoever works off a list of hundreds takes hours.
const PERSON_DEADLINE: Duration = Duration::from_hours(12);

/// The factor of both in a browser: a visit to every page of a Portal takes ten seconds, and minutes on a busy machine.
const BROWSER_FACTOR: u32 = 8;

/// Judges a target by this contract and these cases, and passes each result to the observer.
///
/// # Errors
/// If nothing can be judged at all.
pub async fn judge(
    target: Target,
    authority: &Authority,
    contract: Contract,
    cases: Vec<Rc<Case>>,
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Summary, SetUpError> {
    let contract = Arc::new(contract.bound_by(&target.layers)?);
    Box::pin(judge_bound(target, authority, contract, cases, options, observer)).await
}

/// Judges a target by a contract that is bound to its layers already.
///
/// # Errors
/// If nothing can be judged at all.
pub async fn judge_bound(
    target: Target,
    authority: &Authority,
    contract: Arc<Contract>,
    cases: Vec<Rc<Case>>,
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Summary, SetUpError> {
    check_deviations(&target, &options.scenarios)?;
    if !target.is_started_for_run {
        // They may be real.
        options.secrets.hide_people(key::OF_PEOPLE);
    }
    let is_whole_suite = has_all(&cases, &options.scenarios);
    let refused = |source| SetUpError::Target { target: target.name.clone(), source };
    // A target that was started for this run is on this machine: no proxy stands between.
    let client = Client::new(target.is_started_for_run).map_err(refused)?;
    let client = client.through(options.interceptor.clone());
    let (secrets, key) = (&options.secrets, options.operator_key.clone());
    let operator = PortalOperator::of(&target, &client, secrets, key, options.worklist.clone())
        .map_err(operator_error)?;
    target.probe(&client).await.map_err(refused)?;
    operator.probe().await.map_err(operator_error)?;
    let sink = Sink::start(&target.reach, authority).await?;
    let sink = sink.through(options.interceptor.clone());
    try_sink(&sink, &target, authority, observer).await;
    warn_of_axe(&target, &cases, options, observer);
    let common = common_of(&operator, &target, &cases);
    let plan = plan(&target, operator.shares_merchant(), common.as_ref(), cases, options);
    let snapshots = snapshots_of(&target, options);
    let portal_map = map_of(&target, &plan.cases, options)?;
    let shared = Rc::new(Shared {
        target,
        client,
        sink,
        contract,
        operator,
        browser: Browser::default(),
        portal_map,
        axe: options.axe.clone(),
        secrets: options.secrets.clone(),
        snapshots,
        root: options.root.clone(),
        fixtures: Fixtures::new(options.root.join("fixtures")),
        code_2fa: second_factor(options),
        made: MadeMerchants::new(!options.keep),
        common,
        has_fitting_secret: Cell::default(),
        unfit_deliveries: Cell::default(),
        known_operations: RefCell::default(),
        owners: RefCell::default(),
        is_whole_suite,
    });
    let cast = Box::pin(prepare_common(&shared, options, plan.jobs)).await?;
    let summary = run::run::<World>(&plan, &shared, observer).await;
    leave(&shared, cast.as_deref(), observer).await;
    Ok(summary)
}

/// Warns if pages are judged without the third party's rules.
fn warn_of_axe(
    target: &Target,
    cases: &[Rc<Case>],
    options: &Options,
    observer: &mut dyn Observer,
) {
    if options.axe.is_none() && has_pages(target, cases) {
        observer.warned(&format!("axe-core does not look at the Portal's pages; {GET_AXE}"));
    }
}

/// The merchant that all scenarios share; none if each gets its own.
fn common_of(
    operator: &PortalOperator,
    target: &Target,
    cases: &[Rc<Case>],
) -> Option<CommonMerchant> {
    let (has_second, is_person) = (operator.has_second(), operator.is_person());
    let needs = || CommonMerchant::of(needs_at(target, cases), has_second, is_person);
    operator.shares_merchant().then(needs)
}

/// Deletes what was made for the run, says what stays, and closes the browser.
async fn leave(shared: &Rc<Shared>, cast: Option<&CastFile>, observer: &mut dyn Observer) {
    // Scenarios of a run that is broken off do not come to their end.
    if let Err(fault) = shared.operator.undo_all().await {
        observer.warned(&operator_error(fault).to_string());
    }
    match shared.made.delete_rest(&shared.operator).await {
        0 => {}
        left => observer.warned(&format!("{left} merchants of this run could not be deleted")),
    }
    let unfit = shared.unfit_deliveries.get();
    if unfit > 0 && !shared.has_fitting_secret.get() {
        observer.warned(&format!(
            "none of {} has a signature that fits RALIO_WEBHOOK_SECRET; compare it with the secret that the Portal shows",
            counted(unfit, "webhook")
        ));
    }
    let silent = shared.common.as_ref().map(CommonMerchant::silent_types).unwrap_or_default();
    if !silent.is_empty() {
        observer.warned(&format!(
            "no event of type {} has come in the whole run: is the address registered with all events?",
            silent.join(", ")
        ));
    }
    let left = match cast {
        Some(file) => what_is_left(shared, file).await,
        None => None,
    };
    if let Some(left) = left {
        observer.noted(&format!("the treasury of the cast still holds {left}"));
    }
    shared.browser.close().await;
}

/// Prepares what scenarios share at a target where all of them have one merchant, and gives the file that keeps it.
async fn prepare_common(
    shared: &Rc<Shared>,
    options: &Options,
    jobs: usize,
) -> Result<Option<Rc<CastFile>>, SetUpError> {
    if shared.common.is_none() {
        return Ok(None);
    }
    let merchant = shared.operator.merchant("Merchant").await.map_err(operator_error)?;
    let (api, code) = (&shared.target.api_url, &merchant.api_code);
    let file = Rc::new(CastFile::open(&options.cast, api, code, options.new_cast)?);
    file.lock()?;
    set_back(&shared.operator, &file).await.map_err(operator_error)?;
    // With few requests, each name has one member.
    let side_by_side = if options.max_requests.is_some() { 1 } else { jobs };
    tokio::select! {
        // A run that is broken off keeps what is prepared, and its end says so.
        biased;
        _ = options.break_off.requested() => {}
        prepared = prepare(shared, &file, side_by_side) => prepared.map_err(unprepared)?,
    }
    Ok(Some(file))
}

/// Warns if the sink does not answer at its registered address.
async fn try_sink(
    sink: &Sink,
    target: &Target,
    authority: &Authority,
    observer: &mut dyn Observer,
) {
    // A sink for a target that was started for this run is at no address of the user's.
    if !target.is_started_for_run
        && let Err(silent) = sink.try_out(&target.reach, authority).await
    {
        observer.warned(&silent.to_string());
    }
}

/// True if the cases are those of the whole suite.
fn has_all(cases: &[Rc<Case>], scenarios: &BTreeSet<String>) -> bool {
    let judged: BTreeSet<&str> = cases.iter().map(|case| case.scenario_id()).collect();
    scenarios.iter().all(|id| judged.contains(scenario_of(id)))
}

/// True if pages of the Portal are judged.
fn has_pages(target: &Target, cases: &[Rc<Case>]) -> bool {
    target.claims("browser") && cases.iter().any(|case| case.needs_browser())
}

/// The map of the Portal, if its pages are judged.
fn map_of(
    target: &Target,
    cases: &[Rc<Case>],
    options: &Options,
) -> Result<Option<Arc<PortalMap>>, MapFileError> {
    if !has_pages(target, cases) {
        return Ok(None);
    }
    portal_map_of(target, &options.root).map(|map| Some(Arc::new(map)))
}

/// Refuses a profile that lists a scenario or a rule which does not exist.
fn check_deviations(target: &Target, scenarios: &BTreeSet<String>) -> Result<(), SetUpError> {
    let is_rule = |id: &str| {
        scenarios.iter().any(|one| one.strip_prefix(id).is_some_and(|rest| rest.starts_with('.')))
    };
    if let Some(rule) = target.cannot.keys().find(|rule| !is_rule(rule)) {
        return Err(SetUpError::UnknownRule(rule.clone()));
    }
    match target.deviations.ids().find(|id| !scenarios.contains(*id) && !is_rule(id)) {
        None => Ok(()),
        Some(id) => {
            let id = id.to_owned();
            let ids = scenarios.iter().map(String::as_str);
            let hint = similar_or(&id, ids, "`conform list` shows all of them");
            Err(SetUpError::Deviation { id, hint })
        }
    }
}

fn plan(
    target: &Target,
    by_hand: bool,
    common: Option<&CommonMerchant>,
    cases: Vec<Rc<Case>>,
    options: &Options,
) -> Plan {
    // A step may wait twice, for an effect and then for the next one; or for a person, whose time has a limit of its own.
    let allowance = if by_hand { PERSON_DEADLINE } else { target.effect_timeout * 2 };
    Plan {
        cases,
        jobs: options.jobs,
        alone: common.map(CommonMerchant::alone).unwrap_or_default(),
        seed: options.seed,
        fail_fast: options.fail_fast,
        step_deadline: STEP_DEADLINE + allowance,
        scenario_deadline: SCENARIO_DEADLINE + allowance * 3,
        browser_factor: BROWSER_FACTOR,
        scope: TargetScope::of(target),
        deviations: target.deviations.clone(),
        scenarios: options.scenarios.clone(),
        rules: options.rules.clone(),
        quoting: Quoting::new(options.secrets.clone(), options.root.join("target/conform")),
        break_off: options.break_off.clone(),
    }
}

fn second_factor(options: &Options) -> String {
    match credential("RALIO_CODE_2FA") {
        Ok(code) => {
            options.secrets.add(SecretKind::Code, &code);
            code
        }
        Err(_) => edition::SANDBOX_CODE_2FA.to_owned(),
    }
}
