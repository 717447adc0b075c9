//! Whole numbers at equal distances: what ranges stand for, without a place in memory for each.

use std::ops::{Range, RangeInclusive};

use rhai::{Dynamic, INT, Variant};

/// Numbers at equal distances, up or down, as `range(a, b, step)` gives them. The step is not 0.
#[derive(Clone)]
pub(crate) struct Steps {
    pub(crate) begin: INT,
    pub(crate) end: INT,
    pub(crate) step: INT,
}

/// The numbers of a range, one after the other. Between its ends there may be more than fits into an integer.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    next: i128,
    step: i128,
    len: u128,
}

/// Something that stands for whole numbers in a row.
pub(crate) trait Numbers: Variant + Clone {
    /// Its numbers.
    fn row(&self) -> Row;
}

impl Numbers for Range<INT> {
    fn row(&self) -> Row {
        Row::up_to(self.start, self.end.into())
    }
}

impl Numbers for RangeInclusive<INT> {
    fn row(&self) -> Row {
        let end = if self.is_empty() {
            i128::from(*self.start())
        } else {
            i128::from(*self.end()) + 1
        };
        Row::up_to(*self.start(), end)
    }
}

impl Numbers for Steps {
    fn row(&self) -> Row {
        let (begin, step) = (i128::from(self.begin), i128::from(self.step));
        let way = (i128::from(self.end) - begin) * step.signum();
        let way = u128::try_from(way).unwrap_or(0);
        Row {
            next: begin,
            step,
            len: way.div_ceil(step.unsigned_abs()),
        }
    }
}

impl Row {
    fn up_to(begin: INT, end: i128) -> Self {
        let next = i128::from(begin);
        Row {
            next,
            step: 1,
            len: u128::try_from(end - next).unwrap_or(0),
        }
    }

    /// The numbers that `value` stands for, if it is a range.
    pub(crate) fn of(value: &Dynamic) -> Option<Self> {
        fn of<R: Numbers>(value: &Dynamic) -> Option<Row> {
            value.read_lock::<R>().map(|range| range.row())
        }
        of::<Range<INT>>(value)
            .or_else(|| of::<RangeInclusive<INT>>(value))
            .or_else(|| of::<Steps>(value))
    }

    /// How many there are.
    pub(crate) fn len(&self) -> u128 {
        self.len
    }

    /// The least and the greatest; `None` if there are none.
    pub(crate) fn ends(&self) -> Option<(INT, INT)> {
        let way = i128::try_from(self.len.checked_sub(1)?).ok()? * self.step;
        let (one, other) = (self.next as INT, (self.next + way) as INT);
        Some((one.min(other), one.max(other)))
    }

    /// All of them together; `None` if that does not fit.
    pub(crate) fn total(&self) -> Option<INT> {
        let Some((least, most)) = self.ends() else {
            return Some(0);
        };
        let twice = (i128::from(least) + i128::from(most)).checked_mul(self.len as i128)?;
        INT::try_from(twice / 2).ok()
    }
}

impl Iterator for Row {
    type Item = INT;

    fn next(&mut self) -> Option<INT> {
        self.len = self.len.checked_sub(1)?;
        let number = self.next as INT;
        self.next += self.step;
        Some(number)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = usize::try_from(self.len);
        (len.unwrap_or(usize::MAX), len.ok())
    }
}

#[cfg(test)]
mod tests {
    use std::ops::{Range, RangeInclusive};

    use rhai::INT;

    use super::{Numbers, Row, Steps};

    #[track_caller]
    fn check(row: &Row, len: u128, total: Option<INT>, ends: Option<(INT, INT)>) {
        assert_eq!((row.len(), row.total(), row.ends()), (len, total, ends));
        if len < 100 {
            let all: Vec<INT> = row.clone().collect();
            assert_eq!(all.len() as u128, len);
            assert_eq!(Some(all.iter().sum()), total);
            let ends = all.iter().min().copied().zip(all.iter().max().copied());
            assert_eq!(row.ends(), ends);
        }
    }

    #[test]
    fn rows_know_their_length_sum_and_ends() {
        check(&(0..5).row(), 5, Some(10), Some((0, 4)));
        check(&Range { start: 5, end: 0 }.row(), 0, Some(0), None);
        check(&(2..=2).row(), 1, Some(2), Some((2, 2)));
        check(&RangeInclusive::new(2, 1).row(), 0, Some(0), None);
        let steps = |begin, end, step| Steps { begin, end, step }.row();
        check(&steps(10, 0, -3), 4, Some(22), Some((1, 10)));
        check(&steps(-3, 4, 2), 4, Some(0), Some((-3, 3)));
        check(
            &(1..=INT::MAX).row(),
            INT::MAX as u128,
            None,
            Some((1, INT::MAX)),
        );
        check(
            &(INT::MIN..=INT::MAX).row(),
            1 << 64,
            Some(INT::MIN),
            Some((INT::MIN, INT::MAX)),
        );
    }
}
