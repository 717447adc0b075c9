//! What serde can be told by attributes, most of which needs a format that says of each value what it is.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::support::{arrive, check, encoded, refusal};
use crate::SharedBytes;
use crate::codec::form;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Size {
    width: u32,
    height: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Flat {
    name: String,
    #[serde(flatten)]
    size: Size,
    #[serde(flatten)]
    others: BTreeMap<String, serde_json::Value>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct FlatEnum {
    name: String,
    #[serde(flatten)]
    shape: Tagged,
    #[serde(flatten)]
    content: Option<Nested>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Nothing,
    Truth(bool),
    Number(i64),
    Broken(f64),
    Text(String),
    Size(Size),
    Nested(Nested),
    List(Vec<Untagged>),
    Map(BTreeMap<String, Untagged>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum Tagged {
    NoShape,
    Circle { radius: f64 },
    Box(Size),
    Either { first: Box<Tagged>, second: u8 },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Unit,
    One(Untagged),
    Two(u8, String),
    Fields { a: Vec<u8>, b: char },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Nested {
    Unit,
    Inner(Box<Nested>),
    Tuple(u8, Option<Box<Nested>>),
    Fields { inner: Box<Nested>, text: String },
}

fn nested() -> Nested {
    Nested::Fields {
        inner: Box::new(Nested::Tuple(
            1,
            Some(Box::new(Nested::Inner(Box::new(Nested::Unit)))),
        )),
        text: "x".to_owned(),
    }
}

fn size(width: u32) -> Size {
    Size {
        width,
        height: (width > 1).then_some(7),
    }
}

/// Alone, many, and inside of others.
#[track_caller]
fn check_everywhere<T>(value: T)
where
    T: Clone + Debug + PartialEq + Serialize + for<'de> Deserialize<'de> + 'static,
{
    check(value.clone());
    check(vec![value.clone(); 300]);
    check((
        1_u8,
        Some(value.clone()),
        [(2_u8, value)].map(BTreeMap::from_iter_one),
    ));
}

trait FromOne<K, V> {
    fn from_iter_one(entry: (K, V)) -> Self;
}

impl<K: Ord, V> FromOne<K, V> for BTreeMap<K, V> {
    fn from_iter_one(entry: (K, V)) -> Self {
        [entry].into()
    }
}

#[test]
fn values_of_any_kind() {
    let value = json!({
        "null": null, "truth": true, "list": [1, -2, 3.5, "x", [], {}, [1, 2, 3], [0.5, 1.5]],
        "large": u64::MAX, "small": i64::MIN, "map": {"a": {"b": {"c": [null]}}},
    });
    check_everywhere(value);
    // A value of a type of its own is read as any other.
    let sent = encoded(&(size(2), nested(), "text", [1_u8; 3], Some(0.5)));
    assert_eq!(
        arrive::<serde_json::Value>(&sent).unwrap(),
        json!([
            {"width": 2, "height": 7},
            {"Fields": {"inner": {"Tuple": [1, {"Inner": "Unit"}]}, "text": "x"}},
            "text", [1, 1, 1], 0.5,
        ])
    );
    for (sent, value) in [
        (encoded(&"alone".to_owned()), json!("alone")),
        (encoded(&vec![1_u8, 2]), json!([1, 2])),
        (encoded(&vec![-1_i64, 2]), json!([-1, 2])),
        (encoded(&vec![0.5_f32]), json!([0.5])),
    ] {
        assert_eq!(arrive::<serde_json::Value>(&sent).unwrap(), value);
    }
    assert_eq!(
        arrive::<Box<str>>(&encoded(&"alone".to_owned())).unwrap(),
        "alone".into()
    );
    // And the other way round.
    assert_eq!(
        arrive::<Size>(&encoded(&json!({"height": null, "width": 1}))).unwrap(),
        size(1)
    );
    assert_eq!(
        arrive::<Size>(&encoded(&json!({"height": 7, "width": 2}))).unwrap(),
        size(2)
    );
    assert_eq!(
        arrive::<Nested>(&encoded(&json!({"Inner": {"Inner": "Unit"}}))).unwrap(),
        Nested::Inner(Box::new(Nested::Inner(Box::new(Nested::Unit))))
    );
}

#[test]
fn flattened_fields() {
    check_everywhere(Flat {
        name: "n".to_owned(),
        size: size(2),
        others: [("x".to_owned(), json!([1, "two"]))].into(),
    });
    for shape in [Tagged::NoShape, Tagged::Circle { radius: 0.5 }] {
        for content in [None, Some(Nested::Inner(Box::new(nested())))] {
            check_everywhere(FlatEnum {
                name: "n".to_owned(),
                shape: shape.clone(),
                content,
            });
        }
    }
}

#[test]
fn enums_without_their_tag_and_with_it_inside_or_beside() {
    for value in [
        Untagged::Nothing,
        Untagged::Truth(true),
        Untagged::Number(-7),
        Untagged::Broken(0.5),
        Untagged::Text("x".to_owned()),
        Untagged::Size(size(1)),
        Untagged::Nested(nested()),
        Untagged::List(vec![Untagged::Number(1), Untagged::Text(String::new())]),
        Untagged::List(vec![Untagged::Number(1), Untagged::Broken(2.5)]),
        Untagged::List([1, 2, 3].map(Untagged::Number).into()),
        Untagged::Map([("a".to_owned(), Untagged::Nothing)].into()),
    ] {
        check_everywhere(value.clone());
        check_everywhere(Adjacent::One(value));
    }
    let tagged = [
        Tagged::NoShape,
        Tagged::Circle { radius: 1.5 },
        Tagged::Box(size(3)),
        Tagged::Either {
            first: Box::new(Tagged::Either {
                first: Box::new(Tagged::NoShape),
                second: 1,
            }),
            second: 2,
        },
    ];
    tagged.iter().cloned().for_each(check_everywhere);
    check_everywhere(tagged);
    check_everywhere(Adjacent::Unit);
    check_everywhere(Adjacent::Two(1, "x".to_owned()));
    check_everywhere(Adjacent::Fields {
        a: vec![1, 2],
        b: 'x',
    });
    check_everywhere(nested());
}

#[test]
fn keys_of_every_kind() {
    check(HashMap::from([((1_u8, 'x'), 1), ((2, 'y'), 2)]));
    check(HashMap::from([(Some(1_i64), vec![1_u8])]));
    check(BTreeMap::from([(1.5_f64.to_bits(), true)]));
    check(HashMap::from([(vec![1_u8, 2], "x".to_owned())]));
    check(BTreeMap::from([(true, Cow::Borrowed("x"))]));
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Renamed {
    #[serde(rename(serialize = "written", deserialize = "read"), alias = "written")]
    first_name: u8,
    #[serde(alias = "surname")]
    last_name: u8,
    #[serde(skip_deserializing)]
    derived: u8,
    #[serde(default)]
    later: Option<u8>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Skipping {
    #[serde(skip)]
    Never,
    #[serde(alias = "Other")]
    One,
    Two(#[serde(with = "serde_bytes_like")] Vec<u8>),
}

/// As the crate serde_bytes does it.
mod serde_bytes_like {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        Vec::deserialize(from)
    }
}

#[test]
fn names_are_what_is_compared() {
    check_everywhere(Renamed {
        first_name: 1,
        last_name: 2,
        derived: 0,
        later: None,
    });
    check_everywhere(Skipping::One);
    check_everywhere(Skipping::Two(vec![1, 2]));
    assert_ne!(Skipping::Never, Skipping::One);
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct List {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<u8>,
    next: Option<Box<List>>,
    after: u8,
}

/// A struct inside of one of its own type comes before all of the outer one's names are known.
#[test]
fn a_struct_within_its_own_type() {
    let list = (0..50).fold(None, |next, n| {
        Some(Box::new(List {
            before: (n % 3 == 0).then_some(n),
            next,
            after: n,
        }))
    });
    check_everywhere(list.unwrap());
}

#[test]
fn the_names_of_a_struct_are_written_once() {
    let one = encoded(&size(1)).bytes.len();
    let many = encoded(&vec![size(1); 100]).bytes.len();
    assert!(many < one + 100 * 8 + 8, "{one} {many}");
}

/// A struct with as many fields as it is told.
struct Growing(usize);

const LETTERS: [&str; 3] = ["a", "b", "c"];

impl Serialize for Growing {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = to.serialize_struct("Growing", self.0)?;
        for digit in 0..6 {
            let name = LETTERS[self.0 / 3_usize.pow(digit) % 3];
            fields.serialize_field(name, &digit)?;
        }
        fields.end()
    }
}

#[test]
fn more_shapes_than_the_table_has_room_for() {
    let few: Vec<Growing> = (0..200).map(Growing).collect();
    let many: Vec<(Growing, Nested)> = (0..600).map(|n| (Growing(n), nested())).collect();
    let (few, many) = (encoded(&few), encoded(&many));
    assert_eq!(few.bytes.last(), Some(&form::TABLED));
    assert_eq!(many.bytes.last(), Some(&form::PLAIN));
    arrive::<serde_json::Value>(&few).unwrap();
    let arrived: Vec<(serde_json::Value, Nested)> = arrive(&many).unwrap();
    assert!(arrived.iter().all(|(_, value)| *value == nested()));
    assert_eq!(arrived[0].0, json!({"a": 5}));
    assert_eq!(arrived[1].0, json!({"b": 0, "a": 5}));
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Carrier {
    Bytes { content: SharedBytes },
    Flat(Wrapped),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Wrapped {
    #[serde(flatten)]
    inner: Inner,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Inner {
    content: SharedBytes,
}

#[test]
fn shared_memory_stands_anywhere() {
    for len in [3, 100_000] {
        let content = SharedBytes::from(vec![7; len]);
        let bytes = Carrier::Bytes {
            content: content.clone(),
        };
        let inner = Inner { content };
        let sent = encoded(&bytes);
        assert_eq!(
            (sent.attachments.len(), sent.bytes.len() < 100),
            ((len / 100_000), true)
        );
        check_everywhere(bytes);
        check_everywhere(Carrier::Flat(Wrapped { inner }));
    }
}

#[test]
fn sequences_of_numbers_are_packed_and_unpacked() {
    check((1_u8, vec![7_u8; 1000]));
    assert!(encoded(&(1_u8, vec![7_u8; 1000])).bytes.len() < 1020);
    assert!(encoded(&(1_u8, vec![0.5_f64; 1000])).bytes.len() < 8020);
    check((vec![-1_i128], vec![1_u128 << 100], vec![Some(1_u16)]));
    check(json!([
        [1, 2, -3],
        [-1, 2],
        [1, 2.5],
        [1, null],
        [1, [2]],
        [[2], 1]
    ]));
    assert_eq!(
        refusal(&(vec![1_u8], vec![Some(nested_options())])),
        "value.1[0]: nested more than 256 deep"
    );
}

/// A type that is deeper than anything sensible.
fn nested_options() -> Deep {
    (0..300).fold(Deep(None), |inner, _| Deep(Some(Box::new(inner))))
}

#[derive(Serialize)]
struct Deep(Option<Box<Deep>>);
