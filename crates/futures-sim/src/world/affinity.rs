//! All threads of a world on one processor: they take turns anyway, and handing on is cheapest where they are.

/// While it lives, the calling thread, and what it starts meanwhile, runs on the processor that it is on.
pub(crate) struct Pinned {
    #[cfg(target_os = "linux")]
    before: Option<rustix::thread::CpuSet>,
}

#[cfg(target_os = "linux")]
impl Pinned {
    /// Does nothing if the system does not allow it: it only takes longer then.
    pub(crate) fn here() -> Self {
        use rustix::thread::{CpuSet, sched_getaffinity, sched_getcpu, sched_setaffinity};

        let before = sched_getaffinity(None).ok();
        let mut only = CpuSet::new();
        only.set(sched_getcpu());
        let is_pinned = before.is_some() && sched_setaffinity(None, &only).is_ok();
        Pinned {
            before: before.filter(|_| is_pinned),
        }
    }
}

#[cfg(target_os = "linux")]
impl Drop for Pinned {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            // It was allowed before. If it is not any more, the thread is slower, and nothing is wrong.
            let _ = rustix::thread::sched_setaffinity(None, before);
        }
    }
}

#[cfg(not(target_os = "linux"))]
impl Pinned {
    pub(crate) fn here() -> Self {
        Pinned {}
    }
}
