//! The file in which the cast of a merchant is kept between runs. It has ids and addresses, and no secrets.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fs::{self, File, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
    process,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use conformance_harness::{files, report::ReportFile};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    portal::DoneAct,
    world::{CastMember, TREASURER, TransferFee, TreasuryAccount},
};

/// Trouble with the file.
#[derive(Debug, thiserror::Error)]
pub enum CastFileError {
    /// The file cannot be read or written.
    #[error("the cast cannot be kept in {path}: {source}")]
    Access {
        /// The path of the file.
        path: String,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The file has another form.
    #[error(
        "the file {path} does not have the form of a cast: {message}; remove it, or begin with a new cast by --new-cast"
    )]
    Form {
        /// The path of the file.
        path: String,
        /// The reason.
        message: String,
    },
    /// Another run is in progress at the same merchant.
    #[error("another run (pid {pid}) judges this merchant; wait for it, or end it")]
    Taken {
        /// The id of its process.
        pid: String,
    },
}

/// The things of a merchant that are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeptCast {
    /// The address of the API.
    pub(crate) api: String,
    /// The public half of the merchant's key.
    pub(crate) api_code: String,
    /// The token in the address of the webhook endpoint.
    pub(crate) endpoint: Option<String>,
    /// The registered address of the endpoint.
    pub(crate) registered: Option<String>,
    /// The persons and companies, verified or still to be.
    pub(crate) members: Vec<CastMember>,
    /// The treasury, by currency.
    pub(crate) treasury: BTreeMap<String, KeptTreasury>,
    /// The acts that have changed a setting of the Portal and are not taken back, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) to_undo: Vec<DoneAct>,
}

/// The treasury of one currency, as the last run has left it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeptTreasury {
    /// The account that pays, and one to measure fees with.
    pub(crate) accounts: [TreasuryAccount; 2],
    /// The balance of the first one, in minor units.
    pub(crate) held: i64,
    /// The fee of transfers.
    pub(crate) fee: TransferFee,
}

impl KeptCast {
    /// The members by name, without the one who holds the treasury.
    pub(crate) fn by_name(&self) -> BTreeMap<&str, Vec<&CastMember>> {
        let mut members: BTreeMap<&str, Vec<&CastMember>> = BTreeMap::new();
        for member in self.members.iter().filter(|member| member.name != TREASURER) {
            members.entry(&member.name).or_default().push(member);
        }
        members
    }
}

/// The file of a cast.
#[derive(Debug)]
pub struct CastFile {
    path: PathBuf,
    kept: RefCell<KeptCast>,
    /// The open file whose lock shows other runs that this one is in progress.
    lock: RefCell<Option<File>>,
}

impl CastFile {
    /// Opens the file of the merchant with this public half of a key at this API, below a folder; an old cast is forgotten if the
    /// run wants a new one.
    ///
    /// # Errors
    /// If the file cannot be read, or is none.
    pub fn open(
        folder: &Path,
        api: &str,
        api_code: &str,
        is_new: bool,
    ) -> Result<Self, CastFileError> {
        let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{api}\n{api_code}")));
        let path = folder.join(format!("{}.json", &digest[..16]));
        let (api, api_code) = (api.to_owned(), api_code.to_owned());
        let fresh = KeptCast { api, api_code, ..KeptCast::default() };
        let kept = match path.exists() {
            false => fresh,
            // Settings must be set back all the same.
            true if is_new => match read(&path) {
                Ok(KeptCast { to_undo, .. }) => KeptCast { to_undo, ..fresh },
                Err(_) => fresh,
            },
            true => read(&path)?,
        };
        Ok(Self { path, kept: RefCell::new(kept), lock: RefCell::default() })
    }

