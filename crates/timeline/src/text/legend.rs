//! What the signs mean, for those that occur, and which tasks they stand for.

use futures_core::TaskId;

use crate::model::{Outcome, Timeline};

use super::cells::{clean, width_of};
use super::glyphs::Glyphs;
use super::lane;
use super::units;

/// How many tasks or marks are named before the rest is only counted.
const MAX_NAMED: usize = 12;

/// Which signs occur in the lanes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    pub(super) works: bool,
    pub(super) waits: bool,
    pub(super) several: bool,
    pub(super) idle: bool,
}

/// The lines of the legend.
pub(super) fn lines(timeline: &Timeline, seen: Seen, glyphs: &Glyphs, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let signs = [
        (seen.works, glyphs.works, "works"),
        (seen.waits, glyphs.waits, "waits"),
        (seen.several, glyphs.several, "several tasks"),
        (seen.idle, glyphs.idle, "idle"),
    ];
    let signs = signs.into_iter().filter(|(occurs, ..)| *occurs);
    let signs: Vec<String> = signs
        .map(|(_, sign, what)| format!("{sign} {what}"))
        .collect();
    wrap(&mut lines, &signs, "   ", "", width);
    for (outcome, what) in [
        (Outcome::Failed, "failed"),
        (Outcome::Killed, "killed"),
        (Outcome::Cancelled, "cancelled"),
        (Outcome::Refused, "refused"),
        (Outcome::Unfinished, "had not ended"),
    ] {
        let sign = lane::sign(outcome, glyphs).map_or(" ", |(sign, _)| sign);
        let title = format!("{sign} {what}: ");
        let (mut tasks, unrun) = (
            with_bars(timeline, outcome),
            without_bars(timeline, outcome),
        );
        if outcome == Outcome::Unfinished {
            name(&mut lines, timeline, glyphs, width, &title, tasks);
            name(
                &mut lines,
                timeline,
                glyphs,
                width,
                "  never begun: ",
                unrun,
            );
        } else {
            tasks.extend(unrun);
            name(&mut lines, timeline, glyphs, width, &title, tasks);
        }
    }
    marks(&mut lines, timeline, glyphs, width);
    if timeline.n_missing > 0 {
        let words = match timeline.n_missing {
            1 => "the oldest event is missing".to_owned(),
            n => format!("the {} oldest events are missing", grouped(n)),
        };
        let words = format!("{words}: there was no room for more");
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        wrap(&mut lines, &words, " ", "  ", width);
    }
    lines
}

/// A task or a thread in a list.
struct Named {
    task: Option<TaskId>,
    text: String,
    /// Its pool, by its place.
    pool: Option<usize>,
}

fn with_bars(timeline: &Timeline, outcome: Outcome) -> Vec<Named> {
    let of_threads = timeline.threads.iter().map(|lane| (None, lane));
    let of_pools = timeline.pools.iter().enumerate();
    let of_pools =
        of_pools.flat_map(|(pool, it)| it.lanes.iter().map(move |lane| (Some(pool), lane)));
    let mut found = Vec::new();
    for (pool, lane) in of_threads.chain(of_pools) {
        for bar in lane.bars.iter().filter(|bar| bar.outcome == outcome) {
            found.push(match bar.task {
                Some(task) => Named::task(task, bar.label.as_deref(), pool),
                None => Named {
                    task: None,
                    text: lane.name.clone(),
                    pool: None,
                },
            });
        }
    }
    found
}

fn without_bars(timeline: &Timeline, outcome: Outcome) -> Vec<Named> {
    let mut found = Vec::new();
    for (index, pool) in timeline.pools.iter().enumerate() {
        for task in pool.unrun.iter().filter(|task| task.outcome == outcome) {
            found.push(Named::task(task.task, task.label.as_deref(), Some(index)));
        }
    }
    found
}

impl Named {
    fn task(task: TaskId, label: Option<&str>, pool: Option<usize>) -> Self {
        let text = match label {
            Some(label) => format!("{task} \"{label}\""),
            None => task.to_string(),
        };
        Named {
            task: Some(task),
            text,
            pool,
        }
    }
}

/// Lists tasks by pool and number; the pool is named as soon as there is a choice.
fn name(
    lines: &mut Vec<String>,
    timeline: &Timeline,
    glyphs: &Glyphs,
    width: usize,
    title: &str,
    mut tasks: Vec<Named>,
) {
    tasks.sort_by_key(|named| (named.pool, named.task));
    let n_left = tasks.len().saturating_sub(MAX_NAMED);
    tasks.truncate(MAX_NAMED);
    let mut items = Vec::new();
    for (index, named) in tasks.iter().enumerate() {
        let next = tasks.get(index + 1);
        let is_last_of_pool = next.is_none_or(|next| next.pool != named.pool);
        let mut text = clean(&named.text, glyphs);
        if let (Some(pool), true, true) = (named.pool, is_last_of_pool, timeline.pools.len() > 1) {
            text.push_str(&format!(
                " of {}",
                clean(&timeline.pools[pool].name, glyphs)
            ));
        }
        if next.is_some() {
            text.push_str(if is_last_of_pool { ";" } else { "," });
        }
        items.push(text);
    }
    if n_left > 0 {
        items.push(format!("and {} more", grouped(n_left as u64)));
    }
    if let Some(first) = items.first_mut() {
        first.insert_str(0, title);
    }
    wrap(lines, &items, " ", "    ", width);
}

fn marks(lines: &mut Vec<String>, timeline: &Timeline, glyphs: &Glyphs, width: usize) {
    let mut marks: Vec<_> = timeline
        .lanes()
        .flat_map(|lane| {
            lane.marks
                .iter()
                .map(|mark| (mark.at, &lane.name, &mark.text))
        })
        .collect();
    marks.sort_by_key(|(at, ..)| *at);
    let n_left = marks.len().saturating_sub(MAX_NAMED);
    for (at, lane, text) in marks.into_iter().take(MAX_NAMED) {
        let time = units::time(at.at.saturating_sub(timeline.origin), glyphs);
        let text = format!("{} {time}, {lane}: {text}", glyphs.mark);
        let words: Vec<String> = clean(&text, glyphs).split(' ').map(str::to_owned).collect();
        wrap(lines, &words, " ", "    ", width);
    }
    if n_left > 0 {
        lines.push(format!(
            "{} and {} more",
            glyphs.mark,
            grouped(n_left as u64)
        ));
    }
}

/// Puts items into as many lines as they need; all but the first are indented.
fn wrap(lines: &mut Vec<String>, items: &[String], gap: &str, indent: &str, width: usize) {
    let mut line = String::new();
    let mut is_begun = false;
    for item in items {
        if is_begun && width_of(&line) + gap.len() + width_of(item) > width {
            lines.push(std::mem::replace(&mut line, indent.to_owned()));
            is_begun = false;
        }
        if is_begun {
            line.push_str(gap);
        }
        line.push_str(item);
        is_begun = true;
    }
    if is_begun {
        lines.push(line);
    }
}

/// With commas between the thousands.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
