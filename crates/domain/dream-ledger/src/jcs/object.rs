//! An object on its way out: its fields are written as they come, and put in order at its end.

use super::{JcsError, write_string, writer::Writer};
use serde::Serialize;
use std::{borrow::Cow, cmp::Ordering};

/// An object whose fields are being written at the end of `out`.
pub(super) struct Object<'o> {
    out: &'o mut Vec<u8>,
    /// The fields so far: each begins with a byte that becomes `{` or `,`.
    fields: Vec<Field>,
    sorted: bool,
    /// What stands after it.
    end: &'static [u8],
}

struct Field {
    name: Cow<'static, str>,
    start: usize,
}

impl<'o> Object<'o> {
    /// An object that ends with `end`.
    pub(super) fn new(out: &'o mut Vec<u8>, end: &'static [u8]) -> Self {
        Self { out, fields: Vec::with_capacity(8), sorted: true, end }
    }

    /// The name of the next field. Its value follows.
    pub(super) fn name(&mut self, name: Cow<'static, str>) {
        self.sorted = self.sorted && self.fields.last().is_none_or(|last| order(&last.name, &name) == Ordering::Less);
        let start = self.out.len();
        self.out.push(if self.fields.is_empty() { b'{' } else { b',' });
        write_string(self.out, &name);
        self.out.push(b':');
        self.fields.push(Field { name, start });
    }

    /// The value of the field that was named last.
    pub(super) fn value(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), JcsError> {
        value.serialize(Writer::new(self.out))
    }

    pub(super) fn end(mut self) {
        if self.fields.is_empty() {
            self.out.push(b'{');
        }
        if !self.sorted {
            self.sort();
        }
        self.out.extend_from_slice(self.end);
    }

    fn sort(&mut self) {
        let Some(start) = self.fields.first().map(|field| field.start) else { return };
        let written = self.out.split_off(start);
        let ends = self.fields.iter().skip(1).map(|field| field.start).chain([start + written.len()]);
        let mut pieces: Vec<_> =
            self.fields.iter().zip(ends).map(|(field, end)| (&field.name, field.start + 1 - start..end - start)).collect();
        // The sort is stable, and of two fields of one name the later counts.
        pieces.sort_by(|(a, _), (b, _)| order(a, b));
        for (number, (name, range)) in pieces.iter().enumerate() {
            if pieces.get(number + 1).is_some_and(|(next, _)| next == name) {
                continue;
            }
            self.out.push(if self.out.len() == start { b'{' } else { b',' });
            self.out.extend_from_slice(written.get(range.clone()).unwrap_or_default());
        }
    }
}

/// By UTF-16 code units, as RFC 8785 section 3.2.3 has it; bytes sort the same way while all are ASCII.
fn order(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}
