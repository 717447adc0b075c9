//! What a check is told of a run: the constant `run`.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_core::Event;
use futures_script::rhai::{Array, Dynamic, Map};
use futures_script::timeline::{Bar, Lane, Moment, Outcome, Pool, Timeline, Unrun};
use futures_script::{Complaint, Reading, ScriptError, closest};

use crate::learn::attempt::{Attempt, Way};

/// What is known of the text that was run.
#[derive(Clone, Debug)]
pub(crate) struct TextFacts {
    pub(crate) reading: Reading,
    /// The codes of what `futures check` has found in it.
    pub(crate) findings: Vec<String>,
}

/// The keys of `run` and of the maps in it.
const KEYS: [&str; 27] = [
    "output",
    "source",
    "calls",
    "findings",
    "error",
    "reported",
    "simulated",
    "schedule",
    "seconds",
    "most_running",
    "tasks",
    "pools",
    "threads",
    "kind",
    "message",
    "line",
    "label",
    "pool",
    "state",
    "submitted",
    "began",
    "ended",
    "worker",
    "waited",
    "name",
    "workers",
    "most_pending",
];

/// What a check has probably meant that asked for a key which no map has, if that was its failure.
pub(crate) fn misspelt(error: &ScriptError) -> Option<String> {
    let key = error.message().strip_prefix("Property not found: ")?;
    let key = key.split_whitespace().next()?;
    Some(match closest(key, KEYS) {
        Some(meant) => format!("there is no key `{key}` here (did you mean `{meant}`?)"),
        None => format!("there is no key `{key}` here"),
    })
}

/// The value of `run`.
pub(crate) fn facts(text: &TextFacts, script: &str, attempt: &Attempt) -> Map {
    let timeline = &attempt.timeline;
    let (is_simulated, schedule) = match attempt.way {
        Way::Simulated { schedule } => (true, schedule.cast_signed()),
        Way::Real => (false, 0),
    };
    let clock = Clock(timeline.origin);
    Map::from_iter([
        ("output".into(), strings(&attempt.output)),
        ("source".into(), text.reading.code.clone().into()),
        ("calls".into(), strings(&text.reading.calls)),
        ("findings".into(), strings(&text.findings)),
        ("error".into(), error(script, attempt)),
        ("reported".into(), reported(attempt)),
        ("simulated".into(), is_simulated.into()),
        ("schedule".into(), schedule.into()),
        ("seconds".into(), attempt.took.as_secs_f64().into()),
        (
            "most_running".into(),
            number(most_running(all_lanes(timeline))),
        ),
        ("tasks".into(), tasks(timeline, clock)),
        (
            "pools".into(),
            timeline
                .pools
                .iter()
                .map(|it| pool(it, timeline))
                .collect::<Array>()
                .into(),
        ),
        ("threads".into(), threads(timeline, clock)),
    ])
}

/// How a script ended, if not well.
fn error(script: &str, attempt: &Attempt) -> Dynamic {
    let Some(error) = &attempt.error else {
        return Dynamic::UNIT;
    };
    let place = error.place().filter(|place| place.source() == script);
    // Which of the limits an endless loop meets first depends on the machine.
    let kind = if attempt.is_endless() {
        "TimedOut".to_owned()
    } else {
        error.kind_name()
    };
    map([
        ("kind", kind.into()),
        ("message", error.message().to_owned().into()),
        (
            "line",
            place.map_or(Dynamic::UNIT, |place| number(place.line())),
        ),
    ])
}

/// What failed and was heard by no code of the script: callbacks, threads made by hand, futures that nobody asked.
fn reported(attempt: &Attempt) -> Dynamic {
    let failures = attempt.complaints.iter().filter_map(Complaint::error);
    failures
        .map(|error| {
            map([
                ("kind", error.kind_name().into()),
                ("message", error.message().to_owned().into()),
            ])
        })
        .collect::<Array>()
        .into()
}

/// Turns moments into seconds since the script began.
#[derive(Clone, Copy)]
struct Clock(Duration);

impl Clock {
    fn seconds(self, moment: Moment) -> Dynamic {
        moment.at.saturating_sub(self.0).as_secs_f64().into()
    }
}

/// All tasks, in the order in which they were submitted.
fn tasks(timeline: &Timeline, clock: Clock) -> Dynamic {
    let mut found: BTreeMap<(Moment, u64), Map> = BTreeMap::new();
    let mut note = |at: Moment, task: Map| {
        // Two without a moment of their own would be one.
        let index = found.len() as u64;
        found.insert((at, index), task);
    };
    for pool in &timeline.pools {
        for lane in &pool.lanes {
            for bar in &lane.bars {
                note(
                    bar.submitted.unwrap_or(bar.begin),
                    ran(pool, lane, bar, clock),
                );
            }
        }
        for unrun in &pool.unrun {
            note(
                unrun.submitted.unwrap_or(unrun.at),
                never_ran(pool, unrun, clock),
            );
        }
    }
    found
        .into_values()
        .map(Dynamic::from)
        .collect::<Array>()
        .into()
}

