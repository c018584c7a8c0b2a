//! The folder of a site. A list in it names the files of the site, so that another site can replace them and nothing else.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Component, Path, PathBuf},
};

use serde::{Deserialize, Serialize};

/// The file with the list.
const LIST: &str = "conform-site.json";

/// The files of a site, relative to its folder.
#[derive(Debug, Default, Serialize, Deserialize)]
struct SiteFiles {
    files: BTreeSet<String>,
}

/// A folder into which a site is written.
#[derive(Debug)]
pub(super) struct SiteFolder {
    path: PathBuf,
    /// The files of this site.
    files: BTreeSet<String>,
    /// The files of the site that stood there before.
    earlier: BTreeSet<String>,
}

impl SiteFolder {
    /// Opens a folder for these files. It is new or empty, or it holds an earlier site.
    ///
    /// # Errors
    /// If files of somebody else are there, or if it cannot be written.
    pub(super) fn open(path: &Path, files: BTreeSet<String>) -> io::Result<Self> {
        let is_new = match fs::read_dir(path) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => return Err(error),
        };
        let earlier = if is_new { BTreeSet::new() } else { earlier_files(path)? };
        let is_foreign = |name: &&String| !earlier.contains(*name) && path.join(name).exists();
        if let Some(name) = files.iter().find(is_foreign) {
            let reason = format!("{name} in it is no file of the earlier site");
            return Err(io::Error::other(reason));
        }
        fs::create_dir_all(path)?;
        let folder = Self { path: path.to_owned(), files, earlier };
        // If writing breaks off, the next site may replace all that was written.
        folder.list(folder.files.union(&folder.earlier).cloned().collect())?;
        Ok(folder)
    }

    /// Writes a file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn write(&self, name: &str, text: &str) -> io::Result<()> {
        let path = self.path.join(name);
        let write = || {
            fs::create_dir_all(path.parent().unwrap_or(&self.path))?;
            fs::write(&path, text)
        };
        write().map_err(|error| io::Error::other(format!("{name}: {error}")))
    }

    /// Removes the files of the earlier site that this one does not have.
    ///
    /// # Errors
    /// If the list cannot be written.
    pub(super) fn close(self) -> io::Result<()> {
        for name in self.earlier.difference(&self.files) {
            let path = self.path.join(name);
            // The reader of the folder may have removed it, and a folder that is not empty stays.
            let _ = fs::remove_file(&path);
            let _ = path.parent().map(fs::remove_dir);
        }
        self.list(self.files.clone())
    }

    fn list(&self, files: BTreeSet<String>) -> io::Result<()> {
        let text = serde_json::to_string_pretty(&SiteFiles { files })?;
        fs::write(self.path.join(LIST), text)
    }
}

/// The files of the site in a folder that is not empty.
fn earlier_files(path: &Path) -> io::Result<BTreeSet<String>> {
    let foreign = || io::Error::other("it is not empty and holds no site of conform");
    let text = fs::read_to_string(path.join(LIST)).map_err(|_| foreign())?;
    let list: SiteFiles = serde_json::from_str(&text).map_err(|_| foreign())?;
    let is_inside = |name: &String| {
        Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
    };
    Ok(list.files.into_iter().filter(is_inside).collect())
}
