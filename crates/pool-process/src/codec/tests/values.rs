//! Values of every kind that serde knows arrive as they were.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;

use serde::ser::SerializeSeq;
use serde::{Deserialize, Serialize, Serializer};

use super::support::{arrive, check, encoded, from_bytes, refusal};
use crate::codec::{Received, decode, parts};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Unit;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Empty {}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Metres(f64);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Point,
    Circle(Metres),
    Line(i8, u128),
    Rectangle {
        width: u16,
        height: Option<Box<Shape>>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Everything {
    truth: bool,
    letter: char,
    small: (i8, i16, i32, i64, i128),
    large: (u8, u16, u32, u64, u128),
    broken: (f32, f64),
    text: String,
    nothing: (),
    unit: Unit,
    empty: Empty,
    none: [u8; 0],
    ghost: PhantomData<String>,
    maybe: Option<Option<u8>>,
    list: Vec<Shape>,
    set: BTreeSet<String>,
    map: BTreeMap<i32, Vec<u8>>,
    slice: Box<[u16]>,
    time: std::time::Duration,
    outcome: Result<u8, String>,
}

fn everything() -> Everything {
    Everything {
        truth: true,
        letter: '🦀',
        small: (i8::MIN, -2, i32::MAX, i64::MIN, i128::MIN),
        large: (255, 2, u32::MAX, u64::MAX, u128::MAX),
        broken: (-0.0, f64::INFINITY),
        text: "naïve".repeat(100),
        nothing: (),
        unit: Unit,
        empty: Empty {},
        none: [],
        ghost: PhantomData,
        maybe: Some(None),
        list: vec![
            Shape::Point,
            Shape::Circle(Metres(1.5)),
            Shape::Line(-1, 1),
            Shape::Rectangle {
                width: 3,
                height: Some(Box::new(Shape::Point)),
            },
        ],
        set: ["a", "b"].map(str::to_owned).into(),
        map: [(-1, vec![1, 2]), (7, vec![])].into(),
        slice: Box::new([1, 2, 3]),
        time: std::time::Duration::new(3, 4),
        outcome: Err("no".to_owned()),
    }
}

#[test]
fn every_kind_of_value_arrives() {
    check(());
    check(true);
    check(-7_i64);
    check('x');
    check((1_u8, "two".to_owned(), 3.0_f32));
    check(everything());
    check(vec![everything(); 300]);
    check(Some(vec![Some(Unit), None]));
    check(vec![(); 1000]);
    check(vec![[0_u8; 0]; 3]);
}

#[test]
fn numbers_text_and_bytes_go_past_serde() {
    check(Vec::<u8>::new());
    check((0..=255_u8).collect::<Vec<u8>>());
    check(vec![i8::MIN, -1, 1]);
    check(vec![i16::MIN, 7]);
    check(vec![u16::MAX, 7]);
    check(vec![i32::MIN, 7]);
    check(vec![u32::MAX, 7]);
    check(vec![i64::MIN, 7]);
    check(vec![u64::MAX, 7]);
    check(vec![i128::MIN, 7]);
    check(vec![u128::MAX, 7]);
    check(vec![isize::MIN, 7]);
    check(vec![usize::MAX, 7]);
    check(vec![f32::MIN, 0.5]);
    check(vec![f64::MIN, 0.5]);
    check(String::new());
    check("text, näturlich".to_owned());
    check(vec![7_u8; 100_000]);
    check("x".repeat(100_000));
    // Eight bytes each and one for the form: there is no length to be read.
    assert_eq!(encoded(&vec![1.0_f64; 100]).bytes.len(), 801);
}

#[test]
fn the_vector_that_arrived_becomes_the_value() {
    let bytes = encoded(&vec![7_u8; 1000]).bytes;
    let address = bytes.as_ptr();
    let value: Vec<u8> = decode(Received {
        bytes: Cow::Owned(bytes),
        attachments: Vec::new(),
    })
    .unwrap();
    assert_eq!(value.as_ptr(), address);
}

#[test]
fn a_large_value_can_be_sent_as_it_lies() {
    let text = "x".repeat(64 * 1024);
    let whole = parts(&text).unwrap().concat();
    assert_eq!(from_bytes::<String>(&whole).unwrap(), text);
    let bytes = vec![7_u8; 64 * 1024];
    let [first, form] = parts(&bytes).unwrap();
    assert_eq!(first.as_ptr(), bytes.as_ptr());
    assert_eq!(
        from_bytes::<Vec<u8>>(&[first, form].concat()).unwrap(),
        bytes
    );
    assert!(parts(&vec![7_u8; 64 * 1024 - 1]).is_none());
    assert!(parts(&vec![7_u64; 64 * 1024]).is_none());
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Sparse {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first: Option<u8>,
    second: u8,
    #[serde(skip)]
    cache: u8,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    third: Vec<u16>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Sparser {
    Fields {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first: Option<Sparse>,
        second: u8,
    },
}

/// Formats without names misread what follows a field that was left out.
#[test]
fn fields_that_are_left_out_are_missed_by_nobody() {
    let sparse = Sparse {
        second: 2,
        ..Sparse::default()
    };
    check(sparse.clone());
    check((sparse.clone(), 7_u8, everything()));
    check(Sparse {
        first: Some(1),
        third: vec![3],
        ..sparse.clone()
    });
    check(Sparser::Fields {
        first: None,
        second: 2,
    });
    check(Sparser::Fields {
        first: Some(sparse),
        second: 2,
    });
}

#[derive(Serialize)]
struct More {
    #[serde(skip_serializing_if = "Option::is_none")]
    gone: Option<u8>,
    unknown: Everything,
    known: u8,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Less {
    known: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strict {
    #[expect(dead_code, reason = "it is never made")]
    known: u8,
}

#[derive(Serialize, Deserialize)]
struct Pair {
    known: u8,
    other: u8,
}

#[test]
fn fields_that_the_reader_does_not_know() {
    let more = More {
        gone: None,
        unknown: everything(),
        known: 7,
    };
    assert_eq!(arrive::<Less>(&encoded(&more)).unwrap(), Less { known: 7 });
    let sent = encoded(&Pair { known: 1, other: 2 });
    assert_eq!(arrive::<Less>(&sent).unwrap(), Less { known: 1 });
    let error = arrive::<Strict>(&sent).unwrap_err().to_string();
    assert_eq!(error, "unknown field `other`, expected `known`");
    let error = arrive::<Pair>(&encoded(&Less { known: 1 })).err().unwrap();
    assert_eq!(error.to_string(), "missing field `other`");
}

/// A sequence that does not know how long it will be.
struct Unforeseen(u8);

impl Serialize for Unforeseen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        for n in 0..self.0 {
            seq.serialize_element(&n)?;
        }
        seq.end()
    }
}

/// One that lies about it.
struct Boastful;

impl Serialize for Boastful {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_seq(Some(3))?.end()
    }
}

#[test]
fn a_sequence_of_unknown_length_is_counted() {
    let sent = encoded(&(Unforeseen(3), 9_u8));
    let arrived: (Vec<u16>, u8) = arrive::<(BTreeSet<u8>, u8)>(&sent)
        .map(|(set, nine)| (set.into_iter().map(u16::from).collect(), nine))
        .unwrap();
    assert_eq!(arrived, (vec![0, 1, 2], 9));
    assert_eq!(refusal(&Boastful), "its type announced 3 parts and wrote 0");
}
