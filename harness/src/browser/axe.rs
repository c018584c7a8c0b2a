//! axe-core in a page: a third party's rules for names, structure, contrast and ARIA.

use std::{fs, io, path::Path, time::Duration};

use serde_json::Value;

use super::{BrowserError, Tab};

/// Advice where there is no axe-core.
pub const GET_AXE: &str = "give its file axe.min.js by --axe or in CONFORM_AXE; the Python package \
                           axe-playwright-python has it";

/// The size that no version of the script has.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// A page with many texts takes seconds, and a multiple of that on a busy machine.
const LOOK_LIMIT: Duration = Duration::from_mins(1);

const LOOK: &str = include_str!("axe.js");

/// The rules by which a page is judged. Contrast is by far the slowest on long tables, and the only one that depends on colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AxeRules {
    /// All rules.
    All,
    /// The rule for contrast alone.
    Contrast,
    /// All rules but the one for contrast.
    AllButContrast,
}

/// The script of axe-core.
#[derive(Clone, Debug)]
pub struct Axe {
    script: String,
}

impl Axe {
    /// Reads the script from its file.
    ///
    /// # Errors
    /// If the file cannot be read, or is not axe-core.
    pub fn read(path: &Path) -> io::Result<Self> {
        let about = fs::metadata(path)?;
        if !about.is_file() || about.len() > MOST_BYTES {
            return Err(io::Error::other("it is not a script of at most 8 MB"));
        }
        let script = fs::read_to_string(path)?;
        if !script.contains("axe-core") || !script.contains("axe.run") {
            return Err(io::Error::other("it is not axe-core"));
        }
        Ok(Self { script })
    }

    /// The rules that the open page breaks, as it is shown now, with an element that breaks each.
    ///
    /// # Errors
    /// If the browser does not run the script.
    pub async fn violations(
        &self,
        tab: &Tab,
        rules: AxeRules,
    ) -> Result<Vec<String>, BrowserError> {
        let rules = || vec![Value::from(format!("{rules:?}"))];
        let mut found = tab.run_within(LOOK_LIMIT, LOOK, rules()).await?;
        if found.is_null() {
            let whole = format!("{}\n{LOOK}", self.script);
            found = tab.run_within(LOOK_LIMIT, &whole, rules()).await?;
        }
        let sentences = found.as_array().into_iter().flatten().filter_map(Value::as_str);
        Ok(sentences.map(str::to_owned).collect())
    }
}
