//! Numbers from a seed.

/// A stream of numbers that depends on its seed alone: Sebastiano Vigna's SplitMix64.
///
/// A seed printed by one release must give the same schedule in the next one, so the stream is not left to a library,
/// which may change it.
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Chance(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of `0..n`; `n` is at least 1.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        // Without a division and with a bias of n / 2^64, which nobody can see.
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// True once in `n` times.
    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn known_stream() {
        // The first numbers of the published reference implementation for seed 1234567.
        let mut chance = Chance::new(1_234_567);
        assert_eq!(chance.next(), 6_457_827_717_110_365_317);
        assert_eq!(chance.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn below_reaches_everything_and_no_more() {
        let mut chance = Chance::new(0);
        let mut seen = [0; 5];
        for _ in 0..1000 {
            seen[chance.below(5)] += 1;
        }
        assert!(seen.iter().all(|times| *times > 100), "{seen:?}");
    }
}