fn ran(pool: &Pool, lane: &Lane, bar: &Bar, clock: Clock) -> Map {
    let has_ended = bar.outcome != Outcome::Unfinished;
    let worker = lane.worker.filter(|worker| *worker != Event::CALLER);
    let waited: Duration = bar
        .waits
        .iter()
        .map(|wait| wait.end.at - wait.begin.at)
        .sum();
    Map::from_iter([
        ("label".into(), optional(bar.label.clone())),
        ("pool".into(), pool.name.clone().into()),
        ("state".into(), state(bar.outcome).into()),
        (
            "submitted".into(),
            optional(bar.submitted.map(|at| clock.seconds(at))),
        ),
        ("began".into(), clock.seconds(bar.begin)),
        (
            "ended".into(),
            optional(has_ended.then(|| clock.seconds(bar.end))),
        ),
        ("worker".into(), optional(worker.map(i64::from))),
        ("waited".into(), waited.as_secs_f64().into()),
    ])
}

fn never_ran(pool: &Pool, unrun: &Unrun, clock: Clock) -> Map {
    let has_ended = unrun.outcome != Outcome::Unfinished;
    Map::from_iter([
        ("label".into(), optional(unrun.label.clone())),
        ("pool".into(), pool.name.clone().into()),
        ("state".into(), state(unrun.outcome).into()),
        (
            "submitted".into(),
            optional(unrun.submitted.map(|at| clock.seconds(at))),
        ),
        ("began".into(), Dynamic::UNIT),
        (
            "ended".into(),
            optional(has_ended.then(|| clock.seconds(unrun.at))),
        ),
        ("worker".into(), Dynamic::UNIT),
        ("waited".into(), 0.0.into()),
    ])
}

fn state(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Finished => "finished",
        Outcome::Failed => "failed",
        Outcome::Killed => "killed",
        Outcome::Cancelled => "cancelled",
        Outcome::Refused => "refused",
        _ => "unfinished",
    }
}

fn pool(pool: &Pool, timeline: &Timeline) -> Dynamic {
    let is_worker = |lane: &&Lane| lane.worker.is_some_and(|worker| worker != Event::CALLER);
    let n_bars: usize = pool.lanes.iter().map(|lane| lane.bars.len()).sum();
    map([
        ("name", pool.name.clone().into()),
        ("kind", pool.kind.clone().into()),
        (
            "workers",
            number(pool.lanes.iter().filter(is_worker).count()),
        ),
        ("tasks", number(n_bars + pool.unrun.len())),
        ("most_running", number(most_running(pool.lanes.iter()))),
        ("most_pending", number(most_pending(pool, timeline))),
    ])
}

/// The most tasks that have waited for a worker, at the end of any instant: one that is submitted and begins at the same
/// time has not waited. If the whole run is one instant, as it may be under simulation, everything counts.
fn most_pending(pool: &Pool, timeline: &Timeline) -> usize {
    let backlog = &pool.backlog;
    let is_one_instant = timeline.begin.at == timeline.end.at;
    let ends_instant = |index: &usize| {
        let next = backlog.get(index + 1);
        is_one_instant || next.is_none_or(|next| next.at.at > backlog[*index].at.at)
    };
    let counted = (0..backlog.len()).filter(ends_instant);
    counted
        .map(|index| backlog[index].n_pending)
        .max()
        .unwrap_or(0)
}

/// The threads that were made by hand, in the order of their making.
fn threads(timeline: &Timeline, clock: Clock) -> Dynamic {
    let by_hand = by_hand(timeline).map(|lane| {
        let bar = lane.bars.first();
        let has_ended = bar.filter(|bar| bar.outcome != Outcome::Unfinished);
        map([
            ("name", lane.name.clone().into()),
            ("began", optional(bar.map(|bar| clock.seconds(bar.begin)))),
            (
                "ended",
                optional(has_ended.map(|bar| clock.seconds(bar.end))),
            ),
        ])
    });
    by_hand.collect::<Array>().into()
}

/// The lanes of all threads but that of the script itself, which is the first one.
fn by_hand(timeline: &Timeline) -> impl Iterator<Item = &Lane> {
    timeline.threads.iter().skip(1)
}

/// The lanes of everything that a script has made.
fn all_lanes(timeline: &Timeline) -> impl Iterator<Item = &Lane> {
    let of_pools = timeline.pools.iter().flat_map(|pool| &pool.lanes);
    by_hand(timeline).chain(of_pools)
}

/// On how many of the lanes something ran at one moment, at most.
fn most_running<'a>(lanes: impl Iterator<Item = &'a Lane>) -> usize {
    let mut changes: Vec<(u64, isize)> = Vec::new();
    for lane in lanes {
        // Bars may lie within others, and the lane is busy all the same.
        let mut free_from = 0;
        for bar in &lane.bars {
            let (begin, end) = (bar.begin.step.max(free_from), bar.end.step);
            if begin < end {
                changes.extend([(begin, 1), (end, -1)]);
                free_from = end;
            }
        }
    }
    // Who ends at a step makes room for who begins at it.
    changes.sort_unstable();
    let mut running = 0_isize;
    let running = changes.iter().map(|(_, change)| {
        running += change;
        running
    });
    running.max().unwrap_or(0).unsigned_abs()
}

fn map<const N: usize>(entries: [(&str, Dynamic); N]) -> Dynamic {
    let entries = entries.into_iter();
    entries
        .map(|(key, value)| (key.into(), value))
        .collect::<Map>()
        .into()
}

fn strings(texts: &[String]) -> Dynamic {
    texts
        .iter()
        .map(|text| Dynamic::from(text.clone()))
        .collect::<Array>()
        .into()
}

fn optional(value: Option<impl Into<Dynamic>>) -> Dynamic {
    value.map_or(Dynamic::UNIT, Into::into)
}

/// As scripts have numbers; none of these is ever near the end of them.
fn number(count: usize) -> Dynamic {
    i64::try_from(count).unwrap_or(i64::MAX).into()
}
