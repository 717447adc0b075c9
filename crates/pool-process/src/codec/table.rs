//! The table of names behind a value, as the reader finds it.

use std::ops::Range;

use super::error::CodecError;
use super::names::FIELDS_AT_MOST;
use super::reader::{Reader, too_short};

/// The names of the fields of each shape, and of the variants.
#[derive(Default)]
pub(super) struct Table<'de> {
    names: Vec<&'de str>,
    shapes: Vec<Shape>,
    /// Where among the names those of variants begin.
    variants: usize,
}

#[derive(Default)]
struct Shape {
    names: Range<usize>,
    /// The fields that were last compared with these, and found to be the same.
    same: Option<&'static [&'static str]>,
}

impl<'de> Table<'de> {
    /// Takes the table off the end of a payload.
    pub(super) fn take(payload: &mut &'de [u8]) -> Result<Self, CodecError> {
        let (rest, size) = payload.split_last_chunk().ok_or_else(too_short)?;
        let value = usize::try_from(u32::from_le_bytes(*size))
            .ok()
            .and_then(|size| rest.len().checked_sub(size))
            .ok_or_else(too_short)?;
        *payload = &rest[..value];

        let mut reader = Reader::new(&rest[value..], Table::default());
        let n_shapes = reader.byte()?;
        let mut table = Table {
            names: Vec::with_capacity(16),
            shapes: Vec::with_capacity(usize::from(n_shapes)),
            variants: 0,
        };
        for _ in 0..n_shapes {
            let count = reader.len()?;
            let start = table.names.len();
            table.read_names(&mut reader, count)?;
            table.shapes.push(Shape {
                names: start..table.names.len(),
                same: None,
            });
        }
        table.variants = table.names.len();
        let n_variants = reader.byte()?;
        table.read_names(&mut reader, usize::from(n_variants))?;
        reader.end().map(|()| table)
    }

    /// Memory is taken only for names that are there.
    fn read_names(&mut self, reader: &mut Reader<'de>, count: usize) -> Result<(), CodecError> {
        if count > FIELDS_AT_MOST {
            return Err(CodecError::new("a struct has too many fields"));
        }
        for _ in 0..count {
            self.names.push(reader.text()?);
        }
        Ok(())
    }

    #[inline]
    pub(super) fn variant(&self, number: u8) -> Result<&'de str, CodecError> {
        let name = self.names.get(self.variants + usize::from(number));
        name.copied()
            .ok_or_else(|| CodecError::new("a variant has no name"))
    }

    /// The place of the names of a shape's fields.
    #[inline]
    pub(super) fn shape(&self, number: u8) -> Result<Range<usize>, CodecError> {
        match self.shapes.get(usize::from(number)) {
            Some(shape) => Ok(shape.names.clone()),
            None => Err(CodecError::new("the fields of a struct have no names")),
        }
    }

    #[inline]
    pub(super) fn name(&self, place: usize) -> &'de str {
        self.names[place]
    }

    /// Are the fields of this shape these, in this order? Compared once for each type.
    #[inline]
    pub(super) fn is_same(&mut self, number: u8, fields: &'static [&'static str]) -> bool {
        let Some(shape) = self.shapes.get_mut(usize::from(number)) else {
            return false;
        };
        if shape.same.is_some_and(|same| std::ptr::eq(same, fields)) {
            return true;
        }
        let is_same = self.names[shape.names.clone()] == *fields;
        if is_same {
            shape.same = Some(fields);
        }
        is_same
    }
}
