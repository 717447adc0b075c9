//! Short words for the tests of the codec.

use std::borrow::Cow;
use std::fmt::Debug;
use std::os::fd::OwnedFd;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::codec::{CodecError, Encoded, Received, decode, encode, encode_owned};

pub(super) fn encoded<T: Serialize + 'static>(value: &T) -> Encoded {
    let mut out = Encoded::default();
    encode(value, &mut out).unwrap();
    out
}

pub(super) fn refusal<T: Serialize + 'static>(value: &T) -> String {
    let mut out = Encoded::default();
    out.bytes.push(7);
    let error = encode(value, &mut out).unwrap_err();
    assert_eq!(out.bytes, [7], "a refused value leaves nothing behind");
    assert!(out.attachments.is_empty());
    error.to_string()
}

/// What the other process is given.
pub(super) fn fds(encoded: &Encoded) -> Vec<OwnedFd> {
    let fd = |bytes: &crate::SharedBytes| bytes.fd().unwrap().try_clone_to_owned().unwrap();
    encoded.attachments.iter().map(fd).collect()
}

pub(super) fn from_bytes<T: DeserializeOwned + 'static>(bytes: &[u8]) -> Result<T, CodecError> {
    decode(Received {
        bytes: Cow::Borrowed(bytes),
        attachments: Vec::new(),
    })
}

pub(super) fn arrive<T: DeserializeOwned + 'static>(sent: &Encoded) -> Result<T, CodecError> {
    decode(Received {
        bytes: Cow::Borrowed(&sent.bytes),
        attachments: fds(sent),
    })
}

/// `value` arrives as it was, whether its bytes are lent or given.
#[track_caller]
pub(super) fn check<T>(value: T)
where
    T: Serialize + DeserializeOwned + PartialEq + Debug + 'static,
{
    let sent = encoded(&value);
    assert_eq!(arrive::<T>(&sent).unwrap(), value);
    let attachments = fds(&sent);
    let mut moved = Encoded::default();
    let given = decode::<T>(Received {
        bytes: Cow::Owned(sent.bytes),
        attachments,
    });
    let given = given.unwrap();
    assert_eq!(given, value);
    encode_owned(given, &mut moved).unwrap();
    assert_eq!(arrive::<T>(&moved).unwrap(), value);
}
