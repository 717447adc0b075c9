//! Values of scripts as JSON.

use std::fmt::Write;

use rhai::{Array, Dynamic, ImmutableString, Map};

use crate::current;
use crate::outside::trouble::{Outcome, Trouble};
use crate::values::with_article;

/// A value that nests deeper than `parse_json` reads is refused.
const MOST_LEVELS: usize = 127;

/// So many values are written between two looks at whether to go on.
const VALUES_PER_LOOK: u32 = 1024;

/// `value` as JSON, on one line, or with so many spaces for each level.
///
/// # Errors
/// If something in it has no form in JSON; with its place. If the run is to end, any error.
pub(crate) fn json_of(value: &Dynamic, indent: Option<usize>) -> Outcome<String> {
    let mut writer = Writer {
        out: String::new(),
        indent,
        level: 0,
        n_values: 0,
    };
    writer.value(value).map_err(Refused::into_trouble)?;
    Ok(writer.out)
}

struct Writer {
    out: String,
    indent: Option<usize>,
    /// How deep inside the value it is.
    level: usize,
    n_values: u32,
}

/// Something that has no form in JSON.
struct Refused {
    why: String,
    /// Where it is: the last step comes first.
    path: Vec<String>,
}

impl Refused {
    fn new(why: impl Into<String>) -> Self {
        Refused {
            why: why.into(),
            path: Vec::new(),
        }
    }

    fn within(mut self, step: impl FnOnce() -> String) -> Self {
        self.path.push(step());
        self
    }

    fn into_trouble(mut self) -> Trouble {
        self.path.reverse();
        Trouble::value(match self.path.is_empty() {
            true => self.why,
            false => format!("{}, at `{}`", self.why, self.path.concat()),
        })
    }
}

impl Writer {
    fn value(&mut self, value: &Dynamic) -> Result<(), Refused> {
        self.n_values += 1;
        if self.n_values.is_multiple_of(VALUES_PER_LOOK) && current::reason_to_stop().is_some() {
            return Err(Refused::new("the run is to end"));
        }
        if let Some(text) = value.read_lock::<ImmutableString>() {
            self.text(&text);
        } else if let Some(map) = value.read_lock::<Map>() {
            self.map(&map)?;
        } else if let Some(array) = value.read_lock::<Array>() {
            self.array(&array)?;
        } else if value.is_unit() {
            self.out.push_str("null");
        } else if let Ok(int) = value.as_int() {
            let _ = write!(self.out, "{int}");
        } else if let Ok(bool) = value.as_bool() {
            let _ = write!(self.out, "{bool}");
        } else if let Ok(char) = value.as_char() {
            self.text(char.encode_utf8(&mut [0; 4]));
        } else if let Ok(float) = value.as_float() {
            if !float.is_finite() {
                return Err(Refused::new(format!(
                    "the float {float} has no form in JSON"
                )));
            }
            self.out
                .push_str(&serde_json::to_string(&float).unwrap_or_default());
        } else {
            let what = match value.read_lock::<Dynamic>() {
                Some(inner) => with_article(inner.type_name()),
                None => with_article(value.type_name()),
            };
            return Err(Refused::new(format!("{what} has no form in JSON")));
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        self.out
            .push_str(&serde_json::to_string(text).unwrap_or_default());
    }

    fn array(&mut self, array: &Array) -> Result<(), Refused> {
        self.all(
            ['[', ']'],
            array.iter().enumerate(),
            |writer, (index, item)| {
                writer
                    .value(item)
                    .map_err(|refused| refused.within(|| format!("[{index}]")))
            },
        )
    }

    fn map(&mut self, map: &Map) -> Result<(), Refused> {
        self.all(['{', '}'], map.iter(), |writer, (key, value)| {
            writer.text(key);
            writer.out.push_str(match writer.indent {
                Some(_) => ": ",
                None => ":",
            });
            writer
                .value(value)
                .map_err(|refused| refused.within(|| entry(key)))
        })
    }

    fn all<T>(
        &mut self,
        [open, close]: [char; 2],
        items: impl ExactSizeIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        if self.level >= MOST_LEVELS {
            let why = format!("the value nests more than {MOST_LEVELS} levels deep");
            return Err(Refused::new(why));
        }
        let is_empty = items.len() == 0;
        self.out.push(open);
        self.level += 1;
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.line();
            write(self, item)?;
        }
        self.level -= 1;
        if !is_empty {
            self.line();
        }
        self.out.push(close);
        Ok(())
    }

    fn line(&mut self) {
        if let Some(indent) = self.indent {
            self.out.push('\n');
            self.out
                .extend(std::iter::repeat_n(' ', indent * self.level));
        }
    }
}

/// As one writes it in a script.
fn entry(key: &str) -> String {
    let is_part = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let is_name = !key.is_empty()
        && !key.starts_with(|char: char| char.is_ascii_digit())
        && key.chars().all(is_part);
    match is_name {
        true => format!(".{key}"),
        false => format!("[{key:?}]"),
    }
}
