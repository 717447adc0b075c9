//! How many calls a worker is given ahead of time, which depends on how long its calls take.

/// How long a worker should be busy with what it has, in nanoseconds.
///
/// It must outlast the time that the parent takes to notice results and send more, about a tenth of a millisecond on a
/// busy machine. More would only make the last calls of a batch unevenly spread, until idle workers take them over.
const AHEAD: u64 = 300_000;

/// From here on, a call in advance saves less than a hundredth of the time of the one before it.
const LONG: u64 = 10_000_000;

/// The running mean of how long a worker's calls take.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pace {
    /// In nanoseconds; `None` before the first call has ended.
    mean: Option<u64>,
}

impl Pace {
    /// A call has taken this long.
    pub(crate) fn note(&mut self, busy_ns: u64) {
        // An eighth of the new, seven of the old; but a long call counts at once.
        self.mean = Some(match self.mean {
            Some(mean) if busy_ns < LONG => mean - mean / 8 + busy_ns / 8,
            _ => busy_ns,
        });
    }

    /// How many calls the worker may have, the running one among them; `most` at the most.
    pub(crate) fn credit(self, most: usize) -> usize {
        match self.mean {
            // Nothing is known, so nothing is taken for granted.
            None => 1,
            Some(mean) if mean >= LONG => 1,
            Some(mean) => usize::try_from(AHEAD / mean.max(1))
                .map_or(most, |calls| calls.saturating_add(2))
                .min(most),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;

    fn credit_after(busy: &[u64]) -> usize {
        let mut pace = Pace::default();
        busy.iter().for_each(|busy| pace.note(*busy));
        pace.credit(64)
    }

    #[test]
    fn short_calls_are_sent_far_ahead_and_long_ones_not_at_all() {
        assert_eq!(credit_after(&[]), 1);
        assert_eq!(credit_after(&[0]), 64);
        assert_eq!(credit_after(&[500]), 64);
        assert_eq!(credit_after(&[100_000]), 5);
        assert_eq!(credit_after(&[1_000_000]), 2);
        assert_eq!(credit_after(&[20_000_000]), 1);
    }

    #[test]
    fn one_long_call_ends_the_haste() {
        assert_eq!(credit_after(&[500, 500, 20_000_000]), 1);
        assert_eq!(credit_after(&[20_000_000, 500]), 1);
    }
}
