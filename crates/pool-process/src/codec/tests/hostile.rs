//! Bytes that no honest worker sends are errors: no panic, no memory taken on their word, no endless loop.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::support::{check, encoded, from_bytes, refusal};
use crate::codec::{form, tag};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Tree {
    Leaf,
    Text(String),
    Node {
        left: Box<Tree>,
        weight: f32,
        right: Box<Tree>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Mixed {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    maybe: Option<u8>,
    tree: Tree,
    map: BTreeMap<String, (char, bool)>,
    list: Vec<Option<u16>>,
}

fn mixed(maybe: Option<u8>) -> Mixed {
    let leaf = || Box::new(Tree::Leaf);
    Mixed {
        maybe,
        tree: Tree::Node {
            left: Box::new(Tree::Text("left".to_owned())),
            weight: 0.5,
            right: leaf(),
        },
        map: [("key".to_owned(), ('x', true))].into(),
        list: vec![Some(1), None],
    }
}

#[test]
fn a_payload_that_was_cut_short_is_an_error() {
    for maybe in [None, Some(1)] {
        let bytes = encoded(&mixed(maybe)).bytes;
        for len in 0..bytes.len() {
            let mut cut = bytes[..len].to_vec();
            from_bytes::<Mixed>(&cut).unwrap_err();
            cut.push(bytes[bytes.len() - 1]);
            if cut != bytes {
                from_bytes::<Mixed>(&cut).unwrap_err();
            }
        }
        let mut longer = bytes.clone();
        longer.insert(0, 0);
        from_bytes::<Mixed>(&longer).unwrap_err();
    }
    from_bytes::<Vec<u64>>(&encoded(&vec![1_u64]).bytes[1..]).unwrap_err();
}

#[test]
fn a_payload_with_a_wrong_byte_is_read_or_refused() {
    for maybe in [None, Some(1)] {
        let bytes = encoded(&mixed(maybe)).bytes;
        let mut refused = 0;
        for place in 0..bytes.len() {
            for byte in 0..=255 {
                let mut wrong = bytes.clone();
                wrong[place] = byte;
                refused += usize::from(from_bytes::<Mixed>(&wrong).is_err());
            }
        }
        assert!(refused > bytes.len() * 100, "{refused}");
    }
}

#[test]
fn noise_is_read_or_refused() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for _ in 0..20_000 {
        let len = (next() % 64) as usize;
        // Small numbers are what most choices are made by.
        let mut noise: Vec<u8> = (0..len)
            .map(|_| (next() % if next() % 2 == 0 { 28 } else { 256 }) as u8)
            .collect();
        // A table for all of it, or none.
        match next() % 2 {
            0 => noise.push(form::PLAIN),
            _ => {
                noise.extend_from_slice(b"\x01\x02\x04left\x01x\x02\x04Leaf\x04Node\x14\0\0\0");
                noise.push(form::TABLED);
            }
        }
        let _ = from_bytes::<Mixed>(&noise);
        let _ = from_bytes::<Vec<Tree>>(&noise);
        let _ = from_bytes::<HashMap<u8, (String, Option<char>)>>(&noise);
    }
}

/// A length with eight bytes, and something behind it.
fn with_length(kind: u8, len: u64) -> Vec<u8> {
    let mut bytes = match kind {
        tag::PACKED => vec![kind, tag::U128, 255],
        _ => vec![kind, 255],
    };
    bytes.extend_from_slice(&len.to_le_bytes());
    bytes.extend_from_slice(&[0; 20]);
    bytes.push(form::PLAIN);
    bytes
}

#[track_caller]
fn check_length<T: DeserializeOwned + std::fmt::Debug + 'static>(kind: u8) {
    for len in [21, 1 << 20, 1 << 32, 1 << 60, u64::MAX] {
        let error = from_bytes::<T>(&with_length(kind, len)).unwrap_err();
        assert_eq!(error.to_string(), "the bytes end before the value does");
    }
}

#[test]
fn no_length_is_believed_that_the_bytes_do_not_bear_out() {
    check_length::<Vec<String>>(tag::SEQ);
    check_length::<Vec<[u64; 32]>>(tag::SEQ);
    // Elements without content would be read for ever.
    check_length::<Vec<()>>(tag::SEQ);
    check_length::<Vec<[u8; 0]>>(tag::SEQ);
    check_length::<VecDeque<Tree>>(tag::SEQ);
    check_length::<HashMap<(), ()>>(tag::MAP);
    check_length::<BTreeMap<u8, u8>>(tag::MAP);
    check_length::<Box<str>>(tag::TEXT);
    check_length::<Box<str>>(tag::BYTES);
    check_length::<Vec<u128>>(tag::PACKED);
    check_length::<Option<String>>(tag::PACKED);
}

fn nested(depth: usize) -> Tree {
    (0..depth).fold(Tree::Leaf, |tree, _| Tree::Node {
        left: Box::new(tree),
        weight: 0.0,
        right: Box::new(Tree::Leaf),
    })
}

