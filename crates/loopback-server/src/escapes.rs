//! Percent signs in addresses, and queries.

/// The text for `%41` and the like; what is no such escape stays.
pub(crate) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = (byte == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(escaped.unwrap_or(byte));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// The value of `name` in a query such as `a=1&b=2`.
pub(crate) fn parameter(query: &str, name: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(key, _)| *key == name)?;
    Some(decode(value))
}

/// A text as JSON has it, in quotation marks.
pub(crate) fn json_text(text: &str) -> String {
    let mut json = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            letter if letter < ' ' => json.push_str(&format!("\\u{:04x}", letter as u32)),
            letter => json.push(letter),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::{decode, json_text, parameter};

    #[test]
    fn escapes_are_decoded() {
        assert_eq!(decode("/a%20b%2fc%zz%"), "/a b/c%zz%");
    }

    #[test]
    fn parameters_are_found() {
        assert_eq!(
            parameter("a=1&url=http%3A%2F%2Fx", "url").as_deref(),
            Some("http://x")
        );
        assert_eq!(parameter("a=1", "url"), None);
    }

    #[test]
    fn texts_become_json() {
        assert_eq!(json_text("a\"\\\n"), "\"a\\\"\\\\\\u000a\"");
    }
}
