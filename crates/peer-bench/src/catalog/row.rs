//! What is measured, and the aims that a row of ours is held against.

/// What a row is about: each group has tables of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Pools,
    Processes,
    Scripts,
    Simulations,
    Growth,
}

/// With how many workers a row is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Workers {
    /// With each of the numbers that the command line wants.
    AsAsked,
    /// Only with one: the row is about what one thread or process does.
    One,
    /// Only with two.
    Two,
}

/// One workload. Its first metric is the one that the aim is about.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) group: Group,
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) metrics: &'static [Metric],
    pub(crate) aim: Aim,
    pub(crate) workers: Workers,
    /// More rounds than these are not worth their time; `None` for as many as the command line wants.
    pub(crate) max_rounds: Option<usize>,
}

/// One number that a row yields; lower is better unless the row says otherwise.
#[derive(Debug)]
pub(crate) struct Metric {
    pub(crate) key: &'static str,
    pub(crate) title: &'static str,
    pub(crate) unit: &'static str,
}

/// What this project asks of itself. `None` where nothing was promised.
#[derive(Debug)]
pub(crate) struct Aim {
    /// Ours may cost at most this many times what the best rival costs.
    pub(crate) over_best_rival: Option<f64>,
    /// CPython costs at least this many times what ours costs.
    pub(crate) under_python: Option<f64>,
    /// Ours is at most this, in the unit of the first metric.
    pub(crate) at_most: Option<f64>,
    /// Ours is at least this; for a first metric of which more is better.
    pub(crate) at_least: Option<f64>,
    /// Ours may cost at most this many times what the floor costs.
    pub(crate) over_floor: Option<f64>,
}

impl Aim {
    /// Nothing was promised.
    pub(crate) const NONE: Aim = Aim {
        over_best_rival: None,
        under_python: None,
        at_most: None,
        at_least: None,
        over_floor: None,
    };
}

impl Row {
    /// Are higher values better?
    pub(crate) fn is_more_better(&self) -> bool {
        self.aim.at_least.is_some() || self.metrics[0].unit == "GB/s"
    }

    /// The numbers of workers that it is measured with, if the command line wants `asked`.
    pub(crate) fn worker_counts<'a>(&self, asked: &'a [usize]) -> &'a [usize] {
        match self.workers {
            Workers::AsAsked => asked,
            Workers::One => &[1],
            Workers::Two => &[2],
        }
    }
}
