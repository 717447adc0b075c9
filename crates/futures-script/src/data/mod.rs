//! Values as text and texts as values: JSON and CSV.

mod csv;
mod json;
mod to_json;

pub(crate) use csv::{CsvOptions, csv_of, rows_of};
pub(crate) use json::value_of;
pub(crate) use to_json::json_of;
