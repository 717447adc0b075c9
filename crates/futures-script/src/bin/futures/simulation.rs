//! The options that say how a script is simulated.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use futures_script::futures_sim::{Schedule, Scheduler, Strategy, Trace, Turn};
use futures_script::{Simulation, closest};

/// How many choices a bug may need that `pct` looks for, if nothing is said.
const DEPTH: u32 = 3;

/// Within how many places `pct` of a single run spreads its changes. A search knows how many the script has.
const LENGTH: u64 = 2000;

/// A way to choose who goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchedulerName {
    Fifo,
    Random,
    Pct { depth: u32 },
}

/// How a script is to be simulated.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Simulated {
    pub(crate) seed: Option<u64>,
    pub(crate) scheduler: Option<SchedulerName>,
    pub(crate) replay: Option<Schedule>,
    pub(crate) max_steps: Option<u64>,
    /// The file for everything that happened.
    pub(crate) log: Option<PathBuf>,
}

/// How schedules are searched.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Search {
    pub(crate) seeds: u64,
    pub(crate) first_seed: u64,
    pub(crate) strategy: Strategy,
    pub(crate) max_steps: Option<u64>,
    /// The snapshot whose lines each run must print.
    pub(crate) expect: Option<PathBuf>,
}

impl Default for Search {
    fn default() -> Self {
        Search {
            seeds: 1000,
            first_seed: 0,
            strategy: Strategy::Mixed,
            max_steps: None,
            expect: None,
        }
    }
}

impl Search {
    /// What its options are called, without the hyphens.
    pub(crate) const NAMES: [&str; 6] = [
        "expect",
        "first-seed",
        "help",
        "max-steps",
        "scheduler",
        "seeds",
    ];
}

impl Simulated {
    /// What a run is to be run with.
    pub(crate) fn simulation(&self) -> Simulation {
        let seed = self.seed.unwrap_or_default();
        let scheduler = match (&self.replay, self.scheduler) {
            (Some(schedule), _) => Scheduler::Replay(schedule.clone()),
            (None, Some(SchedulerName::Fifo)) => Scheduler::Fifo,
            (None, Some(SchedulerName::Random)) => Scheduler::Random { seed },
            (None, Some(SchedulerName::Pct { depth })) => Scheduler::Pct {
                seed,
                depth,
                length: LENGTH,
            },
            (None, None) if self.seed.is_some() => Scheduler::Random { seed },
            (None, None) => Scheduler::Fifo,
        };
        let simulation = self.bound(Simulation::new().seed(seed).scheduler(scheduler));
        if self.log.is_some() {
            simulation.keep_log()
        } else {
            simulation
        }
    }

    /// What to say of turns that were to be taken and were not: the schedule is one of another script, or of the same before
    /// it was changed.
    pub(crate) fn not_taken(&self, trace: &Trace) -> Option<String> {
        let wanted = self.replay.as_ref()?.turns();
        let taken = trace.schedule().turns();
        let lost = |turn: &&Turn| !taken.contains(turn);
        let first = wanted.iter().find(lost)?;
        let n_lost = wanted.iter().filter(lost).count();
        let n_wanted = wanted.len();
        Some(format!(
            "{n_lost} of {n_wanted} turns could not be taken, the first is {first}"
        ))
    }

    /// Writes everything that happened in a run into its file, if it has one.
    ///
    /// # Errors
    /// Why that was not possible, in words.
    pub(crate) fn write_log(&self, trace: &Trace) -> Result<(), String> {
        let Some(path) = &self.log else {
            return Ok(());
        };
        let mut text = String::new();
        for entry in trace.log() {
            // Writing to a text does not fail.
            let _ = writeln!(text, "{entry}");
        }
        fs::write(path, text)
            .map_err(|error| format!("cannot write the log to '{}': {error}", path.display()))
    }

    /// Do its parts go together?
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.replay.is_some() && self.scheduler.is_some() {
            return Err(
                "--replay is a schedule of its own, so --scheduler has no say: leave one out"
                    .to_owned(),
            );
        }
        Ok(())
    }

    /// An option of which it has something, without being asked for by `--sim`.
    pub(crate) fn first_option(&self) -> Option<&'static str> {
        let given = [
            ("--scheduler", self.scheduler.is_some()),
            ("--replay", self.replay.is_some()),
            ("--max-steps", self.max_steps.is_some()),
            ("--sim-log", self.log.is_some()),
        ];
        given
            .into_iter()
            .find_map(|(option, is_given)| is_given.then_some(option))
    }

    fn bound(&self, simulation: Simulation) -> Simulation {
        match self.max_steps {
            Some(max_steps) => simulation.max_steps(max_steps),
            None => simulation,
        }
    }
}

/// A whole number, perhaps with underscores as in scripts.
pub(crate) fn seed(option: &str, text: &str) -> Result<u64, String> {
    let seed = text.replace('_', "").parse();
    seed.map_err(|_| format!("{option} must be a whole number from 0, not '{text}'"))
}

