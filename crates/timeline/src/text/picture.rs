//! The whole picture: what stands where.

use crate::model::{Lane, Outcome, Pool, Timeline};

use super::axis;
use super::cells::{Colours, Paint, Row, fit, width_of};
use super::glyphs::{ASCII, Glyphs, UNICODE};
use super::lane;
use super::legend::{self, Seen, grouped};
use super::queue;
use super::scale::Scale;

/// How many workers of a pool are drawn. A screen has not many more lines, and a pool whose tasks wait for each other may
/// have had thousands.
const MAX_WORKERS: usize = 64;

/// From this width on there is room for words and air.
const WIDE: usize = 50;

/// Draws a [`Timeline`] as lines of text, for terminals.
///
/// One lane for each worker, grouped by pool, with a bar for each task: its number and label, solid while it works and
/// light while it waits. Where several tasks begin in one column it is hatched; a bar is never so short that it is not
/// seen. Below the workers of a pool stands how many tasks wait for one. If the run took no time at all, as it may under
/// simulation, the axis counts what happened instead.
///
/// By default the picture is [`DEFAULT_WIDTH`](Text::DEFAULT_WIDTH) columns wide, made of Unicode's blocks and lines, and
/// without colours.
#[derive(Clone, Debug)]
pub struct Text {
    width: usize,
    glyphs: &'static Glyphs,
    colours: Colours,
}

impl Text {
    /// The width if nothing else is said: that of a terminal of old.
    pub const DEFAULT_WIDTH: usize = 80;

    /// What a picture needs to be one.
    pub const MIN_WIDTH: usize = 20;

    /// A picture as described above.
    pub fn new() -> Self {
        Text {
            width: Self::DEFAULT_WIDTH,
            glyphs: &UNICODE,
            colours: Colours::None,
        }
    }

    /// How many columns it may take, at least [`MIN_WIDTH`](Text::MIN_WIDTH).
    pub fn width(mut self, columns: usize) -> Self {
        self.width = columns.max(Self::MIN_WIDTH);
        self
    }

    /// With nothing but ASCII, in labels too.
    pub fn ascii(mut self) -> Self {
        self.glyphs = &ASCII;
        self
    }

    /// With the colours of terminals. They only repeat what the signs say.
    pub fn coloured(mut self) -> Self {
        self.colours = Colours::Ansi;
        self
    }

    /// The picture, each line with its end.
    pub fn draw(&self, timeline: &Timeline) -> String {
        if timeline.threads.is_empty() && timeline.pools.is_empty() {
            return "nothing has happened\n".to_owned();
        }
        let left = self.left(timeline);
        let mut page = Page {
            text: self,
            left,
            scale: Scale::new(timeline, self.width - left),
            seen: Seen::default(),
            lines: Vec::new(),
        };
        for lane in &timeline.threads {
            page.lane(lane, &lane.name);
        }
        for pool in &timeline.pools {
            page.pool(pool);
        }
        for row in axis::draw(&page.scale, self.glyphs, left, self.width) {
            page.push(&row);
        }
        let (seen, mut lines) = (page.seen, page.lines);
        lines.extend(legend::lines(timeline, seen, self.glyphs, self.width));
        lines.push(String::new());
        lines.join("\n")
    }

    /// Where the lanes begin: behind the longest name, if it leaves enough of the line.
    fn left(&self, timeline: &Timeline) -> usize {
        let of_threads = timeline.threads.iter().map(|lane| width_of(&lane.name));
        let lanes = timeline.pools.iter().flat_map(|pool| &pool.lanes);
        let of_workers = lanes.map(|lane| width_of(&self.worker_name(lane)));
        let names = of_threads
            .chain(of_workers)
            .chain([width_of(self.queue_name())]);
        let longest = names.max().unwrap_or(0);
        let most = (self.width / 4).max(width_of(self.queue_name()));
        longest.min(most) + if self.is_wide() { 2 } else { 1 }
    }

    fn is_wide(&self) -> bool {
        self.width >= WIDE
    }

    fn worker_name(&self, lane: &Lane) -> String {
        if self.is_wide() {
            return format!("  {}", lane.name);
        }
        format!(" {}", lane.name.strip_prefix("worker ").unwrap_or("?"))
    }

    fn queue_name(&self) -> &'static str {
        if self.is_wide() { "  queue" } else { " queue" }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::new()
    }
}

/// The lines so far.
struct Page<'a> {
    text: &'a Text,
    left: usize,
    scale: Scale,
    seen: Seen,
    lines: Vec<String>,
}

impl Page<'_> {
    fn push(&mut self, row: &Row) {
        self.lines.push(row.line(self.text.colours));
    }

    fn row(&self, name: &str, paint: Paint) -> Row {
        let mut row = Row::new(self.text.width);
        let name = fit(name, self.left - 1, self.text.glyphs);
        row.write(0, &name, paint);
        row
    }

    fn lane(&mut self, lane: &Lane, name: &str) {
        let mut row = self.row(name, Paint::Plain);
        let (scale, glyphs) = (&self.scale, self.text.glyphs);
        lane::draw(lane, scale, glyphs, &mut row, self.left, &mut self.seen);
        self.push(&row);
    }

    fn pool(&mut self, pool: &Pool) {
        self.heading(pool);
        for lane in pool.lanes.iter().take(MAX_WORKERS) {
            self.lane(lane, &self.text.worker_name(lane));
        }
        let n_left = pool.lanes.len().saturating_sub(MAX_WORKERS);
        if n_left > 0 {
            let ellipsis = self.text.glyphs.ellipsis;
            self.lines.push(format!("  {ellipsis} and {n_left} more"));
        }
        let (scale, glyphs) = (&self.scale, self.text.glyphs);
        let mut row = self.row(self.text.queue_name(), Paint::Plain);
        if queue::draw(pool, scale, glyphs, &mut row, self.left) {
            self.push(&row);
        }
    }

    /// The name of a pool, and what became of its tasks.
    fn heading(&mut self, pool: &Pool) {
        let glyphs = self.text.glyphs;
        let mut row = Row::new(self.text.width);
        let name = fit(&pool.name, self.text.width, glyphs);
        row.write(0, &name, Paint::Strong);
        let begin = self.left.max(width_of(&name) + 2);
        let counts = fit(&counts(pool), self.text.width.saturating_sub(begin), glyphs);
        row.write(begin, &counts, Paint::Faint);
        self.push(&row);
    }
}

/// "8 tasks: 6 finished, 1 failed, 1 cancelled", or "8 tasks" if all is well.
fn counts(pool: &Pool) -> String {
    let bars = pool.lanes.iter().flat_map(|lane| &lane.bars);
    let outcomes = bars
        .map(|bar| bar.outcome)
        .chain(pool.unrun.iter().map(|task| task.outcome));
    let outcomes: Vec<Outcome> = outcomes.collect();
    let n_all = outcomes.len();
    let mut counts = match n_all {
        1 => "1 task".to_owned(),
        n => format!("{} tasks", grouped(n as u64)),
    };
    let mut separator = ": ";
    for (outcome, word) in [
        (Outcome::Finished, "finished"),
        (Outcome::Failed, "failed"),
        (Outcome::Killed, "killed"),
        (Outcome::Cancelled, "cancelled"),
        (Outcome::Refused, "refused"),
        (Outcome::Unfinished, "unfinished"),
    ] {
        let n = outcomes.iter().filter(|it| **it == outcome).count();
        if n == 0 || outcome == Outcome::Finished && n == n_all {
            continue;
        }
        counts.push_str(&format!("{separator}{} {word}", grouped(n as u64)));
        separator = ", ";
    }
    counts
}
