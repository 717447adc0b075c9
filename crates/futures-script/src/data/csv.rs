//! Tables as text: rows of fields with commas between them.

use csv::{ReaderBuilder, StringRecord, WriterBuilder};
use rhai::{Array, Dynamic, ImmutableString, Map};

use crate::current;
use crate::outside::trouble::{Outcome, Trouble};
use crate::values::with_article;

/// So many rows are dealt with between two looks at whether to go on.
const ROWS_PER_LOOK: usize = 256;

/// How a table is written.
#[derive(Clone, Debug)]
pub(crate) struct CsvOptions {
    pub(crate) delimiter: u8,
    /// Is the first row the names of the columns?
    pub(crate) header: bool,
    /// The columns to be written, in order.
    pub(crate) columns: Option<Vec<String>>,
}

impl Default for CsvOptions {
    fn default() -> Self {
        CsvOptions {
            delimiter: b',',
            header: true,
            columns: None,
        }
    }
}

/// The rows of the table in `text`: maps, or arrays if it has no header. `what` says of what it is, for errors: empty, or
/// "data/x.csv, ".
///
/// # Errors
/// Where it is no table, and why. If the run is to end, any error.
pub(crate) fn rows_of(text: &str, options: &CsvOptions, what: &str) -> Outcome<Array> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(options.delimiter)
        .from_reader(text.as_bytes());
    let mut header: Option<Vec<rhai::Identifier>> = None;
    let mut rows = Array::new();
    let mut record = StringRecord::new();
    let wrong = |line: u64, why: String| Trouble::value(format!("{what}line {line}: {why}"));
    while reader
        .read_record(&mut record)
        .map_err(|error| Trouble::value(format!("{what}{error}")))?
    {
        if rows.len().is_multiple_of(ROWS_PER_LOOK) && current::reason_to_stop().is_some() {
            return Err(Trouble::value("the run is to end"));
        }
        let line = record.position().map_or(1, csv::Position::line);
        match &header {
            None if options.header => {
                let mut names: Vec<rhai::Identifier> = Vec::new();
                for name in &record {
                    if names.iter().any(|known| known == name) {
                        return Err(wrong(line, format!("two columns are called {name:?}")));
                    }
                    names.push(name.into());
                }
                header = Some(names);
            }
            None => {
                let row: Array = record.iter().map(field).collect();
                rows.push(row.into());
            }
            Some(names) => {
                if names.len() != record.len() {
                    let (fields, columns) = (record.len(), names.len());
                    let why = format!("{fields} fields, but the header has {columns}");
                    return Err(wrong(line, why));
                }
                let row = names.iter().cloned().zip(record.iter().map(field));
                rows.push(row.collect::<Map>().into());
            }
        }
    }
    Ok(rows)
}

fn field(text: &str) -> Dynamic {
    ImmutableString::from(text).into()
}

/// The table of `rows`, which are maps or arrays, as text.
///
/// # Errors
/// Which row is none, or has what cannot be written. If the run is to end, any error.
pub(crate) fn csv_of(rows: &Array, options: &CsvOptions) -> Outcome<String> {
    let mut writer = WriterBuilder::new()
        .delimiter(options.delimiter)
        .flexible(true)
        .from_writer(Vec::new());
    let mut write = |fields: &[String]| {
        let written = writer.write_record(fields);
        written.map_err(|error| Trouble::value(error.to_string()))
    };
    let mut columns = options.columns.clone();
    if columns.is_none() {
        // Without a word about it those of the first row, whose names are in order.
        let first = rows.first().and_then(|row| row.read_lock::<Map>());
        columns = first.map(|row| row.keys().map(ToString::to_string).collect());
    }
    if let Some(columns) = columns.as_ref().filter(|_| options.header) {
        write(columns)?;
    }
    for (index, row) in rows.iter().enumerate() {
        if index.is_multiple_of(ROWS_PER_LOOK) && current::reason_to_stop().is_some() {
            return Err(Trouble::value("the run is to end"));
        }
        let wrong = |why: String| Trouble::value(format!("row {index}: {why}"));
        let fields = if let Some(row) = row.read_lock::<Map>() {
            let columns = columns.as_deref().unwrap_or_default();
            if let Some(name) = row
                .keys()
                .find(|key| !columns.iter().any(|known| known == key.as_str()))
            {
                return Err(wrong(format!("there is no column {:?}", name.as_str())));
            }
            let value = |name: &String| row.get(name.as_str()).unwrap_or(&Dynamic::UNIT).clone();
            columns.iter().map(|name| text(&value(name))).collect()
        } else if let Some(row) = row.read_lock::<Array>() {
            row.iter()
                .map(text)
                .collect::<Result<Vec<String>, String>>()
        } else {
            let what = with_article(row.type_name());
            Err(format!("{what} is no row; a map or an array is"))
        };
        let fields = fields.map_err(wrong)?;
        if let Some(columns) = columns
            .as_ref()
            .filter(|columns| columns.len() != fields.len())
        {
            let (fields, columns) = (fields.len(), columns.len());
            return Err(wrong(format!(
                "{fields} fields, but there are {columns} columns"
            )));
        }
        write(&fields)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| Trouble::value(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Trouble::value(error.to_string()))
}

/// A field; what is missing is an empty one.
fn text(value: &Dynamic) -> Result<String, String> {
    let is_plain = value.is_unit()
        || value.is_int()
        || value.is_float()
        || value.is_bool()
        || value.is_char()
        || value.is_string();
    if is_plain {
        Ok(value.to_string())
    } else {
        let what = with_article(value.type_name());
        Err(format!("{what} is no field; a text or a number is"))
    }
}