/// A whole number above 0, perhaps with underscores as in scripts.
pub(crate) fn count(option: &str, text: &str) -> Result<u64, String> {
    let count = text.replace('_', "").parse().ok();
    count
        .filter(|count| *count > 0)
        .ok_or_else(|| format!("{option} must be a whole number above 0, not '{text}'"))
}

/// The name of a scheduler, for `pct` perhaps with its depth.
pub(crate) fn scheduler(text: &str) -> Result<SchedulerName, String> {
    let (name, depth) = match text.split_once(':') {
        Some((name, depth)) => (name, Some(depth)),
        None => (text, None),
    };
    match (name, depth) {
        ("fifo", None) => Ok(SchedulerName::Fifo),
        ("random", None) => Ok(SchedulerName::Random),
        ("pct", None) => Ok(SchedulerName::Pct { depth: DEPTH }),
        ("pct", Some(given)) => match given.parse() {
            Ok(depth @ 1..=100) => Ok(SchedulerName::Pct { depth }),
            _ => Err(format!(
                "the depth of pct must be a whole number from 1 to 100, not '{given}'"
            )),
        },
        ("fifo" | "random", Some(_)) => Err(format!("{name} takes nothing behind its name")),
        _ => {
            let hint = match closest(name, ["fifo", "random", "pct"]) {
                Some(meant) => format!("; did you mean '{meant}'?"),
                None => ": it is fifo, random or pct[:DEPTH]".to_owned(),
            };
            Err(format!("unknown scheduler '{text}'{hint}"))
        }
    }
}

/// How the schedules of a search are chosen.
pub(crate) fn strategy(text: &str) -> Result<Strategy, String> {
    if text == "mixed" {
        return Ok(Strategy::Mixed);
    }
    if text == "fifo" {
        return Err(
            "fifo is one schedule, and a search needs many: random, pct[:DEPTH] or mixed"
                .to_owned(),
        );
    }
    match scheduler(text) {
        Ok(SchedulerName::Pct { depth }) => Ok(Strategy::Pct { depth }),
        Ok(_) => Ok(Strategy::Random),
        Err(error) if closest(text, ["random", "pct"]).is_some() || text.contains(':') => {
            Err(error)
        }
        Err(_) => {
            let hint = match closest(text, ["mixed"]) {
                Some(meant) => format!("; did you mean '{meant}'?"),
                None => ": it is random, pct[:DEPTH] or mixed".to_owned(),
            };
            Err(format!("unknown scheduler '{text}'{hint}"))
        }
    }
}

/// A schedule as a failed search has printed it.
pub(crate) fn schedule(text: &str) -> Result<Schedule, String> {
    text.parse().map_err(|error| format!("--replay: {error}"))
}

#[cfg(test)]
mod tests {
    use super::{SchedulerName, count, schedule, scheduler, seed};

    #[test]
    fn schedulers() {
        assert_eq!(scheduler("fifo"), Ok(SchedulerName::Fifo));
        assert_eq!(scheduler("pct"), Ok(SchedulerName::Pct { depth: 3 }));
        assert_eq!(scheduler("pct:5"), Ok(SchedulerName::Pct { depth: 5 }));
        #[track_caller]
        fn check(name: &str, expect: &str) {
            assert_eq!(scheduler(name), Err(expect.to_owned()));
        }
        check("fiffo", "unknown scheduler 'fiffo'; did you mean 'fifo'?");
        check(
            "best",
            "unknown scheduler 'best': it is fifo, random or pct[:DEPTH]",
        );
        check("fifo:2", "fifo takes nothing behind its name");
        for depth in ["", "0", "-1", "101", "x"] {
            check(
                &format!("pct:{depth}"),
                &format!("the depth of pct must be a whole number from 1 to 100, not '{depth}'"),
            );
        }
    }

    #[test]
    fn numbers() {
        assert_eq!(seed("--sim", "1_000"), Ok(1000));
        assert_eq!(count("--seeds", "1_000"), Ok(1000));
        for wrong in ["", "x", "-1", "1.5", "99999999999999999999"] {
            assert_eq!(
                seed("--sim", wrong),
                Err(format!(
                    "--sim must be a whole number from 0, not '{wrong}'"
                ))
            );
        }
        assert_eq!(
            count("--seeds", "0"),
            Err("--seeds must be a whole number above 0, not '0'".to_owned())
        );
    }

    #[test]
    fn schedules() {
        assert_eq!(schedule("0.12>2").map(|schedule| schedule.len()), Ok(1));
        assert_eq!(
            schedule("0.12").map(drop),
            Err("--replay: `0.12` is no turn of a schedule: expected THREAD.PLACE>THREAD or THREAD.PLACE=WAY, such as \
                 0.12>2"
                .to_owned())
        );
    }
}
