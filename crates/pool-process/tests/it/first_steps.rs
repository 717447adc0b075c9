//! The smallest uses, as in the documentation.

use conformance::{Case, cases};
use pool_process::ProcessPool;

pub(crate) const CASES: &[Case] = cases![a_call_in_another_process];

/// A call runs in another process, and its result comes back.
fn a_call_in_another_process() {
    let pool = ProcessPool::new(1).unwrap();
    let pid = pool.submit(|()| std::process::id(), ()).unwrap();
    assert_ne!(pid.result().unwrap(), std::process::id());
    let square = pool.submit(|n: u64| n * n, 7).unwrap();
    assert_eq!(square.result().unwrap(), 49);
}
