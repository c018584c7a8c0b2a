//! The acts that have changed a setting and are not taken back yet. They are kept outside of the process too: a run may be
//! killed.

use std::{
    cell::{OnceCell, RefCell},
    fmt,
};

use conformance_harness::{portal_map::ActValues, verdict::Fault};
use serde::{Deserialize, Serialize};

/// An act that was carried out, with its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoneAct {
    /// Its name in the map.
    pub act: String,
    /// The values that it was given, and those that it has read.
    pub values: ActValues,
}

impl fmt::Display for DoneAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.act)?;
        let texts = self.values.iter().filter_map(|(name, value)| Some((name, value.as_str()?)));
        for (index, (name, value)) in texts.enumerate() {
            let before = if index == 0 { " with" } else { "," };
            write!(f, "{before} {name} {value}")?;
        }
        Ok(())
    }
}

/// The code that keeps the whole list elsewhere.
pub(super) type KeepsList = Box<dyn Fn(Vec<DoneAct>) -> Result<(), Fault>>;

/// The acts that are not taken back yet, oldest first.
#[derive(Default)]
pub(super) struct UndoList {
    open: RefCell<Vec<OpenAct>>,
    keeper: OnceCell<KeepsList>,
}

/// An act that is not taken back yet, and its scenario.
struct OpenAct {
    case: String,
    done: DoneAct,
}

impl fmt::Debug for UndoList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.open.borrow().iter().map(|one| &one.done)).finish()
    }
}

impl UndoList {
    /// Keeps the list elsewhere from now on.
    pub(super) fn keep_by(&self, keeper: KeepsList) {
        // A run has one file.
        let _ = self.keeper.set(keeper);
    }

    /// Adds an act of a scenario before it is carried out.
    pub(super) fn add(&self, case: &str, done: DoneAct) -> Result<(), Fault> {
        self.open.borrow_mut().push(OpenAct { case: case.to_owned(), done });
        self.keep()
    }

    /// Adds the values that the last act has read.
    pub(super) fn read(&self, values: ActValues) -> Result<(), Fault> {
        if let Some(last) = self.open.borrow_mut().last_mut() {
            last.done.values.extend(values);
        }
        self.keep()
    }

    /// Strikes out the last act of a scenario, or of all.
    pub(super) fn strike_last(&self, case: Option<&str>) -> Result<(), Fault> {
        let place = self.last_place(case);
        if let Some(place) = place {
            self.open.borrow_mut().remove(place);
        }
        self.keep()
    }

    /// The last act of a scenario, or of all.
    pub(super) fn last(&self, case: Option<&str>) -> Option<DoneAct> {
        let place = self.last_place(case)?;
        self.open.borrow().get(place).map(|one| one.done.clone())
    }

    fn last_place(&self, case: Option<&str>) -> Option<usize> {
        self.open.borrow().iter().rposition(|one| case.is_none_or(|case| one.case == case))
    }

    fn keep(&self) -> Result<(), Fault> {
        let all = self.open.borrow().iter().map(|one| one.done.clone()).collect();
        self.keeper.get().map_or(Ok(()), |keep| keep(all))
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use serde_json::json;

    use super::*;

    #[test]
    fn open_acts_are_kept_until_they_are_struck_out() {
        let (list, kept) = (UndoList::default(), Rc::new(RefCell::new(Vec::new())));
        let place = Rc::clone(&kept);
        list.keep_by(Box::new(move |all| {
            place.replace(all.iter().map(ToString::to_string).collect());
            Ok(())
        }));
        let act = |act: &str, values: &serde_json::Value| DoneAct {
            act: act.to_owned(),
            values: values.as_object().cloned().unwrap_or_default(),
        };
        list.add("OUT-1.1", act("hold_payouts", &json!({}))).expect("kept");
        list.add("PIN-1.1", act("set_rate", &json!({ "rate": "2" }))).expect("kept");
        list.read(json!({ "before": "1" }).as_object().cloned().unwrap_or_default()).expect("kept");
        assert_eq!(*kept.borrow(), ["`hold_payouts`", "`set_rate` with rate 2, before 1"]);
        list.strike_last(Some("OUT-1.1")).expect("kept");
        assert_eq!(list.last(None).map(|one| one.act).as_deref(), Some("set_rate"));
        assert_eq!(list.last(Some("OUT-1.1")), None);
        list.strike_last(None).expect("kept");
        assert_eq!(*kept.borrow(), [""; 0]);
    }
}
