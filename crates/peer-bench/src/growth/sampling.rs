//! How often something is repeated of which one takes nanoseconds or seconds.

use std::time::{Duration, Instant};

use crate::stats;

/// After this much time there are enough samples, and one that takes so long needs none to warm up.
const LONG_ENOUGH: Duration = Duration::from_millis(40);
const MOST_SAMPLES: usize = 1000;

/// The median in microseconds of what `sample` says that its timed part has taken.
pub(super) fn microseconds(mut sample: impl FnMut() -> Duration) -> f64 {
    let begin = Instant::now();
    let mut samples = vec![sample()];
    if begin.elapsed() < LONG_ENOUGH {
        samples.clear();
        while samples.is_empty() || begin.elapsed() < LONG_ENOUGH && samples.len() < MOST_SAMPLES {
            samples.push(sample());
        }
    }
    let samples = samples.iter().map(|sample| sample.as_secs_f64() * 1e6);
    stats::spread(samples).expect("there are samples").median
}
