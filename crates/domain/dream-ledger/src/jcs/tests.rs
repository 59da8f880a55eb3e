//! Canonical JSON against the examples of RFC 8785 and against its definition, written down as it reads.

use super::*;
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Map, Value, json, value::RawValue};
use std::collections::BTreeMap;

fn check(value: &impl Serialize, expected: &str) {
    assert_eq!(String::from_utf8(to_vec(value).unwrap()).unwrap(), expected);
}

/// Trap 40: a dependency that switches on `preserve_order` for the whole binary must not change a hash.
#[test]
fn fields_sort_by_utf16_whatever_the_map_kept() {
    // RFC 8785 section 3.2.3.
    check(
        &json!({"\u{20ac}":"Euro Sign","\r":"Carriage Return","\u{fb33}":"Hebrew Letter Dalet With Dagesh","1":"One","\u{1f600}":"Emoji: Grinning Face","\u{80}":"Control","\u{f6}":"Latin Small Letter O With Diaeresis"}),
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"\u{f6}\":\"Latin Small Letter O With Diaeresis\",\"\u{20ac}\":\"Euro Sign\",\"\u{1f600}\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}",
    );
}

#[test]
fn numbers_read_as_ecmascript_writes_them() {
    // RFC 8785 appendix B.
    for (bits, expected) in [
        (0x0000_0000_0000_0000_u64, "0"),
        (0x8000_0000_0000_0000, "0"),
        (0x0000_0000_0000_0001, "5e-324"),
        (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
        (0x4340_0000_0000_0000, "9007199254740992"),
        (0x4430_0000_0000_0000, "295147905179352830000"),
        (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
        (0x44b5_2d02_c7e1_4af6, "1e+23"),
        (0x444b_1ae4_d6e2_ef50, "1e+21"),
        (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
        (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
        (0x41b3_de43_5555_5553, "333333333.3333332"),
        (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
    ] {
        let mut out = String::new();
        write_float(&mut out, f64::from_bits(bits));
        assert_eq!(out, expected, "{bits:016x}");
    }
}

#[test]
fn integers_that_other_readers_round_are_refused() {
    check(&json!(9_007_199_254_740_991_i64), "9007199254740991");
    assert!(matches!(to_vec(&json!(9_007_199_254_740_992_i64)), Err(JcsError::Integer(_))));
    assert!(matches!(to_vec(&json!(u64::MAX)), Err(JcsError::Integer(_))));
}

#[test]
fn control_characters_are_escaped_and_others_are_not() {
    check(&json!("\u{1}\u{1f}\"\\/\u{7f}é"), "\"\\u0001\\u001f\\\"\\\\/\u{7f}é\"");
}

/// RFC 8785 as it reads, over a finished value: what the writer, which never holds one, must agree with.
fn by_definition(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) => value.to_string(),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => integer.to_string(),
            None => {
                let mut out = String::new();
                write_float(&mut out, number.as_f64().unwrap());
                out
            }
        },
        Value::String(text) => {
            let letters = text.chars().map(|letter| match letter {
                '"' => "\\\"".to_owned(),
                '\\' => "\\\\".to_owned(),
                '\u{8}' => "\\b".to_owned(),
                '\t' => "\\t".to_owned(),
                '\n' => "\\n".to_owned(),
                '\u{c}' => "\\f".to_owned(),
                '\r' => "\\r".to_owned(),
                control if control < ' ' => format!("\\u{:04x}", u32::from(control)),
                other => other.to_string(),
            });
            format!("\"{}\"", letters.collect::<String>())
        }
        Value::Array(items) => format!("[{}]", items.iter().map(by_definition).collect::<Vec<_>>().join(",")),
        Value::Object(map) => {
            let mut fields: Vec<_> = map.iter().collect();
            fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            let fields =
                fields.into_iter().map(|(name, item)| format!("{}:{}", by_definition(&Value::from(name.as_str())), by_definition(item)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
    }
}

fn values() -> impl Strategy<Value = Value> {
    let letters = prop_oneof![any::<char>(), prop::char::range('\0', '~'), Just('\u{fb33}'), Just('\u{1f600}')];
    let text = prop::collection::vec(letters, 0..6).prop_map(String::from_iter);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-(1_i64 << 53) + 1..1 << 53).prop_map(Value::from),
        any::<f64>().prop_filter_map("finite", |float| float.is_finite().then(|| Value::from(float))),
        text.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((text.clone(), inner), 0..6).prop_map(|fields| Value::Object(Map::from_iter(fields))),
        ]
    })
}

proptest! {
    #[test]
    fn the_writer_agrees_with_the_definition(value in values()) {
        prop_assert_eq!(String::from_utf8(to_vec(&value).unwrap()).unwrap(), by_definition(&value));
    }
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Shape {
    Unit,
    Newtype(u8),
    Tuple(i8, Option<char>),
    Struct { z: (), a: f32 },
}

#[derive(Serialize)]
struct Rest {
    zulu: [u16; 2],
    #[serde(flatten)]
    more: BTreeMap<u32, Shape>,
    alpha: u128,
}

/// Every shape that serde knows comes out as it does by way of a finished value.
#[test]
fn every_shape_is_written_as_the_finished_value_would_be() {
    #[derive(Serialize)]
    struct All<'a> {
        shapes: Vec<Shape>,
        rest: Rest,
        raw: &'a RawValue,
        shown: &'a str,
        bytes: (i128, u64),
        nothing: Option<()>,
    }
    let shapes = vec![Shape::Unit, Shape::Newtype(7), Shape::Tuple(-1, Some('\n')), Shape::Struct { z: (), a: 1.5 }];
    let more = BTreeMap::from([(10, Shape::Unit), (9, Shape::Newtype(0))]);
    let raw = RawValue::from_string("{\"b\": [1.0, -0.0, 1e2], \"a\": \"x\"}".to_owned()).unwrap();
    let rest = Rest { zulu: [1, 2], more, alpha: 3 };
    let all = All { shapes, rest, raw: &raw, shown: "\u{1}", bytes: (-5, 6), nothing: None };
    check(
        &all,
        "{\"bytes\":[-5,6],\"nothing\":null,\"raw\":{\"a\":\"x\",\"b\":[1,0,100]},\
         \"rest\":{\"10\":\"unit\",\"9\":{\"newtype\":0},\"alpha\":3,\"zulu\":[1,2]},\
         \"shapes\":[\"unit\",{\"newtype\":7},{\"tuple\":[-1,\"\\n\"]},{\"struct\":{\"a\":1.5,\"z\":null}}],\"shown\":\"\\u0001\"}",
    );
}

/// A map may give one name twice; as in a finished value, the later counts.
#[test]
fn of_two_fields_of_one_name_the_later_counts() {
    struct Twice;
    impl Serialize for Twice {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map([("b", 1), ("a", 2), ("b", 3)])
        }
    }
    check(&Twice, "{\"a\":2,\"b\":3}");
}

#[test]
fn numbers_that_are_not_finite_are_refused() {
    for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(matches!(to_vec(&[float]), Err(JcsError::NotFinite(_))));
    }
    assert!(matches!(to_vec(&f32::NAN), Err(JcsError::NotFinite(_))));
}

#[test]
fn keys_that_are_no_text_are_refused() {
    assert!(matches!(to_vec(&BTreeMap::from([(vec![1], 2)])), Err(JcsError::Json(_))));
}
