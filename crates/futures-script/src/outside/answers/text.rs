//! Bytes as JSON: a text, or `{"hex": "00ff"}` for what is no UTF-8.

use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Bytes, most often of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text(pub(crate) Vec<u8>);

impl Text {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Ok(text) = std::str::from_utf8(&self.0) {
            return serializer.serialize_str(text);
        }
        let hex: String = self.0.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("hex", &hex)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;

        impl<'de> Visitor<'de> for Bytes {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or {\"hex\": …}")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.as_bytes().to_vec()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
                let Some((key, hex)) = map.next_entry::<String, String>()? else {
                    return Err(A::Error::custom("hex is missing"));
                };
                if key != "hex" {
                    return Err(A::Error::unknown_field(&key, &["hex"]));
                }
                let wrong = || A::Error::custom("hex must be pairs of digits from 0 to f");
                let pair = |pair: &[u8]| {
                    let pair = std::str::from_utf8(pair).map_err(|_| wrong())?;
                    u8::from_str_radix(pair, 16).map_err(|_| wrong())
                };
                if hex.len() % 2 > 0 {
                    return Err(wrong());
                }
                let bytes = hex.as_bytes().chunks(2).map(pair);
                Ok(Text(bytes.collect::<Result<_, _>>()?))
            }
        }

        deserializer.deserialize_any(Bytes)
    }
}
