//! The blind spots of the suite: members of answers and events whose wrong values no scenario notices.
//!
//! One run notes every member. In each further run, every scenario gets one member that is wrong, so that a thousand members are
//! tried in a few runs. What is left after some of them is made wrong in all scenarios at once.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    rc::Rc,
    sync::Arc,
};

use conformance_harness::{
    fault::{Appearance, Excuse, Member, MemberChanger, WrongMember, load_excuses},
    report::Output,
    suite::Case,
};
use ralio_conformance::edition;

use super::bench::ScoreBench;
use crate::commands::CommandError;

/// The number of runs in which scenarios have different wrong members.
const ROUNDS: usize = 12;

/// The file of members that no scenario needs to compare, with the reasons.
const EXCUSES: &str = "fixtures/blind.yaml";

impl ScoreBench {
    /// Lists the members whose wrong values no scenario notices.
    pub(super) async fn find_blind(&self, output: &Output) -> Result<u8, CommandError> {
        let excuses = load_excuses(&self.options.root.join(EXCUSES))?;
        let noting = Arc::new(self.changer());
        let caught = self.run_through(self.cases.clone(), noting.clone()).await?;
        caught.expect_green()?;
        let seen = noting.seen();
        output.say(&format!("{} members of answers and events", seen.len()));
        let mut left: BTreeMap<Member, Appearance> = seen.clone();
        for round in 1..=ROUNDS {
            self.try_once(&seen, &mut left, round).await?;
            output.say(&format!("run {round}: {} members are not noticed yet", left.len()));
        }
        let mut blind = Vec::new();
        let mut stale: BTreeSet<usize> = (0..excuses.len()).collect();
        for (member, appearance) in left {
            let reason = excuses.iter().position(|excuse| excuse.is_for(&member));
            if !self.is_blind(&member, &appearance).await? {
                continue;
            }
            if let Some(index) = reason {
                stale.remove(&index);
                output.say(&format!("excused      {member}: {}", excuses[index].reason));
            } else {
                output.say(&format!("not noticed  {member}"));
                blind.push(member);
            }
        }
        for excuse in stale.iter().map(|index| &excuses[*index]) {
            let Excuse { message, place, .. } = excuse;
            output.say(&format!("needs no excuse any more: {message} {place}"));
        }
        let count = seen.len();
        output.say(&format!("{count} members: {} that no scenario compares", blind.len()));
        Ok(u8::from(!blind.is_empty() || !stale.is_empty()))
    }

    fn changer(&self) -> MemberChanger {
        let encoding = self.started.target.encoding;
        MemberChanger::new(Arc::clone(&self.contract), edition::convention(encoding))
    }

    /// Makes one of the members that are left wrong in each scenario, and removes those that are noticed.
    async fn try_once(
        &self,
        seen: &BTreeMap<Member, Appearance>,
        left: &mut BTreeMap<Member, Appearance>,
        round: usize,
    ) -> Result<(), CommandError> {
        let mut wrong: HashMap<Arc<str>, WrongMember> = HashMap::new();
        // Members of few scenarios choose first.
        let mut members: Vec<(&Member, &Appearance)> = left.iter().collect();
        members.sort_by_key(|(_, appearance)| appearance.cases.len());
        for (member, appearance) in members {
            let count = appearance.cases.len();
            let turned = appearance.cases.iter().cycle().skip(round * count / (ROUNDS + 1));
            let free = turned.take(count).find(|case| !wrong.contains_key(*case));
            if let Some(case) = free {
                let values = seen.get(member).map(|one| one.values.clone()).unwrap_or_default();
                let member = member.clone();
                wrong.insert(Arc::clone(case), WrongMember { member, values });
            }
        }
        let is_meant = |case: &&Rc<Case>| wrong.contains_key(case.id.as_str());
        let cases: Vec<Rc<Case>> = self.cases.iter().filter(is_meant).cloned().collect();
        let by_case: HashMap<Arc<str>, Member> =
            wrong.iter().map(|(case, wrong)| (case.clone(), wrong.member.clone())).collect();
        let changer = Arc::new(self.changer().in_cases(wrong));
        let caught = self.run_through(cases, changer.clone()).await?;
        let fired = changer.fired();
        for (case, member) in by_case {
            if fired.contains(&case) && caught.failed.contains_key(case.as_ref()) {
                left.remove(&member);
            }
        }
        Ok(())
    }

    /// True if no scenario notices a wrong value, in whatever messages the member is.
    async fn is_blind(
        &self,
        member: &Member,
        appearance: &Appearance,
    ) -> Result<bool, CommandError> {
        let values = appearance.values.clone();
        let changer = self.changer().everywhere(WrongMember { member: member.clone(), values });
        let changer = Arc::new(changer);
        let is_meant = |case: &&Rc<Case>| appearance.cases.contains(case.id.as_str());
        let cases = self.cases.iter().filter(is_meant).cloned().collect();
        let caught = self.run_through(cases, changer.clone()).await?;
        // A member that has no other value that looks right proves nothing.
        Ok(caught.failed.is_empty() && !changer.fired().is_empty())
    }
}
