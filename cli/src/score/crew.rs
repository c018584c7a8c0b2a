//! The crew of a score: threads that take tasks from one list, each with a sandbox of its own.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc::Sender,
    },
};

use conformance_harness::{
    layer::{Layer, Layers},
    run::BreakOff,
    schema::Contract,
    secrets::Secrets,
    suite::Selection,
};
use ralio_conformance::{Options, SetUpError, load_contract, read_suite, select};
use tokio::runtime::{Builder, Handle};

use super::{
    agenda::{ScoreItem, ScoreTask},
    bench::{self, ScoreBench},
    verdict::{Catch, Caught},
};
use crate::{arguments::ScoredLayers, commands::Runtimes, error::CommandError, signals, targets};

/// The cause that ends the threads after one has failed.
const OTHER_FAILED: &str = "another thread of the score could not go on";

/// The setting of a bench: the suite, and the target that is started for it.
pub(super) struct BenchSetting {
    pub(super) root: PathBuf,
    /// The name of the target, as on the command line.
    pub(super) target: String,
    pub(super) layers: ScoredLayers,
    /// The rules or scenarios that run; all if there are none.
    pub(super) rules: Vec<String>,
    pub(super) is_full: bool,
    /// The threads of the sandboxes, and of servers in front of a target.
    pub(super) beside: Handle,
    pub(super) interrupted: BreakOff,
}

/// The work of a score, for every thread the same.
pub(super) struct Crew {
    pub(super) setting: BenchSetting,
    pub(super) items: Arc<Vec<ScoreItem>>,
    pub(super) tasks: Vec<ScoreTask>,
    /// The place of the next task.
    pub(super) next: AtomicUsize,
}

/// News from a thread.
pub(super) enum ScoreNews {
    /// The suite has run without any fault.
    Baseline(Caught),
    /// The results of the items at these places.
    Scored(Vec<(usize, Catch)>),
    /// The thread cannot go on.
    Failed(CommandError),
}

impl Crew {
    /// Takes tasks until none is left; one thread of the crew.
    pub(super) fn work(&self, news: &Sender<ScoreNews>) {
        if let Err(error) = self.work_all(news) {
            // After the receiver has gone, the score has ended with another error.
            let _ = news.send(ScoreNews::Failed(error));
            self.setting.interrupted.because(OTHER_FAILED);
        }
    }

    fn work_all(&self, news: &Sender<ScoreNews>) -> Result<(), CommandError> {
        let ours = Builder::new_current_thread().enable_all().build();
        ours.map_err(CommandError::Runtime)?.block_on(async {
            let bench = self.setting.bench().await?;
            let done = self.carry_out_all(&bench, news).await;
            bench.started.stop().await;
            done
        })
    }

    async fn carry_out_all(
        &self,
        bench: &ScoreBench,
        news: &Sender<ScoreNews>,
    ) -> Result<(), CommandError> {
        while let Some(task) = self.tasks.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            if news.send(self.carry_out(bench, task).await?).is_err() {
                break;
            }
        }
        Ok(())
    }

    async fn carry_out(
        &self,
        bench: &ScoreBench,
        task: &ScoreTask,
    ) -> Result<ScoreNews, CommandError> {
        Ok(match task {
            ScoreTask::Baseline => ScoreNews::Baseline(bench.baseline().await?),
            ScoreTask::Fault(place) => {
                let catch = bench.score_fault(&self.items[*place]).await?;
                ScoreNews::Scored(vec![(*place, catch)])
            }
            ScoreTask::Variants(places) => {
                let group: Vec<&ScoreItem> = places.iter().map(|at| &self.items[*at]).collect();
                let catches = bench.score_variants(&group).await?;
                ScoreNews::Scored(places.iter().copied().zip(catches).collect())
            }
        })
    }
}

/// Does something on one bench, which stops then.
pub(super) fn on_one_bench(
    setting: impl FnOnce(Handle) -> BenchSetting,
    work: impl AsyncFnOnce(&ScoreBench) -> Result<u8, CommandError>,
) -> Result<u8, CommandError> {
    let Runtimes { ours, theirs } = Runtimes::new()?;
    let setting = setting(theirs.handle().clone());
    ours.block_on(async {
        signals::end_run_with(setting.interrupted.clone()).map_err(CommandError::Runtime)?;
        let bench = setting.bench().await?;
        let done = work(&bench).await;
        bench.started.stop().await;
        done
    })
}

impl BenchSetting {
    /// The suite and a started target.
    pub(super) async fn bench(&self) -> Result<ScoreBench, CommandError> {
        let suite = read_suite(&self.root)?;
        let selection = Selection { rules: self.rules.clone(), ..Default::default() };
        let cases = select(&suite, &selection)?;
        let contract = load_contract(&self.root)?;
        let secrets = Secrets::default();
        let starting = targets::start(&self.target, None, &self.root, &secrets, &self.beside);
        // The pages cost most of the time, and faults are between the suite and the API.
        let mut started = starting.await?.without_pages("a score leaves out the Portal's pages");
        if self.layers == ScoredLayers::Guides {
            started.target.layers = guides();
        }
        let contract: Contract =
            contract.bound_by(&started.target.layers).map_err(SetUpError::from)?;
        let options = Options {
            operator_key: started.operator_key.clone(),
            secrets,
            ..bench::options(&suite, self.root.clone())
        };
        Ok(ScoreBench {
            options,
            contract: Arc::new(contract),
            cases,
            started,
            beside: self.beside.clone(),
            interrupted: self.interrupted.clone(),
            is_full: self.is_full,
        })
    }
}

/// The layers of `--layers guides`.
pub(super) fn guides() -> Layers {
    Layers::from_iter([Layer::Guides])
}
