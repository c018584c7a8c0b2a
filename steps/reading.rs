//! The documents of a suite: its features, read and checked, and its schemas.

use std::{collections::BTreeSet, path::Path, rc::Rc};

use conformance_harness::{
    schema::{Contract, Description},
    suite::{self, Case, FeatureMistake, Selection, Suite},
};

use crate::{
    check::{add_needs, check},
    set_up_error::SetUpError,
};

/// Reads the suite below `root`, and finds every mistake in it.
///
/// # Errors
/// If the folder or the schemas cannot be read.
pub fn read_suite(root: &Path) -> Result<(Suite, Vec<FeatureMistake>), SetUpError> {
    let mut files = suite::load(root)?;
    let mistakes = check(&files, &load_description(root)?);
    add_needs(&mut files.suite);
    Ok((files.suite, mistakes))
}

/// Reads the suite below `root`, which must have no mistakes.
///
/// # Errors
/// If the folder or the schemas cannot be read, or the files have mistakes.
pub fn load_suite(root: &Path) -> Result<Suite, SetUpError> {
    let (suite, mistakes) = read_suite(root)?;
    if mistakes.is_empty() { Ok(suite) } else { Err(SetUpError::Lint(mistakes)) }
}

/// Reads the suite below `root`, and the cases that are selected. Mistakes in other files do not matter.
///
/// # Errors
/// If the folder or the schemas cannot be read, a filter cannot be used or matches nothing, or a file of a selected case has
/// mistakes.
pub fn load_selected(
    root: &Path,
    selection: &Selection,
) -> Result<(Suite, Vec<Rc<Case>>), SetUpError> {
    let (suite, mut mistakes) = read_suite(root)?;
    if selection.is_whole() && !mistakes.is_empty() {
        return Err(SetUpError::Lint(mistakes));
    }
    let cases = match selection.apply(&suite) {
        Ok(cases) => cases,
        // The selected scenario may stand in a file that cannot be read.
        Err(error) if mistakes.is_empty() => return Err(error.into()),
        Err(_) => return Err(SetUpError::Lint(mistakes)),
    };
    let files: BTreeSet<&Path> = cases.iter().map(|case| case.path.as_path()).collect();
    mistakes.retain(|mistake| files.contains(mistake.path.as_path()));
    if mistakes.is_empty() { Ok((suite, cases)) } else { Err(SetUpError::Lint(mistakes)) }
}

/// Reads the documented operations and events below `root`, without compiling their schemas.
///
/// # Errors
/// If a file cannot be read or understood.
pub fn load_description(root: &Path) -> Result<Description, SetUpError> {
    Ok(Description::load(&root.join("schemas"))?)
}

/// Reads the documented shapes below `root`.
///
/// # Errors
/// If a file cannot be read, has the wrong form, or refers to something that does not exist.
pub fn load_contract(root: &Path) -> Result<Contract, SetUpError> {
    Ok(Contract::load(&root.join("schemas"))?)
}

/// The cases a run would judge.
///
/// # Errors
/// If a filter cannot be used or matches nothing.
pub fn select(suite: &Suite, selection: &Selection) -> Result<Vec<Rc<Case>>, SetUpError> {
    Ok(selection.apply(suite)?)
}
