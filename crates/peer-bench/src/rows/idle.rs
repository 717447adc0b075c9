//! Idle: what a pool costs that has next to nothing to do, one empty task every millisecond. A pool whose workers spin
//! or yield before they sleep pays here for its short round trips, as rayon once did (its issue 642).

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use super::repeat::sum_below;
use crate::machine;
use crate::options::Size;
use crate::pool::{Handle, Pool};

const PAUSE: Duration = Duration::from_millis(1);

pub(crate) fn idle<P: Pool>(pool: &P, size: Size) -> Vec<f64> {
    let mut handles = Vec::new();
    let values = idle_by(size, |number| {
        handles.push(pool.submit(move || black_box(number)));
    });
    let n_tasks = handles.len() as u64;
    let mut sum = 0;
    Handle::wait_all(handles, |number| sum += number);
    assert_eq!(sum, sum_below(n_tasks), "a result was lost");
    values
}

/// The percentage of one core that the process uses while it feeds, and the microseconds per task. `feed` is given
/// the tasks' numbers, from 0, and waits for none of them.
pub(crate) fn idle_by(size: Size, mut feed: impl FnMut(u64)) -> Vec<f64> {
    // Not the usual tenth for a quick look: a tenth of a second is at the mercy of a few time slices.
    let n_tasks = match size {
        Size::Full => 1000,
        Size::Quick => 200,
    };
    let n_warm = n_tasks / 10;
    let mut feed_and_pause = |number| {
        feed(number);
        thread::sleep(PAUSE);
    };
    (0..n_warm).for_each(&mut feed_and_pause);

    let (begin, used) = (Instant::now(), machine::own_cpu_seconds());
    (n_warm..n_warm + n_tasks).for_each(&mut feed_and_pause);
    let (elapsed, used) = (
        begin.elapsed().as_secs_f64(),
        machine::own_cpu_seconds() - used,
    );
    vec![used / elapsed * 100.0, used / n_tasks as f64 * 1e6]
}
