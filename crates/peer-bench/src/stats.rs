//! Medians and the spread around them.

/// The middle of the values and how far they reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

/// `None` if there are no values.
pub(crate) fn spread(values: impl IntoIterator<Item = f64>) -> Option<Spread> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let (&min, &max) = (values.first()?, values.last()?);
    Some(Spread {
        median: quantile(&values, 0.5),
        min,
        max,
    })
}

/// The value below which `share` of the sorted values lie; between two of them, their weighted mean.
pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let position = (sorted.len() - 1) as f64 * share;
    let (below, above) = (
        sorted[position.floor() as usize],
        sorted[position.ceil() as usize],
    );
    below + (above - below) * position.fract()
}

/// The power of `n` with which the time grows: the slope of the line through the logarithms of `(n, time)` that fits
/// best. `None` if there are not two sizes.
pub(crate) fn exponent(points: &[(f64, f64)]) -> Option<f64> {
    if points.len() < 2 {
        return None;
    }
    let points: Vec<_> = points.iter().map(|(n, time)| (n.ln(), time.ln())).collect();
    let mean =
        |part: fn(&(f64, f64)) -> f64| points.iter().map(part).sum::<f64>() / points.len() as f64;
    let (middle, height) = (mean(|point| point.0), mean(|point| point.1));
    let rise: f64 = points
        .iter()
        .map(|(n, time)| (n - middle) * (time - height))
        .sum();
    let run: f64 = points.iter().map(|(n, _)| (n - middle).powi(2)).sum();
    Some(rise / run)
}

#[cfg(test)]
mod tests {
    use super::{exponent, quantile, spread};

    #[test]
    fn the_exponent_is_that_of_the_power() {
        let of = |power: f64| {
            let points = [10.0, 100.0, 1000.0].map(|n: f64| (n, 7.0 * n.powf(power)));
            exponent(&points).expect("there are sizes")
        };
        for power in [0.0, 0.5, 1.0, 2.0] {
            assert!((of(power) - power).abs() < 1e-9, "{power}");
        }
        assert_eq!(exponent(&[(10.0, 1.0)]), None);
    }

    #[test]
    fn the_median_of_an_even_count_lies_between_the_middle_two() {
        let spread = spread([4.0, 1.0, 3.0, 2.0]).expect("there are values");
        assert_eq!((spread.min, spread.median, spread.max), (1.0, 2.5, 4.0));
    }

    #[test]
    fn no_values_have_no_spread() {
        assert_eq!(spread([]), None);
    }

    #[test]
    fn the_ends_are_quantiles_too() {
        assert_eq!(quantile(&[1.0, 2.0, 9.0], 0.0), 1.0);
        assert_eq!(quantile(&[1.0, 2.0, 9.0], 1.0), 9.0);
    }
}
