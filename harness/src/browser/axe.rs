//! axe-core in a page: a third party's rules for names, structure, contrast and ARIA.

use std::{fs, io, path::Path};

use serde_json::Value;

use super::{BrowserError, Tab};

/// Advice where there is no axe-core.
pub const GET_AXE: &str = "give its file axe.min.js by --axe or in CONFORM_AXE; the Python package \
                           axe-playwright-python has it";

/// The size that no version of the script has.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

const IS_THERE: &str = "return typeof axe === 'object';";
const LOOK: &str = include_str!("axe.js");

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

    /// The rules that the open page breaks, as it is shown now, with an element that breaks each. Contrast is by far the slowest
    /// rule on long tables, so it can be left out.
    ///
    /// # Errors
    /// If the browser does not run the script.
    pub async fn violations(
        &self,
        tab: &Tab,
        with_contrast: bool,
    ) -> Result<Vec<String>, BrowserError> {
        if tab.run(IS_THERE, Vec::new()).await? != Value::Bool(true) {
            tab.run(&self.script, Vec::new()).await?;
        }
        let found = tab.run(LOOK, vec![Value::Bool(with_contrast)]).await?;
        let sentences = found.as_array().into_iter().flatten().filter_map(Value::as_str);
        Ok(sentences.map(str::to_owned).collect())
    }
}
