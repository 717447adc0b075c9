//! JSON as values of scripts, without a detour.

use std::fmt;

use rhai::{Array, Dynamic, INT, ImmutableString, Map};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::current;
use crate::outside::trouble::{Outcome, Trouble};

/// So many values are read between two looks at whether to go on.
const VALUES_PER_LOOK: u32 = 1024;

/// The value that `text` is; `what` says of what it is, for errors: empty, or "data/x.json, ".
///
/// # Errors
/// Where it is no JSON, and why. If the run is to end, any error.
pub(crate) fn value_of(text: &str, what: &str) -> Outcome<Dynamic> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let mut n_values = 0;
    let value = Value(&mut n_values).deserialize(&mut reader);
    value
        .and_then(|value| reader.end().map(|()| value))
        .map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let text = error.to_string();
            let why = text.strip_suffix(&format!(" at line {line} column {column}"));
            let why = match why.unwrap_or(&text) {
                "recursion limit exceeded" => "it nests too deeply, more than 127 levels",
                "number out of range" => "the number is too large for a float",
                why => why,
            };
            Trouble::value(format!("{what}line {line}, column {column}: {why}"))
        })
}

/// The next value; counts them.
struct Value<'a>(&'a mut u32);

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Dynamic;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Dynamic, D::Error> {
        *self.0 += 1;
        if self.0.is_multiple_of(VALUES_PER_LOOK) && current::reason_to_stop().is_some() {
            return Err(D::Error::custom("the run is to end"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Dynamic;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Dynamic, E> {
        Ok(Dynamic::UNIT)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Dynamic, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Dynamic, E> {
        Ok(value.into())
    }

    /// Larger ones come as floats already.
    fn visit_u64<E>(self, value: u64) -> Result<Dynamic, E> {
        Ok(INT::try_from(value).map_or_else(|_| Dynamic::from(value as f64), Dynamic::from))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Dynamic, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Dynamic, E> {
        Ok(ImmutableString::from(value).into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Dynamic, A::Error> {
        let mut array = Array::new();
        while let Some(item) = items.next_element_seed(Value(&mut *self.0))? {
            array.push(item);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Dynamic, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<std::borrow::Cow<'_, str>>()? {
            // As in Python, the last one of the same name counts.
            let value = entries.next_value_seed(Value(&mut *self.0))?;
            map.insert(key.as_ref().into(), value);
        }
        Ok(map.into())
    }
}
