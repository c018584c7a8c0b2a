//! The documents of a suite: its features, read and checked, and its schemas.

use std::{collections::BTreeSet, path::Path, rc::Rc};

use conformance_harness::{
    schema::{Contract, Description},
    suite::{self, Case, FeatureMistake, Selection, Suite, SuiteFiles},
};

use crate::{
    check::{add_needs, check, check_files},
    set_up_error::SetUpError,
};

/// Reads the suite below `root`, whatever mistakes are in it.
///
/// # Errors
/// If the folder cannot be read.
pub fn read_suite(root: &Path) -> Result<Suite, SetUpError> {
    Ok(read_files(root)?.suite)
}

/// Reads the suite below `root`, which must have no mistakes.
///
/// # Errors
/// If the folder or the schemas cannot be read, or the files have mistakes.
pub fn load_suite(root: &Path) -> Result<Suite, SetUpError> {
    let files = read_files(root)?;
    expect_none(check(&files, &load_description(root)?))?;
    Ok(files.suite)
}

/// Reads the suite below `root`, and the cases that are selected. Mistakes in other files do not matter, and are not looked for.
///
/// # Errors
/// If the folder or the schemas cannot be read, a filter cannot be used or matches nothing, or a file of a selected case has
/// mistakes.
pub fn load_selected(
    root: &Path,
    selection: &Selection,
) -> Result<(Suite, Vec<Rc<Case>>), SetUpError> {
    let files = read_files(root)?;
    let description = load_description(root)?;
    match selection.apply(&files.suite) {
        Ok(cases) if !selection.is_whole() => {
            let chosen: BTreeSet<&Path> = cases.iter().map(|case| case.path.as_path()).collect();
            expect_none(check_files(&files, &description, |path| chosen.contains(path)))?;
            Ok((files.suite, cases))
        }
        selected => {
            // The selected scenario may stand in a file that cannot be read.
            expect_none(check(&files, &description))?;
            let cases = selected?;
            Ok((files.suite, cases))
        }
    }
}

fn read_files(root: &Path) -> Result<SuiteFiles, SetUpError> {
    let mut files = suite::load(root)?;
    add_needs(&mut files.suite);
    Ok(files)
}

fn expect_none(mistakes: Vec<FeatureMistake>) -> Result<(), SetUpError> {
    if mistakes.is_empty() { Ok(()) } else { Err(SetUpError::Lint(mistakes)) }
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
