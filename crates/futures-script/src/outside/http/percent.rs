//! Percent signs in addresses.

/// A name or value of a query: everything that has a meaning there is escaped, a space is `%20`.
pub(crate) fn encode_parameter(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            push_escaped(byte, &mut encoded);
        }
    }
    encoded
}

/// Names and values as a query, or as the body of a form.
pub(crate) fn pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let pairs: Vec<String> = pairs
        .into_iter()
        .map(|(name, value)| format!("{}={}", encode_parameter(name), encode_parameter(value)))
        .collect();
    pairs.join("&")
}

/// A path with its query as it is sent: what may not stand there is escaped, escapes stay.
pub(crate) fn encode_path(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        let is_plain = byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
        if is_plain {
            encoded.push(char::from(byte));
        } else {
            push_escaped(byte, &mut encoded);
        }
    }
    encoded
}

fn push_escaped(byte: u8, to: &mut String) {
    const DIGITS: [u8; 16] = *b"0123456789ABCDEF";
    to.push('%');
    to.push(char::from(DIGITS[usize::from(byte >> 4)]));
    to.push(char::from(DIGITS[usize::from(byte & 15)]));
}

#[cfg(test)]
mod tests {
    use super::{encode_path, pairs};

    #[test]
    fn queries_are_escaped() {
        assert_eq!(
            pairs([("q", "a b&c=d"), ("é", "100%")]),
            "q=a%20b%26c%3Dd&%C3%A9=100%25"
        );
    }

    #[test]
    fn paths_keep_their_escapes() {
        assert_eq!(
            encode_path("/a b/%20/é?x=1&y={2}"),
            "/a%20b/%20/%C3%A9?x=1&y=%7B2%7D"
        );
    }
}
