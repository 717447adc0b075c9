//! Failures of the operating system on demand, for tests of what follows from them.
//!
//! A limit on processes does not bind the superuser, under whom tests often run, so a spawn that fails has to be
//! played.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Decides for each attempt to start a process whether it fails: by default none does. Clones share the count of
/// attempts.
#[derive(Clone, Default)]
pub(crate) struct SpawnFaults {
    plan: Option<Arc<Plan>>,
}

struct Plan {
    n_attempts: AtomicU64,
    fault: Box<dyn Fn(u64) -> Option<io::Error> + Send + Sync>,
}

impl SpawnFaults {
    /// `fault` is asked before each attempt, with the number of attempts before it; an error that it returns is what
    /// the attempt ends with.
    pub(crate) fn new(fault: impl Fn(u64) -> Option<io::Error> + Send + Sync + 'static) -> Self {
        let plan = Plan {
            n_attempts: AtomicU64::new(0),
            fault: Box::new(fault),
        };
        SpawnFaults {
            plan: Some(Arc::new(plan)),
        }
    }

    /// Counts one attempt.
    ///
    /// # Errors
    ///
    /// The one planned for it.
    pub(crate) fn attempt(&self) -> io::Result<()> {
        let Some(plan) = &self.plan else {
            return Ok(());
        };
        let n_before = plan.n_attempts.fetch_add(1, Ordering::Relaxed);
        (plan.fault)(n_before).map_or(Ok(()), Err)
    }
}

impl fmt::Debug for SpawnFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpawnFaults")
            .field("planned", &self.plan.is_some())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::SpawnFaults;

    #[test]
    fn the_planned_attempt_fails_and_no_other() {
        let faults = SpawnFaults::new(|n| (n == 1).then(|| io::ErrorKind::OutOfMemory.into()));
        let clone = faults.clone();
        assert!(faults.attempt().is_ok());
        assert_eq!(
            clone.attempt().unwrap_err().kind(),
            io::ErrorKind::OutOfMemory
        );
        assert!(faults.attempt().is_ok());
        assert!(SpawnFaults::default().attempt().is_ok());
    }
}
