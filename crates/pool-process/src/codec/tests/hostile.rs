//! Bytes that no honest worker sends are errors: no panic, no memory taken on their word, no endless loop.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::support::{check, encoded, from_bytes, refusal};
use crate::codec::form;

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
            .map(|_| (next() % if next() % 2 == 0 { 4 } else { 256 }) as u8)
            .collect();
        noise.push((next() % 2) as u8);
        let _ = from_bytes::<Mixed>(&noise);
        let _ = from_bytes::<Vec<Tree>>(&noise);
        let _ = from_bytes::<HashMap<u8, (String, Option<char>)>>(&noise);
    }
}

/// A length with eight bytes, and something behind it.
fn with_length(len: u64) -> Vec<u8> {
    let mut bytes = vec![255];
    bytes.extend_from_slice(&len.to_le_bytes());
    bytes.extend_from_slice(&[0; 20]);
    bytes.push(form::IN_ORDER);
    bytes
}

#[track_caller]
fn check_length<T: DeserializeOwned + std::fmt::Debug + 'static>() {
    for len in [21, 1 << 20, 1 << 32, 1 << 60, u64::MAX] {
        let error = from_bytes::<T>(&with_length(len)).unwrap_err();
        assert_eq!(error.to_string(), "the bytes end before the value does");
    }
}

#[test]
fn no_length_is_believed_that_the_bytes_do_not_bear_out() {
    check_length::<Vec<String>>();
    check_length::<Vec<[u64; 32]>>();
    // Elements without content would be read for ever.
    check_length::<Vec<()>>();
    check_length::<Vec<[u8; 0]>>();
    check_length::<VecDeque<Tree>>();
    check_length::<HashMap<(), ()>>();
    check_length::<BTreeMap<u8, u8>>();
    check_length::<Box<str>>();
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
    assert!(error.ends_with(": nested more than 128 deep"), "{error}");

    // Variant 2 with three fields, the first of which is the next node.
    let mut endless = [2, 3].repeat(100_000);
    endless.push(form::IN_ORDER);
    let error = from_bytes::<Tree>(&endless).unwrap_err().to_string();
    assert!(error.ends_with(": nested more than 128 deep"), "{error}");
}

#[test]
fn a_value_of_another_type_is_told_apart() {
    let error = from_bytes::<Vec<f64>>(&encoded(&vec![1_u64]).bytes).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a Vec<u64> came where alloc::vec::Vec<f64> belongs"
    );
    let error = from_bytes::<String>(&encoded(&vec![1_u8]).bytes).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a Vec<u8> came where alloc::string::String belongs"
    );
    let error = from_bytes::<Vec<u8>>(&encoded(&(1_u8, 2_u8)).bytes).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a serialized value came where alloc::vec::Vec<u8> belongs"
    );
    let error = from_bytes::<u8>(&[1, 99]).unwrap_err();
    assert_eq!(error.to_string(), "something unknown came where u8 belongs");
    let error = from_bytes::<u8>(&encoded(&(1_u8, 2_u8)).bytes).unwrap_err();
    assert_eq!(
        error.to_string(),
        "1 bytes are left when the value is complete"
    );
    from_bytes::<String>(&[0xff, form::TEXT]).unwrap_err();
    from_bytes::<String>(&[]).unwrap_err();
}
