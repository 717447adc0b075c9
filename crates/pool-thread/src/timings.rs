//! How long tasks wait and run: an observer that keeps histograms, for those who want them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_core::host::Lock;
use futures_core::{Event, Observer, TaskId};

/// Times in classes that double: class `n` counts those of at least 2ⁿ⁻¹ and less than 2ⁿ nanoseconds, class 0 those
/// of less than one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histogram {
    classes: [u64; 64],
}

impl Default for Histogram {
    fn default() -> Self {
        Histogram { classes: [0; 64] }
    }
}

impl Histogram {
    fn add(&mut self, time: Duration) {
        let nanoseconds = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        let class = (u64::BITS - nanoseconds.leading_zeros()).min(63);
        self.classes[class as usize] += 1;
    }

    /// How many times were counted.
    pub fn count(&self) -> u64 {
        self.classes.iter().sum()
    }

    /// The upper end of the class in which the given part (0.5: the median) of all times lies; `None` if none was
    /// counted. At most twice the true value.
    pub fn quantile(&self, part: f64) -> Option<Duration> {
        let rank = (part.clamp(0.0, 1.0) * self.count() as f64).ceil().max(1.0) as u64;
        let mut seen = 0;
        for (class, count) in (0_u32..).zip(self.classes) {
            seen += count;
            if count > 0 && seen >= rank {
                return Some(Duration::from_nanos(
                    1_u64.checked_shl(class).unwrap_or(u64::MAX),
                ));
            }
        }
        None
    }
}

/// What [`Timings`] has counted so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimingsSoFar {
    /// From `submit` to the start on a worker.
    pub waited: Histogram,
    /// From the start to the end.
    pub ran: Histogram,
}

/// Counts how long tasks wait and run. Give it to [`Builder::observer`](crate::Builder::observer).
///
/// It costs two looks at the clock and two locks per event, which is why a pool does not do it unasked.
///
/// ```
/// use pool_thread::{ThreadPool, Timings};
///
/// let timings = Timings::new();
/// let pool = ThreadPool::builder().max_workers(2).observer(timings.clone()).build().unwrap();
/// let futures: Vec<_> = (0..10).map(|n| pool.submit(move || n).unwrap()).collect();
/// drop(pool);
/// assert_eq!(timings.so_far().ran.count(), 10);
/// # drop(futures);
/// ```
#[derive(Default)]
pub struct Timings {
    state: Lock<State>,
}

#[derive(Default)]
struct State {
    submitted: BTreeMap<TaskId, Duration>,
    started: BTreeMap<TaskId, Duration>,
    so_far: TimingsSoFar,
}

impl Timings {
    /// Nothing counted yet; shared, since the pool keeps one end.
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// What has been counted.
    pub fn so_far(&self) -> TimingsSoFar {
        self.state.lock().so_far.clone()
    }
}

impl Observer for Timings {
    fn observe(&self, at: Duration, event: &Event) {
        let mut state = self.state.lock();
        let state = &mut *state;
        match event {
            Event::Submitted { task, .. } => {
                state.submitted.insert(*task, at);
            }
            Event::Started { task, .. } => {
                if let Some(submitted) = state.submitted.remove(task) {
                    state.so_far.waited.add(at.saturating_sub(submitted));
                }
                state.started.insert(*task, at);
            }
            Event::Ended { task, .. } => {
                if let Some(started) = state.started.remove(task) {
                    state.so_far.ran.add(at.saturating_sub(started));
                }
            }
            Event::Cancelled { task } | Event::Rejected { task } => {
                state.submitted.remove(task);
            }
            _ => {}
        }
    }
}

impl fmt::Debug for Timings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.so_far().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Histogram;

    #[test]
    fn a_quantile_is_the_upper_end_of_its_class() {
        let mut histogram = Histogram::default();
        assert_eq!(histogram.quantile(0.5), None);
        for nanoseconds in [0, 1, 3, 1000, 1000] {
            histogram.add(Duration::from_nanos(nanoseconds));
        }
        assert_eq!(histogram.count(), 5);
        assert_eq!(histogram.quantile(0.0), Some(Duration::from_nanos(1)));
        assert_eq!(histogram.quantile(0.5), Some(Duration::from_nanos(4)));
        assert_eq!(histogram.quantile(1.0), Some(Duration::from_nanos(1024)));
        histogram.add(Duration::MAX);
        assert_eq!(histogram.quantile(1.0), Some(Duration::from_nanos(1 << 63)));
    }
}
