//! Tables of the checks: floors, bounds, and the exceptions with their reasons.

use crate::{circles::Accepted, dependencies::LibraryNames, floors::House};

/// The root files of the crates.
pub(crate) const CRATES: [&str; 6] = [
    "steps/lib.rs",
    "harness/src/lib.rs",
    "sandbox/src/lib.rs",
    "sandbox/src/main.rs",
    "cli/src/lib.rs",
    "cli/src/main.rs",
];

/// Circles that are accepted: their files, and the reason.
pub(crate) const ACCEPTED_CIRCLES: &[Accepted] = &[];

/// The rooms of `steps/`, from the top. Files beside the rooms (the run, a scenario's life) stand above all of them.
pub(crate) const STEPS: House = House {
    floors: &[
        &["steps/"],
        &["steps/preparation/", "steps/rehearsal/"],
        &["steps/check/"],
        &["steps/phrases/"],
        &["steps/arrange/"],
        &["steps/watch/"],
        &["steps/oracle/"],
        &["steps/world/"],
        &["steps/portal/"],
        &["steps/language/", "steps/edition", "steps/answers"],
    ],
    apart: &[
        ("steps/phrases/", "steps/phrases/", "a file of phrases uses no other file of phrases"),
        ("steps/oracle/", "steps/portal/", "the oracle is pure and acts on nothing"),
    ],
};

/// The rooms of `sandbox/src/`, from the top.
pub(crate) const SANDBOX: House = House {
    floors: &[
        &[
            "sandbox/src/lib.rs",
            "sandbox/src/command",
            "sandbox/src/log_lines",
            "sandbox/src/running",
            "sandbox/src/verification",
            "sandbox/src/demo",
        ],
        &["sandbox/src/api/", "sandbox/src/portal/"],
        &["sandbox/src/app"],
        &["sandbox/src/input", "sandbox/src/views"],
        &["sandbox/src/auth", "sandbox/src/webhooks", "sandbox/src/control", "sandbox/src/http/"],
        &["sandbox/src/operations"],
        &["sandbox/src/store"],
        &["sandbox/src/listing"],
        &["sandbox/src/domain"],
    ],
    apart: &[
        ("sandbox/src/http/", "sandbox/src/store", "reading and writing HTTP knows no rows"),
        (
            "sandbox/src/api/",
            "sandbox/src/portal/",
            "the API and the Portal do not call each other",
        ),
        (
            "sandbox/src/portal/",
            "sandbox/src/api/",
            "the API and the Portal do not call each other",
        ),
        (
            "sandbox/src/portal/operator/",
            "sandbox/src/portal/pages/",
            "the operator's JSON and the pages do not call each other",
        ),
        (
            "sandbox/src/portal/pages/",
            "sandbox/src/portal/operator/",
            "the operator's JSON and the pages do not call each other",
        ),
    ],
};

/// Lines of a step stay below this. The aim is 15, which 22 steps do not reach yet.
pub(crate) const STEP_LINES: usize = 38;

/// Packages whose library has another name: the package and the library.
pub(crate) const LIBRARY_NAMES: LibraryNames = &[("iban_validate", "iban")];

/// Licences whose terms a user of the suite or the sandbox can meet without asking.
pub(crate) const ACCEPTED_LICENCES: [&str; 10] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-3-Clause",
    "BlueOak-1.0.0",
    "ISC",
    // Asks for its own files only, which we do not change (the browser driver's protocol).
    "MPL-2.0",
    "Unicode-3.0",
    "Zlib",
];

/// Words of the form of a rule's id that name something else.
pub(crate) const NO_RULES: [&str; 4] = ["UTF-8", "SHA-256", "ISO-8601", "EIP-55"];

/// Rules that no comment of the sandbox needs to cite, each with the reason.
pub(crate) const UNCITED_RULES: &[(&str, &str)] = &[];

/// Names that several types may have, each with the reason.
pub(crate) const DOUBLED_NAMES: &[(&str, &str)] = &[
    ("Command", "the subcommands of a program, `conform` or the sandbox"),
    ("Currency", "the same on both sides of the wire, which share no type"),
    ("Money", "the same on both sides of the wire, which share no type"),
    ("Purpose", "the same on both sides of the wire, which share no type"),
    ("RateLimit", "the same on both sides of the wire, which share no type"),
];

/// Files of `steps/` that spell the API: the edition, and the rooms of the operator's interface, which is a different API.
pub(crate) const SPELLING_ROOMS: [&str; 2] = ["steps/edition/", "steps/portal/"];
