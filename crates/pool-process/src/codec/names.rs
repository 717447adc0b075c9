//! The names of fields and variants while a payload is written: each struct's are collected once, and stand in the table
//! behind the value, so that thousands of structs of one type cost two bytes each.
//!
//! A struct is told again by the addresses of its names, which are literals in the program: comparing them is faster
//! than writing the names would be. Serde tells the fields only one by one, and a struct inside of one of its own type
//! comes when not all are known. So a shape is open while it grows, and is closed by the first struct that ends; a struct
//! that turns out to have other names than the shape with which it began continues with another.

use std::cell::Cell;

use super::error::CodecError;
use super::form;
use super::writer::put_len;

/// A number of a shape or variant has one byte. A payload with more of them names everything where it stands.
const AT_MOST: usize = 255;

/// More fields than a struct can sensibly have; the reader refuses a larger table.
pub(super) const FIELDS_AT_MOST: usize = 1 << 16;

thread_local! {
    /// The memory of the last list, for the next.
    static SPARE: Cell<Names> = const { Cell::new(Names::new()) };
}

/// The names that a payload has so far.
pub(super) struct Names {
    shapes: Vec<Shape>,
    /// The shapes in use. Those behind are kept for their memory.
    n_shapes: usize,
    variants: Vec<&'static str>,
}

impl Default for Names {
    fn default() -> Self {
        Self::new()
    }
}

struct Shape {
    /// The name of the struct, or of the variant whose fields these are.
    owner: &'static str,
    fields: Vec<&'static str>,
    is_closed: bool,
}

impl Names {
    const fn new() -> Self {
        Names {
            shapes: Vec::new(),
            n_shapes: 0,
            variants: Vec::new(),
        }
    }

    /// None, in memory that is reused.
    pub(super) fn take() -> Self {
        SPARE.take()
    }

    pub(super) fn give_back(mut self) {
        self.n_shapes = 0;
        self.variants.clear();
        SPARE.set(self);
    }

    /// The number of a variant.
    #[inline]
    pub(super) fn variant(&mut self, name: &'static str) -> Result<u8, CodecError> {
        let known = self.variants.iter().position(|known| is(known, name));
        if let Some(number) = known {
            return Ok(number as u8);
        }
        if self.variants.len() == AT_MOST {
            return Err(CodecError::too_many_names());
        }
        self.variants.push(name);
        Ok((self.variants.len() - 1) as u8)
    }

    pub(super) fn variant_name(&self, number: u8) -> Option<&'static str> {
        self.variants.get(usize::from(number)).copied()
    }

    /// The shape with which a struct begins.
    #[inline]
    pub(super) fn begin(&mut self, owner: &'static str) -> Result<usize, CodecError> {
        let mut shapes = self.shapes[..self.n_shapes].iter();
        match shapes.position(|shape| is(shape.owner, owner)) {
            Some(number) => Ok(number),
            None => self.add(owner),
        }
    }

    /// The shape with which it goes on when its field number `at` is `name`.
    #[inline]
    pub(super) fn field(
        &mut self,
        number: usize,
        at: usize,
        name: &'static str,
    ) -> Result<usize, CodecError> {
        let shape = &mut self.shapes[number];
        match shape.fields.get(at) {
            Some(known) if is(known, name) => Ok(number),
            None if !shape.is_closed && at < FIELDS_AT_MOST => {
                shape.fields.push(name);
                Ok(number)
            }
            _ => self.another(number, at, Some(name)),
        }
    }

    /// The shape with which it ends after `count` fields.
    #[inline]
    pub(super) fn end(&mut self, number: usize, count: usize) -> Result<u8, CodecError> {
        let shape = &mut self.shapes[number];
        let number = match shape.fields.len() == count {
            true => number,
            false => self.another(number, count, None)?,
        };
        self.shapes[number].is_closed = true;
        Ok(number as u8)
    }

    /// A shape that has the first `at` fields of this one and then `next`, or nothing more.
    #[cold]
    fn another(
        &mut self,
        number: usize,
        at: usize,
        next: Option<&'static str>,
    ) -> Result<usize, CodecError> {
        let Shape { owner, fields, .. } = &self.shapes[number];
        let before = &fields[..at];
        let known = self.shapes[..self.n_shapes].iter().position(|shape| {
            shape.owner == *owner
                && shape.fields.get(..at) == Some(before)
                && match next {
                    Some(next) => shape.fields.get(at) == Some(&next),
                    None => shape.fields.len() == at,
                }
        });
        if let Some(known) = known {
            return Ok(known);
        }
        if at == FIELDS_AT_MOST {
            return Err(CodecError::too_many_names());
        }
        let (owner, before) = (*owner, before.to_vec());
        let new = self.add(owner)?;
        let fields = &mut self.shapes[new].fields;
        fields.extend(before);
        fields.extend(next);
        Ok(new)
    }

    #[cold]
    fn add(&mut self, owner: &'static str) -> Result<usize, CodecError> {
        let number = self.n_shapes;
        if number == AT_MOST {
            return Err(CodecError::too_many_names());
        }
        match self.shapes.get_mut(number) {
            Some(old) => {
                old.owner = owner;
                old.fields.clear();
                old.is_closed = false;
            }
            None => self.shapes.push(Shape {
                owner,
                fields: Vec::with_capacity(8),
                is_closed: false,
            }),
        }
        self.n_shapes += 1;
        Ok(number)
    }

    /// Appends the table, unless it is empty, and says in which form the payload is.
    ///
    /// # Errors
    /// It is too large.
    pub(super) fn write(&self, out: &mut Vec<u8>) -> Result<u8, CodecError> {
        if self.n_shapes == 0 && self.variants.is_empty() {
            return Ok(form::PLAIN);
        }
        let start = out.len();
        out.push(self.n_shapes as u8);
        for shape in &self.shapes[..self.n_shapes] {
            put_len(out, shape.fields.len());
            for name in &shape.fields {
                put_name(out, name);
            }
        }
        out.push(self.variants.len() as u8);
        for name in &self.variants {
            put_name(out, name);
        }
        let size = u32::try_from(out.len() - start).map_err(|_| CodecError::too_many_names())?;
        out.extend_from_slice(&size.to_le_bytes());
        Ok(form::TABLED)
    }
}

/// Are both the same text in the same place?
#[inline]
fn is(one: &str, other: &str) -> bool {
    std::ptr::eq(one, other)
}

#[inline]
fn put_name(out: &mut Vec<u8>, name: &str) {
    put_len(out, name.len());
    out.extend_from_slice(name.as_bytes());
}
