//! Ends that take their time: a block or a script has failed, but tasks of it run on, perhaps for ever.
//!
//! Whoever waits in front of a terminal meanwhile learns after a while what has failed and what is waited for.

use std::sync::Arc;
use std::time::Duration;

use futures_core::host::{self, Lock};

use crate::complaint::Complaint;
use crate::error::ScriptError;
use crate::run::Run;
use crate::started::Started;

/// How long a user is left without a word. Most tasks have ended by then.
pub(crate) const PATIENCE: Duration = Duration::from_secs(1);

/// How many places of running tasks are told. Whoever reads looks at the first.
const MOST_PLACES: usize = 3;

/// The ends of a run that are under way after a failure.
#[derive(Default)]
pub(crate) struct Endings(Lock<All>);

#[derive(Default)]
struct All {
    under_way: Vec<Ending>,
    /// How many there ever were.
    begun: u64,
}

#[derive(Clone)]
struct Ending {
    number: u64,
    things: Vec<Arc<dyn Started>>,
    error: ScriptError,
    began: Duration,
    is_told: bool,
}

/// An end under way; dropping it says that it is over.
pub(crate) struct UnderWay<'a> {
    endings: &'a Endings,
    number: u64,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let mut all = self.endings.0.lock();
        let mine = |ending: &mut Ending| ending.number == self.number;
        let ended: Vec<Ending> = all.under_way.extract_if(.., mine).collect();
        // Destructors must not run under the lock.
        drop(all);
        drop(ended);
    }
}

impl Endings {
    /// Notes that `things` are being ended because of `error`.
    pub(crate) fn begin(&self, things: Vec<Arc<dyn Started>>, error: ScriptError) -> UnderWay<'_> {
        let began = host::now();
        let mut all = self.0.lock();
        all.begun += 1;
        let number = all.begun;
        all.under_way.push(Ending {
            number,
            things,
            error,
            began,
            is_told: false,
        });
        UnderWay {
            endings: self,
            number,
        }
    }

    /// Tells of those that have taken longer than `patience`, each once; to be called again and again.
    pub(crate) fn tell_of_slow_ones(&self, run: &Run, patience: Duration) {
        let now = host::now();
        let slow: Vec<Ending> = {
            let mut all = self.0.lock();
            let is_slow = |ending: &&mut Ending| {
                !ending.is_told && now.saturating_sub(ending.began) >= patience
            };
            let slow = all.under_way.iter_mut().filter(is_slow);
            slow.map(|ending| {
                ending.is_told = true;
                ending.clone()
            })
            .collect()
        };
        for Ending { things, error, .. } in slow {
            let alive = things.iter().filter(|thing| thing.is_alive());
            let what: Vec<String> = alive.map(|thing| describe(run, thing)).collect();
            if !what.is_empty() {
                let what = what.join(", ");
                run.complain(&Complaint::Waiting { what, error });
            }
        }
    }
}

/// What is waited for when `thing` is to end.
fn describe(run: &Run, thing: &Arc<dyn Started>) -> String {
    let (title, n_running) = (thing.title(), thing.n_running());
    let Some(pool) = thing.pool() else {
        return title;
    };
    let what = match n_running {
        0 => format!("the end of {title}"),
        1 => format!("1 running task of {title}"),
        several => format!("{several} running tasks of {title}"),
    };
    let mut running = run.slots().tasks();
    running.retain(|running| running.task.pool() == pool);
    running.sort_by_key(|running| running.task.number());
    let mut places: Vec<String> = Vec::new();
    for running in running {
        let place = run.place(running.position);
        let place = place.map(|place| place.to_string());
        if let Some(place) = place.filter(|place| !places.contains(place)) {
            places.push(place);
        }
    }
    let n_more = places.len().saturating_sub(MOST_PLACES);
    places.truncate(MOST_PLACES);
    if n_more > 0 {
        places.push(format!("{n_more} more"));
    }
    if places.is_empty() {
        what
    } else {
        format!("{what} (submitted at {})", places.join(", "))
    }
}
