//! Walks the acts of a map, and takes a picture of each page that does not fit.

use std::{fs, path::PathBuf};

use conformance_harness::portal_map::{
    ActOutcome, ActValues, MapDriver, MapError, StepFit, WalkedStep,
};

/// The name under which signing in is shown.
const SIGN_IN: &str = "sign_in";

/// A map that is being walked.
pub(super) struct MapCheck {
    pub(super) driver: MapDriver,
    /// The values of the command line.
    pub(super) given: ActValues,
    /// The folder for pictures.
    pub(super) pictures: PathBuf,
}

/// An act after it was walked or carried out.
#[derive(Debug)]
pub(super) struct CheckedAct {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) steps: Vec<WalkedStep>,
    /// The words about an act that was carried out.
    pub(super) done: Option<String>,
    /// The file with the picture of the page, or why there is none.
    pub(super) picture: Option<String>,
}

impl CheckedAct {
    /// True if a step does not fit.
    pub(super) fn is_wrong(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.fit, StepFit::Misfit(_)))
    }

    /// True if a step was looked at.
    pub(super) fn is_tried(&self) -> bool {
        self.done.is_some() || self.steps.iter().any(|step| step.fit == StepFit::Fits)
    }
}

impl MapCheck {
    /// Signs in; gives the step that does not fit, if there is one.
    pub(super) async fn sign_in(
        &mut self,
        values: &ActValues,
    ) -> Result<Option<CheckedAct>, MapError> {
        match self.driver.sign_in(values).await {
            Ok(()) => Ok(None),
            Err(error) => self.misfit(SIGN_IN, "Sign in", error).await.map(Some),
        }
    }

    /// Walks every act.
    pub(super) async fn walk_all(&self) -> Result<Vec<CheckedAct>, MapError> {
        let names: Vec<String> = self.driver.map().act_names().map(str::to_owned).collect();
        let mut all = Vec::new();
        for name in names {
            let title = self.title_of(&name);
            let checked = match self.driver.walk(&name, &self.given).await {
                Ok(steps) => {
                    let (done, picture) = (None, None);
                    let mut act = CheckedAct { name, title, steps, done, picture };
                    if act.is_wrong() {
                        act.picture = Some(self.picture(&act.name).await);
                    }
                    act
                }
                Err(error) => self.misfit(&name, &title, error).await?,
            };
            all.push(checked);
        }
        Ok(all)
    }

    /// Carries out one act.
    pub(super) async fn carry_out(&self, name: &str) -> Result<CheckedAct, MapError> {
        let title = self.title_of(name);
        match self.driver.carry_out(name, &self.given).await {
            Ok(outcome) => {
                let (name, steps) = (name.to_owned(), Vec::new());
                let done = Some(words_of(&outcome));
                Ok(CheckedAct { name, title, steps, done, picture: None })
            }
            Err(error) => self.misfit(name, &title, error).await,
        }
    }

    fn title_of(&self, name: &str) -> String {
        self.driver.map().act(name).map(|act| act.title.clone()).unwrap_or_default()
    }

    /// The act of a step that does not fit; other trouble means that the map cannot be tried.
    async fn misfit(
        &self,
        name: &str,
        title: &str,
        error: MapError,
    ) -> Result<CheckedAct, MapError> {
        let inner = match &error {
            MapError::NotSignedIn(inner) => inner,
            other => other,
        };
        let is_misfit = matches!(
            inner,
            MapError::Misfit { .. }
                | MapError::NoPage { .. }
                | MapError::Unopened { .. }
                | MapError::SignInRefused { .. }
                | MapError::Failed { .. }
                | MapError::SignedOut(_)
        );
        if !is_misfit {
            return Err(error);
        }
        let fit = StepFit::Misfit(error.to_string());
        let step = WalkedStep { number: String::new(), text: String::new(), fit };
        Ok(CheckedAct {
            name: name.to_owned(),
            title: title.to_owned(),
            steps: vec![step],
            done: None,
            picture: Some(self.picture(name).await),
        })
    }

    /// Takes a picture of the page, and gives its file, or why there is none.
    async fn picture(&self, name: &str) -> String {
        let file = self.pictures.join(format!("{name}.png"));
        let shown = file.display();
        let png = match self.driver.tab().picture().await {
            Ok(png) => png,
            Err(error) => return format!("none: {error}"),
        };
        let written = fs::create_dir_all(&self.pictures).and_then(|()| fs::write(&file, png));
        match written {
            Ok(()) => shown.to_string(),
            Err(error) => format!("none: {shown} cannot be written: {error}"),
        }
    }
}

fn words_of(outcome: &ActOutcome) -> String {
    let said = serde_json::Value::Object(outcome.said.clone());
    if let Some(status) = outcome.refused {
        return format!("the page refuses it (status {status}): {said}");
    }
    let read = serde_json::Value::Object(outcome.read.clone());
    format!("carried out; the page says {said}; read: {read}")
}
