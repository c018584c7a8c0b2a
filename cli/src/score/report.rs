//! The text of a score.

use conformance_harness::{fault::InjectedFault, quote::escaped, report::Output};

use super::verdict::{Catch, Caught, Fate};
use crate::exit_code::NOT_JUDGED;

/// The most scenarios that are named for one fault.
const NAMED: usize = 6;

/// The counts of a score.
#[derive(Debug, Default)]
pub(crate) struct Score {
    killed: usize,
    rightly: usize,
    survived: usize,
    undecided: usize,
    never_fired: usize,
    green: usize,
    red: usize,
}

impl Score {
    pub(crate) fn count_fault(&mut self, catch: &Catch) {
        match catch.fate {
            Fate::Killed => self.killed += 1,
            Fate::Survived => self.survived += 1,
            Fate::Undecided => self.undecided += 1,
            Fate::NeverFired => self.never_fired += 1,
        }
        self.rightly += usize::from(catch.fate == Fate::Killed && catch.is_right);
    }

    pub(crate) fn count_variant(&mut self, catch: &Catch) {
        match catch.fate {
            Fate::Survived => self.green += 1,
            Fate::NeverFired => self.never_fired += 1,
            Fate::Killed | Fate::Undecided => self.red += 1,
        }
    }

    pub(crate) fn say(&self, output: &Output) {
        let Self { killed, rightly, survived, undecided, never_fired, green, red } = self;
        let faults = killed + survived + undecided;
        output.say(&format!(
            "{faults} faults: {killed} killed, {rightly} of them under the right rule; {survived} survived, \
             {undecided} undecided"
        ));
        output.say(&format!("{} legal variants: {green} green, {red} red", green + red));
        if *never_fired > 0 {
            output.say(&format!(
                "{never_fired} never changed anything and prove nothing: their files have a mistake, or no scenario \
                 of these layers brings their situation about"
            ));
        }
    }

    /// 0 if every fault is killed under the right rule and every variant is green, 1 if not, 2 if something could not be decided.
    pub(crate) fn exit_code(&self) -> u8 {
        if self.never_fired > 0 || self.undecided > 0 {
            NOT_JUDGED
        } else {
            u8::from(self.survived > 0 || self.rightly < self.killed || self.red > 0)
        }
    }
}

/// The first scenarios, with their number.
fn named(caught: &Caught) -> String {
    let all = caught.scenarios();
    let more = all.len().saturating_sub(NAMED);
    let shown = all.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// Says the result of one fault.
pub(crate) fn say_fault(output: &Output, fault: &InjectedFault, catch: &Catch) {
    let rule = fault.breaks.as_deref().unwrap_or_default();
    let Catch { fate, caught, fired, is_right } = catch;
    let rules: Vec<&str> = caught.rules().into_iter().collect();
    let fate = match fate {
        Fate::Killed if *is_right => format!("killed       {rule} by {}", named(caught)),
        Fate::Killed => {
            format!("wrong rule   {rule}, found under {} by {}", rules.join(", "), named(caught))
        }
        Fate::Survived => format!("SURVIVED     {rule}: {}", fault.title),
        Fate::Undecided => format!("UNDECIDED    {rule}: {}", named(caught)),
        Fate::NeverFired => format!("NEVER FIRED  {rule}: {}", fault.title),
    };
    output.say(&escaped(&format!("{:<34} {fate} (fired {fired} times)", fault.id)));
    if let Some(example) = caught.example.as_ref().filter(|_| !is_right) {
        output.say(&escaped(&format!("    {}", example.replace('\n', " "))));
    }
}

/// Says the result of one legal variant.
pub(crate) fn say_variant(output: &Output, variant: &InjectedFault, catch: &Catch) {
    let Catch { fate, caught, fired, .. } = catch;
    let fate = match fate {
        Fate::Survived => "green".to_owned(),
        Fate::Killed => format!("RED          {}", named(caught)),
        Fate::Undecided => format!("UNDECIDED    {}", named(caught)),
        Fate::NeverFired => "NEVER FIRED".to_owned(),
    };
    output.say(&escaped(&format!("{:<34} {fate} (fired {fired} times)", variant.id)));
    if let Some(example) = &caught.example {
        output.say(&escaped(&format!("    {}", example.replace('\n', " "))));
    }
}