    /// Makes sure that no other run judges the merchant before this value is dropped.
    ///
    /// # Errors
    /// If another one does, or the file beside the cast cannot be written.
    pub(crate) fn lock(&self) -> Result<(), CastFileError> {
        let path = self.path.with_extension("lock");
        let shown = path.display().to_string();
        let access = |source| CastFileError::Access { path: shown.clone(), source };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(access)?;
        }
        let mut options = File::options();
        let file = options.create(true).read(true).write(true).truncate(false).open(&path);
        let mut file = file.map_err(access)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                let known = files::read_text(&path).unwrap_or_default();
                let pid = if known.is_empty() { "unknown".to_owned() } else { known };
                return Err(CastFileError::Taken { pid });
            }
            // A file system without locks does not stop a run.
            Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => {
                return Err(access(error));
            }
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        file.set_len(0).map_err(access)?;
        write!(file, "{}", process::id()).map_err(access)?;
        self.lock.replace(Some(file));
        Ok(())
    }

    /// The current content.
    pub(crate) fn kept(&self) -> KeptCast {
        self.kept.borrow().clone()
    }

    /// Changes the content, and writes the file, so that the requests of a run that is killed are not asked again.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(crate) fn change(&self, change: impl FnOnce(&mut KeptCast)) -> Result<(), CastFileError> {
        let mut kept = self.kept.borrow_mut();
        change(&mut kept);
        let access = |source| CastFileError::Access { path: self.shown(), source };
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder).map_err(access)?;
        }
        let text = serde_json::to_string_pretty(&*kept).map_err(io::Error::other);
        let file = ReportFile::at(&self.path).map_err(access)?;
        file.write(&text.map_err(access)?).map_err(access)
    }

    fn shown(&self) -> String {
        self.path.display().to_string()
    }
}

fn read(path: &Path) -> Result<KeptCast, CastFileError> {
    let shown = || path.display().to_string();
    let text =
        files::read_text(path).map_err(|source| CastFileError::Access { path: shown(), source })?;
    serde_json::from_str(&text)
        .map_err(|error| CastFileError::Form { path: shown(), message: error.to_string() })
}

#[cfg(test)]
mod tests {
    use conformance_harness::portal_map::ActValues;

    use super::*;

    #[test]
    fn a_cast_is_kept_for_its_merchant_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let open = |code, is_new| CastFile::open(folder.path(), "https://api", code, is_new);
        let first = open("code-1", false).expect("opened");
        first.change(|kept| kept.endpoint = Some("token".to_owned())).expect("written");
        let endpoint = |file: CastFile| file.kept().endpoint;
        assert_eq!(endpoint(open("code-1", false).expect("opened")).as_deref(), Some("token"));
        assert_eq!(endpoint(open("code-2", false).expect("opened")), None);
        assert_eq!(endpoint(open("code-1", true).expect("opened")), None);
    }

    #[test]
    fn two_runs_do_not_judge_one_merchant_at_the_same_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let open = || CastFile::open(folder.path(), "a", "b", false).expect("opened");
        let first = open();
        first.lock().expect("nobody else is there");
        let error = open().lock().expect_err("another run is in progress").to_string();
        assert!(error.contains(&format!("(pid {})", process::id())), "{error}");
        drop(first);
        open().lock().expect("it has ended");
    }

    #[test]
    fn a_new_cast_still_sets_back_what_a_run_has_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let open = |is_new| CastFile::open(folder.path(), "a", "b", is_new).expect("opened");
        let act = "hold_payouts".to_owned();
        let left = DoneAct { act, values: ActValues::default() };
        let note = |kept: &mut KeptCast| kept.to_undo.push(left.clone());
        open(false).change(note).expect("written");
        assert_eq!(open(true).kept().to_undo, [left]);
    }

    #[test]
    fn a_broken_file_is_an_error_with_a_remedy() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = CastFile::open(folder.path(), "a", "b", false).expect("opened");
        file.change(|_| ()).expect("written");
        fs::write(&file.path, "{").expect("written");
        let error = CastFile::open(folder.path(), "a", "b", false).expect_err("is refused");
        assert!(error.to_string().contains("--new-cast"), "{error}");
    }
}
