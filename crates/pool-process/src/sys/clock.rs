//! The one clock that parent and child read alike.

use rustix::time::{ClockId, clock_gettime};

/// Nanoseconds since some moment in the past, the same for all processes of this machine. Never goes back.
pub(crate) fn monotonic_ns() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    // The clock begins with the system, so it is not negative, and overflows after 584 years.
    now.tv_sec as u64 * 1_000_000_000 + now.tv_nsec as u64
}

#[cfg(test)]
mod tests {
    use super::monotonic_ns;

    #[test]
    fn it_goes_on() {
        let before = monotonic_ns();
        assert!(before > 0);
        while monotonic_ns() == before {}
        assert!(monotonic_ns() > before);
    }
}
