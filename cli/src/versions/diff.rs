//! The command `diff`: what changed between two versions of an API.

use std::path::Path;

use conformance_harness::{
    behaviour::{ChangeClass, ClassTable},
    fault::FaultKind,
    quote::counted,
    report::{Output, Paint},
    suite::{Selection, Suite},
};
use ralio_conformance::{edition, load_contract, load_selected};

use super::{
    allowed::AllowedChanges, documents::DocumentChanges, live::WantedRun, model::ChangeNote,
    note_file::write_note, side::ComparedSide, sides::Sides, text::note_text,
};
use crate::{
    arguments::{ChosenArguments, DiffArguments, FailOn},
    error::CommandError,
    file_choice,
    injected::chosen,
    kept::comparison_folder,
    suite_folder::SuiteFolder,
};

/// The table of classes.
const CLASSES: &str = "schemas/changes.yaml";

/// Compares two versions of an API.
pub(crate) fn diff(arguments: &DiffArguments, output: &Output) -> Result<u8, CommandError> {
    let folder = SuiteFolder::find(&arguments.chosen.suite)?;
    let (suite, cases) = chosen_cases(&arguments.chosen, &folder)?;
    let contract = load_contract(&folder)?;
    let names = edition::names(&contract);
    let classes = arguments.classes.clone().unwrap_or_else(|| folder.join(CLASSES));
    let table = ClassTable::load(&classes).map_err(CommandError::report)?;
    let allowed = AllowedChanges::load(arguments.allowed.as_deref())?;
    let documents = DocumentChanges::between(&arguments.openapi)?;
    let files = file_choice::open(&arguments.note)?;
    let home = comparison_folder(folder.home());
    let wanted = WantedRun {
        root: &folder,
        suite: folder.told(),
        cases: &cases,
        seed: arguments.seed,
        jobs: arguments.jobs,
    };
    let mut sides = sides_of(arguments, &folder, &home)?;
    match sides.targets() {
        0 => {}
        1 => output.say(&format!("running {}", counted(cases.len(), "scenario"))),
        _ => output.say(&format!("running {} on both targets", counted(cases.len(), "scenario"))),
    }
    sides.run("first", &wanted)?;
    let mut comparison = sides.compared(&cases, names)?;
    sides.confirm(&mut comparison, &table, &wanted, names)?;
    let mut note = sides.note(comparison, &table, &suite, &cases, &allowed)?;
    note.warnings.extend(sides.after.warnings());
    allowed.apply(&mut note, &table);
    if let Some(documents) = documents {
        documents.apply(&mut note);
    }
    output.say(note_text(&note, Paint::of_stdout()).trim_end());
    for (choice, file) in files {
        write_note(&note, &choice, &file)?;
        output.say(&format!("note: {}", choice.path.display()));
    }
    Ok(exit_code(&note, arguments.fail_on))
}

/// The two sides that the arguments name.
fn sides_of(
    arguments: &DiffArguments,
    suite: &SuiteFolder,
    home: &Path,
) -> Result<Sides, CommandError> {
    let mut faults = chosen(&arguments.fault, FaultKind::Fault, arguments.faults.as_ref(), suite)?;
    let variants = chosen(&arguments.variant, FaultKind::Variant, None, suite)?;
    faults.extend(variants);
    let is_lying = !faults.is_empty();
    let before = ComparedSide::of(&arguments.before, home.join("before"), Vec::new())?;
    let after = ComparedSide::of(&arguments.after, home.join("after"), faults)?;
    if is_lying && !after.is_live() {
        let told = format!(
            "--fault and --variant need a target that can be run; {} is none",
            arguments.after
        );
        return Err(CommandError::Report(told));
    }
    Ok(Sides { before, after })
}

/// The suite below a folder, and the ids of the scenarios that are chosen; those of the Portal's pages are left out.
pub(super) fn chosen_cases(
    arguments: &ChosenArguments,
    folder: &Path,
) -> Result<(Suite, Vec<String>), CommandError> {
    let selection = Selection {
        tags: arguments.tags.clone(),
        rules: arguments.rule.clone(),
        ..Selection::default()
    };
    let (suite, cases) = load_selected(folder, &selection)?;
    let api = cases.iter().filter(|case| !case.needs_browser());
    let ids: Vec<String> = api.map(|case| case.id.clone()).collect();
    if ids.is_empty() {
        let told = "the chosen scenarios are all about the Portal's pages, which are not compared";
        return Err(CommandError::Report(told.to_owned()));
    }
    Ok((suite, ids))
}

fn exit_code(note: &ChangeNote, fail_on: FailOn) -> u8 {
    if note.basis.scenarios == 0 {
        return crate::exit_code::NOT_JUDGED;
    }
    let count = |class| note.count(class);
    let weighty = count(ChangeClass::Breaking) + count(ChangeClass::Undecided);
    let failing = match fail_on {
        FailOn::Breaking => weighty,
        FailOn::Any => weighty + count(ChangeClass::Harmless),
    };
    u8::from(failing > 0)
}
