//! Text files of a tree of sources, by their paths from its root.

use std::path::{Path, PathBuf};

/// One text file.
#[derive(Debug)]
pub(crate) struct Text {
    /// Path from the root of the tree, with `/` between its parts.
    pub(crate) path: String,
    /// All of the file.
    pub(crate) text: String,
}

/// The bad samples: sources that are wrong on purpose and never a part of the house.
const SAMPLES: &str = "tests/tidy/samples";

/// All files below `folders` whose names end in `.extension`, sorted by path.
pub(crate) fn texts(root: &Path, folders: &[&str], extension: &str) -> Result<Vec<Text>, String> {
    let mut paths = Vec::new();
    for folder in folders {
        let folder = root.join(folder);
        if folder.is_dir() {
            collect(&folder, &root.join(SAMPLES), extension, &mut paths)?;
        }
    }
    paths.sort();
    paths.dedup();
    paths.iter().map(|path| Ok(Text { path: relative(root, path), text: read(path)? })).collect()
}

fn collect(
    folder: &Path,
    samples: &Path,
    extension: &str,
    found: &mut Vec<PathBuf>,
) -> Result<(), String> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|e| format!("{}: {e}", folder.display()))?.path();
        if path == samples {
            continue;
        }
        if path.is_dir() {
            collect(&path, samples, extension, found)?;
        } else if path.extension().is_some_and(|end| end == extension) {
            found.push(path);
        }
    }
    Ok(())
}

/// The text of a file.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// A path as it is shown: from the root of the tree, with `/` between its parts.
pub(crate) fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