#[test]
fn a_depth_that_could_overflow_a_stack_is_refused_by_both_sides() {
    check(nested(128));
    let error = refusal(&nested(129));
    assert!(error.starts_with("value.Node.left.Node.left."), "{error}");
    assert!(error.ends_with(": nested more than 256 deep"), "{error}");

    // The first field of a node is the next one.
    let table = [&[1, 1, 4][..], b"left", &[1, 4], b"Node"].concat();
    let nodes = [tag::VARIANT, 0, tag::STRUCT, 0].repeat(100_000);
    let endless = tabled(&nodes, &table, table.len() as u32);
    let error = from_bytes::<Tree>(&endless).unwrap_err().to_string();
    assert!(error.ends_with(": nested more than 256 deep"), "{error}");
}

#[test]
fn a_value_of_another_type_is_told_apart() {
    #[track_caller]
    fn check<T: DeserializeOwned + std::fmt::Debug + 'static>(
        sent: impl Serialize + 'static,
        text: &str,
    ) {
        let error = from_bytes::<T>(&encoded(&sent).bytes).unwrap_err();
        assert_eq!(error.to_string(), text);
    }
    check::<String>(5_u8, "expected a string, found integer `5`");
    check::<String>(vec![1_u8], "expected a string, found sequence");
    check::<u64>("five".to_owned(), "expected u64, found string \"five\"");
    check::<u64>("x".repeat(100), "expected u64, found a string of 100 bytes");
    check::<Vec<(u8, bool)>>(
        vec![(1_u8, true), (2, false), (3, true)]
            .into_iter()
            .map(|(n, truth)| (n, (n < 3).then_some(truth)))
            .collect::<Vec<_>>(),
        "value[0].1: expected a boolean, found Option value",
    );
    check::<Tree>(mixed(None), "expected enum Tree, found map");
    check::<Mixed>(Tree::Leaf, "expected struct Mixed, found string \"Leaf\"");
    check::<(u8, u8, u8)>((1_u8, true), "value.1: expected u8, found boolean `true`");
    check::<(u8, String, u8)>(
        (1_u8, String::new()),
        "invalid length 2, expected a tuple of size 3",
    );
    check::<(u8, String)>((1_u8, String::new(), 3_u8), "its type left 1 parts unread");
    let error = from_bytes::<u8>(&[1, 99]).unwrap_err();
    assert_eq!(error.to_string(), "no payload ends with 99");
    let error = from_bytes::<u8>(&[99, form::PLAIN]).unwrap_err();
    assert_eq!(error.to_string(), "no value begins with 99");
    from_bytes::<String>(&[0xff, tag::TEXT]).unwrap_err();
    from_bytes::<String>(&[]).unwrap_err();
}

/// Type that reads nothing before it reads itself again.
#[derive(Debug, Deserialize)]
struct Endless(#[expect(dead_code, reason = "it is never made")] Option<Box<Endless>>);

#[test]
fn an_option_of_itself_ends() {
    for bytes in [
        vec![tag::U8, 1, form::PLAIN],
        vec![1, tag::BYTES],
        vec![tag::PACKED, tag::U8, 1, 1, form::PLAIN],
        [vec![tag::SOME; 100_000], vec![form::PLAIN]].concat(),
    ] {
        from_bytes::<Endless>(&bytes).unwrap_err();
        from_bytes::<Vec<Endless>>(&bytes).unwrap_err();
    }
}

/// A table with `n_shapes` shapes of the given bytes.
fn tabled(value: &[u8], table: &[u8], size: u32) -> Vec<u8> {
    [value, table, &size.to_le_bytes(), &[form::TABLED]].concat()
}

#[test]
fn a_table_is_not_believed_either() {
    let value = [tag::STRUCT, 0, tag::U8, 7];
    let good = [1, 1, 1, b'n', 0];
    let map: BTreeMap<String, u8> = from_bytes(&tabled(&value, &good, 5)).unwrap();
    assert_eq!(map, [("n".to_owned(), 7)].into());
    for size in [0, 4, 6, 9, 10, u32::MAX] {
        from_bytes::<BTreeMap<String, u8>>(&tabled(&value, &good, size)).unwrap_err();
    }
    let many = [&[1, 255][..], &u64::MAX.to_le_bytes()].concat();
    for bad in [
        &[0, 0][..],
        &[1, 2, 0, 0],
        &[1, 1, 1, 0xff, 0],
        &[2, 0, 0],
        &[],
        &many,
    ] {
        from_bytes::<BTreeMap<String, u8>>(&tabled(&value, bad, bad.len() as u32)).unwrap_err();
    }
    let variant = tabled(&[tag::UNIT_VARIANT, 1], &[0, 1, 1, b'A'], 4);
    let error = from_bytes::<Tree>(&variant).unwrap_err();
    assert_eq!(error.to_string(), "a variant has no name");
}
