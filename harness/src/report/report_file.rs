//! The file of a report: a reader sees the old file or the whole new one; a link, a device or a pipe is written in place.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, ErrorKind, Write},
    path::{Path, PathBuf},
};

/// The place of a report.
#[derive(Clone, Debug)]
pub struct ReportFile(PathBuf);

/// Writes the parts of a report.
pub type ReportParts<'a> = dyn Fn(&mut dyn Write) -> io::Result<()> + 'a;

/// The way in which a report gets to its place.
enum Way {
    /// Through a file beside it, which then takes its name.
    Beside(PathBuf),
    /// Through the path itself.
    InPlace,
    /// Through this process's own output, which leads to the same file.
    Through(Box<dyn Write>),
}

impl ReportFile {
    /// The report at this path, which must be one that can be written.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn at(path: &Path) -> io::Result<Self> {
        let file = Self(path.to_path_buf());
        if let Way::Beside(place) = file.way()? {
            let partial = partial_beside(&place);
            match File::create_new(&partial) {
                Ok(_) => fs::remove_file(&partial)?,
                // A file that exists can be written in place, if the rights allow that much.
                Err(_) if OpenOptions::new().append(true).open(&place).is_ok() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(file)
    }

    /// Writes the report; after an error the old file is still there, unless it could only be written in place.
    ///
    /// # Errors
    /// If the report cannot be written.
    pub fn write(&self, text: &str) -> io::Result<()> {
        self.write_parts(&|file| file.write_all(text.as_bytes()))
    }

    /// Writes a report part by part, in the manner of [`ReportFile::write`]. `write` is called again if its first file cannot
    /// take the report's place; its own errors must not be about rights or places.
    ///
    /// # Errors
    /// If the report cannot be written.
    pub fn write_parts(&self, write: &ReportParts<'_>) -> io::Result<()> {
        match self.way()? {
            Way::Beside(place) => match replace(&place, write) {
                // No file can be made beside it, or it is one that cannot be replaced, such as a mount point.
                Err(error) if is_about_the_folder(&error) && place.is_file() => {
                    write_in_place(&place, write)
                }
                written => written,
            },
            Way::InPlace => write_in_place(&self.0, write),
            Way::Through(output) => buffered(output, write).map(drop),
        }
    }

    fn way(&self) -> io::Result<Way> {
        let path = &self.0;
        let found = match fs::metadata(path) {
            Ok(found) => found,
            // A link that leads nowhere makes the file that it names.
            Err(error) if error.kind() == ErrorKind::NotFound && !path.is_symlink() => {
                return Ok(Way::Beside(path.clone()));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Way::InPlace),
            Err(error) => return Err(error),
        };
        if found.is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        if let Some(output) = own_output(&found) {
            return Ok(Way::Through(output));
        }
        if found.is_file() {
            // A link stays one: the file that it leads to is replaced.
            return Ok(Way::Beside(fs::canonicalize(path)?));
        }
        Ok(Way::InPlace)
    }
}

/// The output of this process that is the same file: writing to the path would overwrite what was said before.
#[cfg(unix)]
fn own_output(found: &fs::Metadata) -> Option<Box<dyn Write>> {
    use std::os::unix::fs::MetadataExt as _;
    let is_same = |path: &str| {
        fs::metadata(path).is_ok_and(|own| (own.dev(), own.ino()) == (found.dev(), found.ino()))
    };
    if is_same("/dev/stdout") {
        Some(Box::new(io::stdout()))
    } else if is_same("/dev/stderr") {
        Some(Box::new(io::stderr()))
    } else {
        None
    }
}

#[cfg(not(unix))]
fn own_output(_: &fs::Metadata) -> Option<Box<dyn Write>> {
    None
}

fn partial_beside(place: &Path) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{}.partial", std::process::id()))
}

fn replace(place: &Path, write: &ReportParts<'_>) -> io::Result<()> {
    let partial = partial_beside(place);
    let written = File::create_new(&partial).and_then(|file| {
        if let Ok(old) = fs::metadata(place) {
            file.set_permissions(old.permissions())?;
        }
        // Some file systems say only at the end that they are full.
        buffered(file, write)?.sync_all()?;
        fs::rename(&partial, place)
    });
    if written.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(&partial);
    }
    written
}

fn is_about_the_folder(error: &io::Error) -> bool {
    use ErrorKind::{CrossesDevices, PermissionDenied, ReadOnlyFilesystem, ResourceBusy};
    let kinds = [CrossesDevices, PermissionDenied, ReadOnlyFilesystem, ResourceBusy];
    kinds.contains(&error.kind())
}

fn write_in_place(path: &Path, write: &ReportParts<'_>) -> io::Result<()> {
    buffered(File::create(path)?, write).map(drop)
}

/// Writes through a buffer; gives the file back.
fn buffered<W: Write>(file: W, write: &ReportParts<'_>) -> io::Result<W> {
    let mut buffer = BufWriter::new(file);
    write(&mut buffer)?;
    buffer.into_inner().map_err(io::IntoInnerError::into_error).and_then(|mut file| {
        file.flush()?;
        Ok(file)
    })
}
