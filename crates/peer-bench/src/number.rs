//! How a measured number is written: no more digits than mean something.

/// Three digits, all before the point where the number is large, and commas between thousands.
pub(crate) fn number(value: f64) -> String {
    if value >= 99.95 {
        with_commas(&format!("{value:.0}"))
    } else if value >= 9.995 {
        format!("{value:.1}")
    } else if value >= 0.0995 || value == 0.0 {
        format!("{value:.2}")
    } else {
        format!("{value:.4}")
    }
}

/// A whole number with commas between thousands.
pub(crate) fn with_commas(digits: &str) -> String {
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn large_numbers_have_commas_and_small_ones_a_point() {
        let written: Vec<String> = [1_234_567.0, 999.6, 123.4, 99.9, 9.996, 1.234, 0.0, 0.0031]
            .into_iter()
            .map(number)
            .collect();
        assert_eq!(
            written,
            [
                "1,234,567",
                "1,000",
                "123",
                "99.9",
                "10.0",
                "1.23",
                "0.00",
                "0.0031"
            ]
        );
    }
}
