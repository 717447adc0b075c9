//! Shared memory inside of values travels beside them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::value::{BytesDeserializer, Error as ValueError, SeqDeserializer};
use serde::{Deserialize, Serialize, Serializer};

use super::support::{arrive, check, encoded, from_bytes};
use crate::SharedBytes;
use crate::codec::{Received, decode};

const BIG: usize = 64 * 1024;

fn big(byte: u8) -> SharedBytes {
    SharedBytes::build(BIG, |bytes| bytes.fill(byte)).unwrap()
}

#[test]
fn small_ones_are_copied_and_big_ones_are_attached() {
    let small = SharedBytes::from(vec![7; BIG - 1]);
    let sent = encoded(&small);
    assert_eq!((sent.attachments.len(), sent.bytes.len() > BIG), (0, true));
    check(small);

    let sent = encoded(&big(7));
    assert_eq!((sent.attachments.len(), sent.bytes.len() < 50), (1, true));
    check(big(7));
    check(SharedBytes::from(&[3; 2 * BIG][..]));
    check(SharedBytes::default());
}

#[test]
fn they_may_stand_anywhere_and_share_what_is_the_same() {
    let (one, two) = (big(1), big(2));
    let value = (
        one.clone(),
        BTreeMap::from([(7, vec![Some(two.clone()), None, Some(one.slice(5..1000))])]),
        SharedBytes::from(vec![9]),
        two.slice(BIG..),
    );
    assert_eq!(encoded(&value).attachments.len(), 2);
    check(value);
}

#[test]
fn the_receiver_reads_the_same_memory() {
    let sent = encoded(&(big(1), big(2)));
    let (one, two): (SharedBytes, SharedBytes) = arrive(&sent).unwrap();
    let inode = |bytes: &SharedBytes| rustix::fs::fstat(bytes.fd().unwrap()).unwrap().st_ino;
    assert_eq!(inode(&one), inode(&sent.attachments[0]));
    assert_eq!(inode(&two), inode(&sent.attachments[1]));
    drop(sent);
    assert!(one.iter().all(|byte| *byte == 1));
    // Sent on, they are still not copied.
    assert_eq!(encoded(&vec![one]).attachments.len(), 1);
}

#[test]
fn what_is_beyond_the_limit_is_copied() {
    let many: Vec<SharedBytes> = (0..70).map(big).collect();
    let sent = encoded(&many);
    assert_eq!(sent.attachments.len(), 64);
    assert!(sent.bytes.len() > 6 * BIG);
    check(many);
}

#[test]
fn memory_that_has_not_come_is_missed() {
    let sent = encoded(&vec![big(1)]);
    let error = from_bytes::<Vec<SharedBytes>>(&sent.bytes).unwrap_err();
    assert_eq!(
        error.to_string(),
        "value[0]: it refers to shared memory that has not come with it"
    );
    let other = std::fs::File::open("/dev/null").unwrap();
    let error = decode::<Vec<SharedBytes>>(Received {
        bytes: Cow::Borrowed(&sent.bytes),
        attachments: vec![other.into()],
    });
    let error = error.unwrap_err().to_string();
    assert!(
        error.starts_with("value[0]: cannot map its shared memory: "),
        "{error}"
    );
}

/// The two numbers of a part that is beyond its memory.
#[derive(Serialize)]
enum Claim {
    #[expect(dead_code, reason = "it holds the place of the first variant")]
    Inline,
    Attached((u32, u64, u64)),
}

#[test]
fn a_part_beyond_the_end_is_refused() {
    let whole = encoded(&big(1));
    for (start, len) in [(1, BIG as u64), (u64::MAX, 2), (BIG as u64 + 1, 0)] {
        let mut claim = encoded(&Claim::Attached((0, start, len)));
        claim.attachments = whole.attachments.clone();
        let error = arrive::<SharedBytes>(&claim).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a part beyond the end of its shared memory"
        );
    }
}

/// A value that sends another one while it is being sent.
struct Nested(SharedBytes);

impl Serialize for Nested {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let inner = encoded(&(big(8), big(9)));
        assert_eq!(inner.attachments.len(), 2);
        self.0.serialize(serializer)
    }
}

#[test]
fn a_call_that_is_written_within_another_keeps_to_itself() {
    let sent = encoded(&(big(1), Nested(big(2))));
    assert_eq!(sent.attachments.len(), 2);
    let (one, two): (SharedBytes, SharedBytes) = arrive(&sent).unwrap();
    assert_eq!((one[0], two[0]), (1, 2));
}

#[test]
fn outside_of_calls_they_are_ordinary_bytes() {
    let bytes = SharedBytes::deserialize(BytesDeserializer::<ValueError>::new(b"abc")).unwrap();
    assert_eq!(bytes, *b"abc");
    let numbers = SeqDeserializer::<_, ValueError>::new([1_u8, 2].into_iter());
    assert_eq!(SharedBytes::deserialize(numbers).unwrap(), [1, 2]);
}

#[test]
#[should_panic(expected = "3..9 is no part of 8 bytes")]
fn a_slice_beyond_the_end_is_refused() {
    let _ = SharedBytes::from(vec![0; 8]).slice(3..9);
}

#[test]
#[should_panic(expected = "is no part of 8 bytes")]
fn a_slice_up_to_the_last_number_there_is_goes_beyond_the_end() {
    let _ = SharedBytes::from(vec![0; 8]).slice(0..=usize::MAX);
}
