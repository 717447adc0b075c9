//! An error says where inside the value it happened, and what the type had to say.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::support::{arrive, encoded, refusal};

/// A byte that refuses to be written if it is 13, and to be read if it is 14.
#[derive(Debug)]
struct Ink(u8);

impl Serialize for Ink {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            13 => Err(S::Error::custom("out of ink")),
            n => serializer.serialize_u8(n),
        }
    }
}

impl<'de> Deserialize<'de> for Ink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u8::deserialize(deserializer)? {
            14 => Err(D::Error::custom("the ink has dried")),
            n => Ok(Ink(n)),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Job {
    name: String,
    image: Image,
}

#[derive(Serialize, Deserialize)]
struct Image {
    pixels: Vec<Ink>,
}

#[derive(Serialize, Deserialize)]
struct Sparse {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    left_out: Option<u8>,
    colour: Ink,
}

#[derive(Serialize, Deserialize)]
enum Brush {
    Round(Ink),
    Pair(u8, Ink),
    Flat { colour: Ink },
}

#[derive(Serialize, Deserialize)]
struct Newtype(Ink);

#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Name {
    Anna,
}

/// Both directions name the same place.
#[track_caller]
fn check<T>(make: impl Fn(u8) -> T, path: &str)
where
    T: Serialize + for<'de> Deserialize<'de> + 'static,
{
    assert_eq!(refusal(&make(13)), format!("{path}out of ink"));
    let error = arrive::<T>(&encoded(&make(14))).err().unwrap();
    assert_eq!(error.to_string(), format!("{path}the ink has dried"));
}

#[test]
fn the_path_leads_to_the_offending_field() {
    let job = |n| Job {
        name: "sky".to_owned(),
        image: Image {
            pixels: [0, 1, 2, n, 4].map(Ink).into(),
        },
    };
    check(job, "value.image.pixels[3]: ");
    check(Ink, "");
    check(|n| (1_u8, Ink(n)), "value.1: ");
    check(|n| Some(vec![Some(Ink(0)), Some(Ink(n))]), "value[1]: ");
    check(|n| Newtype(Ink(n)), "");
    check(|n| vec![Newtype(Ink(n))], "value[0]: ");
    let sparse = |n| Sparse {
        left_out: None,
        colour: Ink(n),
    };
    check(sparse, "value.colour: ");
}

#[test]
fn the_path_goes_through_variants() {
    check(|n| Brush::Round(Ink(n)), "value.Round: ");
    check(|n| Brush::Pair(7, Ink(n)), "value.Pair.1: ");
    check(
        |n| vec![Brush::Flat { colour: Ink(n) }],
        "value[0].Flat.colour: ",
    );
}

#[test]
fn the_path_goes_through_keys() {
    let of_text = |n| BTreeMap::from([("a".to_owned(), Ink(0)), ("b c".to_owned(), Ink(n))]);
    check(of_text, "value[\"b c\"]: ");
    check(|n| BTreeMap::from([(-7_i32, Ink(n))]), "value[-7]: ");
    check(|n| BTreeMap::from([(7_u64, vec![Ink(n)])]), "value[7][0]: ");
    check(|n| BTreeMap::from([(Name::Anna, Ink(n))]), "value[Anna]: ");
    check(|n| BTreeMap::from([((), Ink(n))]), "value[entry 0]: ");
}

#[test]
fn what_serde_itself_finds_wrong_has_a_path_too() {
    let sent = encoded(&vec![1_u64, 0, 2].into_iter().map(Some).collect::<Vec<_>>());
    let error = arrive::<Vec<Option<std::num::NonZero<u64>>>>(&sent).unwrap_err();
    assert_eq!(
        error.to_string(),
        "value[1]: invalid value: integer `0`, expected a nonzero u64"
    );
}
