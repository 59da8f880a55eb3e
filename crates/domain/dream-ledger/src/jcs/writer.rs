//! Canonical JSON straight from a value, as serde walks it.

use super::{JcsError, object::Object, write_float, write_integer, write_letters, write_string};
use serde::{Serialize, Serializer, ser};
use serde_json::Value;
use std::{borrow::Cow, fmt};

/// How `serde_json` passes on numbers and values that it kept as text.
const TEXTS: &str = "$serde_json::private::";

/// Writes one value at the end of `out`.
pub(super) struct Writer<'o> {
    out: &'o mut Vec<u8>,
}

/// An array that is being written.
pub(super) struct Array<'o> {
    out: &'o mut Vec<u8>,
    empty: bool,
    end: &'static [u8],
}

/// A struct that is being written.
pub(super) enum Struct<'o> {
    Object(Object<'o>),
    /// JSON that was kept as text.
    Text(&'o mut Vec<u8>),
}

/// Escapes what is displayed.
struct Letters<'o>(&'o mut Vec<u8>);

impl fmt::Write for Letters<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        write_letters(self.0, text);
        Ok(())
    }
}

impl<'o> Writer<'o> {
    pub(super) fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out }
    }

    fn array(self, end: &'static [u8]) -> Array<'o> {
        self.out.push(b'[');
        Array { out: self.out, empty: true, end }
    }

    /// Begins `{"variant":`.
    fn variant(&mut self, variant: &str) {
        self.out.push(b'{');
        write_string(self.out, variant);
        self.out.push(b':');
    }
}

impl<'o> Serializer for Writer<'o> {
    type Ok = ();
    type Error = JcsError;
    type SerializeSeq = Array<'o>;
    type SerializeTuple = Array<'o>;
    type SerializeTupleStruct = Array<'o>;
    type SerializeTupleVariant = Array<'o>;
    type SerializeMap = Object<'o>;
    type SerializeStruct = Struct<'o>;
    type SerializeStructVariant = Struct<'o>;

    fn serialize_bool(self, value: bool) -> Result<(), JcsError> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), JcsError> {
        write_integer(self.out, value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), JcsError> {
        write_integer(self.out, value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), JcsError> {
        write_integer(self.out, value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), JcsError> {
        write_integer(self.out, value.into())
    }

    fn serialize_i128(self, value: i128) -> Result<(), JcsError> {
        write_integer(self.out, value)
    }

    fn serialize_u8(self, value: u8) -> Result<(), JcsError> {
        write_integer(self.out, value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), JcsError> {
        write_integer(self.out, value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), JcsError> {
        write_integer(self.out, value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), JcsError> {
        write_integer(self.out, value.into())
    }

    fn serialize_u128(self, value: u128) -> Result<(), JcsError> {
        let integer = i128::try_from(value).map_err(|_| JcsError::Integer(value.to_string()))?;
        write_integer(self.out, integer)
    }

    fn serialize_f32(self, value: f32) -> Result<(), JcsError> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), JcsError> {
        if !value.is_finite() {
            return Err(JcsError::NotFinite(value.to_string()));
        }
        let mut text = String::new();
        write_float(&mut text, value);
        self.out.extend_from_slice(text.as_bytes());
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), JcsError> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), JcsError> {
        write_string(self.out, value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), JcsError> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), JcsError> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), JcsError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), JcsError> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), JcsError> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), JcsError> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), JcsError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), JcsError> {
        self.variant(variant);
        value.serialize(Writer::new(self.out))?;
        self.out.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Array<'o>, JcsError> {
        Ok(self.array(b"]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Array<'o>, JcsError> {
        Ok(self.array(b"]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Array<'o>, JcsError> {
        Ok(self.array(b"]"))
    }

    fn serialize_tuple_variant(mut self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Array<'o>, JcsError> {
        self.variant(variant);
        Ok(self.array(b"]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Object<'o>, JcsError> {
        Ok(Object::new(self.out, b"}"))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Struct<'o>, JcsError> {
        Ok(if name.starts_with(TEXTS) { Struct::Text(self.out) } else { Struct::Object(Object::new(self.out, b"}")) })
    }

    fn serialize_struct_variant(mut self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Struct<'o>, JcsError> {
        self.variant(variant);
        Ok(Struct::Object(Object::new(self.out, b"}}")))
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), JcsError> {
        self.out.push(b'"');
        let written = fmt::write(&mut Letters(self.out), format_args!("{value}"));
        self.out.push(b'"');
        written.map_err(|_| ser::Error::custom("a value cannot be displayed"))
    }
}

impl Array<'_> {
    fn element(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), JcsError> {
        if !std::mem::take(&mut self.empty) {
            self.out.push(b',');
        }
        value.serialize(Writer::new(self.out))
    }

    fn finish(self) {
        self.out.extend_from_slice(self.end);
    }
}

macro_rules! arrays {
    ($($kind:ident $method:ident;)*) => {
        $(impl ser::$kind for Array<'_> {
            type Ok = ();
            type Error = JcsError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), JcsError> {
                self.element(value)
            }

            fn end(self) -> Result<(), JcsError> {
                self.finish();
                Ok(())
            }
        })*
    };
}

arrays! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

impl ser::SerializeMap for Object<'_> {
    type Ok = ();
    type Error = JcsError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), JcsError> {
        let name = match serde_json::to_value(key).map_err(JcsError::Json)? {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            _ => return Err(ser::Error::custom("the key of a map is no text")),
        };
        self.name(Cow::Owned(name));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), JcsError> {
        self.value(value)
    }

    fn end(self) -> Result<(), JcsError> {
        Object::end(self);
        Ok(())
    }
}

impl Struct<'_> {
    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), JcsError> {
        match self {
            Self::Object(object) => {
                object.name(Cow::Borrowed(name));
                object.value(value)
            }
            Self::Text(out) => match serde_json::to_value(value).map_err(JcsError::Json)? {
                Value::String(text) => write_text(out, &text),
                _ => Err(ser::Error::custom("JSON that was kept as text is no text")),
            },
        }
    }

    fn finish(self) {
        match self {
            Self::Object(object) => object.end(),
            Self::Text(_) => {}
        }
    }
}

/// JSON that was kept as text, such as a number of any length.
fn write_text(out: &mut Vec<u8>, text: &str) -> Result<(), JcsError> {
    if let Ok(integer) = text.parse::<i128>() {
        return write_integer(out, integer);
    }
    if let Ok(float) = text.parse::<f64>() {
        return Writer::new(out).serialize_f64(float);
    }
    let value: Value = serde_json::from_str(text).map_err(JcsError::Json)?;
    value.serialize(Writer::new(out))
}

macro_rules! structs {
    ($($kind:ident)*) => {
        $(impl ser::$kind for Struct<'_> {
            type Ok = ();
            type Error = JcsError;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), JcsError> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), JcsError> {
                self.finish();
                Ok(())
            }
        })*
    };
}

structs! { SerializeStruct SerializeStructVariant }
