//! The blind spots of the suite: members of answers and events whose wrong values no scenario notices.
//!
//! One run notes every member. In each further run, every scenario gets one member that is wrong, so that a thousand members are
//! tried in some dozen runs.

use std::{
    collections::{BTreeSet, HashMap},
    rc::Rc,
    sync::Arc,
};

use conformance_harness::{
    fault::{Excuse, Member, MemberAppearance, MemberChanger, WrongMember, load_excuses},
    quote::counted,
    report::Output,
    suite::Case,
};
use ralio_conformance::edition;
use tokio::runtime::Handle;

use super::{
    bench::ScoreBench,
    crew::{BenchSetting, on_one_bench},
};
use crate::error::CommandError;

/// The most scenarios in which a member is tried; a list of orders is in all of them.
const MOST_TRIALS: usize = 500;

/// The file of members that no scenario needs to compare, with the reasons.
const EXCUSES: &str = "fixtures/blind.yaml";

/// A member that was not noticed yet, and the scenarios in which it was not tried yet.
struct Untried {
    wrong: WrongMember,
    cases: Vec<Arc<str>>,
    /// False as long as there was no other value that looks right.
    has_fired: bool,
}

impl From<(Member, MemberAppearance)> for Untried {
    fn from((member, MemberAppearance { cases, values }): (Member, MemberAppearance)) -> Self {
        // Some of each rule: the ids of scenarios are in order.
        let step = cases.len().div_ceil(MOST_TRIALS).max(1);
        let cases = cases.into_iter().step_by(step).collect();
        Self { wrong: WrongMember { member, values }, cases, has_fired: false }
    }
}

/// Lists the members whose wrong values no scenario notices.
pub(super) fn list(
    setting: impl FnOnce(Handle) -> BenchSetting,
    output: &Output,
) -> Result<u8, CommandError> {
    on_one_bench(setting, async |bench| bench.find_blind(output).await)
}

impl ScoreBench {
    /// Lists the members whose wrong values no scenario notices.
    async fn find_blind(&self, output: &Output) -> Result<u8, CommandError> {
        let excuses = load_excuses(&self.options.root.join(EXCUSES))?;
        let noting = Arc::new(self.changer());
        let caught = self.run_through(self.cases.clone(), noting.clone()).await?;
        caught.expect_green()?;
        let seen = noting.seen();
        output.say(&format!("{} of answers and events", counted(seen.len(), "member")));
        let count = seen.len();
        let mut left: Vec<Untried> = seen.into_iter().map(Untried::from).collect();
        for round in 1.. {
            if left.iter().all(|one| one.cases.is_empty()) {
                break;
            }
            self.try_once(&mut left).await?;
            output.say(&format!("run {round}: not noticed yet: {}", counted(left.len(), "member")));
        }
        let mut blind = Vec::new();
        let mut stale: BTreeSet<usize> = (0..excuses.len()).collect();
        left.sort_by(|one, other| one.wrong.member.cmp(&other.wrong.member));
        for one in left {
            let member = &one.wrong.member;
            let reason = excuses.iter().position(|excuse| excuse.is_for(member));
            if !one.has_fired {
                continue;
            }
            if let Some(index) = reason {
                stale.remove(&index);
                output.say(&format!("excused      {member}: {}", excuses[index].reason));
            } else {
                output.say(&format!("not noticed  {member}"));
                blind.push(member.clone());
            }
        }
        for excuse in stale.iter().map(|index| &excuses[*index]) {
            let Excuse { message, place, .. } = excuse;
            output.say(&format!("needs no excuse any more: {message} {place}"));
        }
        output.say(&format!(
            "{}: {} that no scenario compares",
            counted(count, "member"),
            blind.len()
        ));
        Ok(u8::from(!blind.is_empty() || !stale.is_empty()))
    }

    fn changer(&self) -> MemberChanger {
        let encoding = self.started.target.encoding;
        MemberChanger::new(Arc::clone(&self.contract), edition::convention(encoding))
    }

    /// Makes in each scenario one of the members wrong that are left, and removes those that are noticed.
    async fn try_once(&self, left: &mut Vec<Untried>) -> Result<(), CommandError> {
        let wrong = shared_out(left);
        let is_meant = |case: &&Rc<Case>| wrong.contains_key(case.id.as_str());
        let cases: Vec<Rc<Case>> = self.cases.iter().filter(is_meant).cloned().collect();
        let changer = Arc::new(self.changer().in_cases(wrong.clone()));
        let caught = self.run_through(cases, changer.clone()).await?;
        let fired = changer.fired();
        let noticed = wrong
            .iter()
            .filter(|(case, _)| fired.contains(*case) && caught.failed.contains_key(case.as_ref()));
        let noticed: BTreeSet<&Member> = noticed.map(|(_, wrong)| &wrong.member).collect();
        let touched: BTreeSet<&Member> =
            fired.iter().filter_map(|case| Some(&wrong.get(case)?.member)).collect();
        for one in left.iter_mut() {
            one.has_fired |= touched.contains(&one.wrong.member);
        }
        left.retain(|one| !noticed.contains(&one.wrong.member));
        Ok(())
    }
}

/// Gives each scenario one of the members that were not tried in it yet; members with few scenarios choose first.
fn shared_out(left: &mut [Untried]) -> HashMap<Arc<str>, WrongMember> {
    let mut wrong: HashMap<Arc<str>, WrongMember> = HashMap::new();
    left.sort_by_key(|one| one.cases.len());
    loop {
        let before = wrong.len();
        for one in left.iter_mut() {
            let free = one.cases.iter().position(|case| !wrong.contains_key(case));
            if let Some(free) = free {
                wrong.insert(one.cases.swap_remove(free), one.wrong.clone());
            }
        }
        if wrong.len() == before {
            return wrong;
        }
    }
}
