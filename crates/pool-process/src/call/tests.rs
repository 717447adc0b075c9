//! Calls as the parent sends them and a worker performs them, here in one process.

use std::borrow::Cow;
use std::error::Error as StdError;

use futures_core::{ChunkResults, Error, Inline, MapJobs, MapOptions, map_jobs};
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Call, Travels};
use crate::codec::{Encoded, Received};
use crate::function::{Callee, Offsets};
use crate::worker::panics::check_backtrace;
use crate::{Calls, Registry, RemoteError, SharedBytes};

/// What becomes of `job` in a worker that has `registry`.
fn travel<J: Travels>(job: &J, registry: &Registry) -> Result<J::Output, Error> {
    let mut sent = Encoded::default();
    if let Some(parts) = job.parts() {
        sent.bytes = parts.concat();
    } else {
        job.encode(&mut sent)?;
    }
    let mut out = Encoded::default();
    // Left by the call before.
    out.bytes.push(99);
    let argument = received(&sent);
    let answer = match job.callee()? {
        Callee::Offsets(offsets) => offsets.call(argument, &mut out),
        Callee::Named(name) => registry.call(name, argument, &mut out),
    };
    if answer.is_failure() {
        assert!(out.bytes.is_empty() && out.attachments.is_empty());
        return Err(answer.into_error());
    }
    J::decode(received(&out), job.items())
}

fn received(encoded: &Encoded) -> Received<'_> {
    let fd = |bytes: &SharedBytes| bytes.fd().unwrap().try_clone_to_owned().unwrap();
    Received {
        bytes: Cow::Borrowed(&encoded.bytes),
        attachments: encoded.attachments.iter().map(fd).collect(),
    }
}

fn call<J: Travels>(job: J) -> Result<J::Output, Error> {
    travel(&job, &Registry::new())
}

fn shown(results: ChunkResults<u8>) -> Vec<String> {
    results
        .map(|result| match result {
            Ok(value) => value.to_string(),
            Err(error) => format!("{:?}: {error}", error.kind()),
        })
        .collect()
}

/// A number that cannot be sent if it is 13, not be received if it is 14, and panics on the way if it is 15.
#[derive(Clone, Debug)]
struct Fussy(u8);

impl Serialize for Fussy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            13 => Err(S::Error::custom("unlucky")),
            15 => panic!("the writing went wrong"),
            n => serializer.serialize_u8(n),
        }
    }
}

impl<'de> Deserialize<'de> for Fussy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u8::deserialize(deserializer)? {
            14 => Err(D::Error::custom("unreadable")),
            16 => panic!("the reading went wrong"),
            n => Ok(Fussy(n)),
        }
    }
}

#[test]
fn functions_and_closures_without_captures_are_called() {
    fn twice(text: String) -> String {
        text.repeat(2)
    }
    assert_eq!(call(Call::new(twice, "ab".to_owned())).unwrap(), "abab");
    assert_eq!(call(Call::new(|(a, b)| a + b, (2, 3))).unwrap(), 5);
    assert_eq!(call(Call::new(|()| (), ())).unwrap(), ());
    let same: fn(Vec<f64>) -> Vec<f64> = std::convert::identity;
    assert_eq!(call(Call::new(same, vec![0.5; 3])).unwrap(), [0.5; 3]);
    let bytes = vec![7_u8; 100_000];
    let reversed = Call::new(
        |mut bytes: Vec<u8>| {
            bytes[0] = 8;
            bytes.reverse();
            bytes
        },
        bytes,
    );
    assert!(reversed.parts().is_some());
    assert_eq!(call(reversed).unwrap()[99_998..], [7, 8]);
}

#[test]
fn shared_memory_goes_there_and_back() {
    let bytes = SharedBytes::build(100_000, |bytes| bytes.fill(3)).unwrap();
    let half = Call::new(
        |bytes: SharedBytes| (bytes.slice(50_000..), bytes.len()),
        bytes,
    );
    let (half, len) = call(half).unwrap();
    assert_eq!((half.len(), half[0], len), (50_000, 3, 100_000));
}

#[derive(Debug)]
struct Disk;

impl std::fmt::Display for Disk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("cannot save")
    }
}

impl StdError for Disk {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        const FULL: &std::fmt::Error = &std::fmt::Error;
        Some(FULL)
    }
}

#[test]
fn a_failing_call_tells_the_text_of_its_error_and_of_the_causes() {
    fn save(_: u8) -> Result<(), Disk> {
        Err(Disk)
    }
    let error = call(Call::fallible(save, 1)).unwrap_err();
    assert!(error.is_failed());
    assert_eq!(error.to_string(), "cannot save");
    let remote = error.downcast_ref::<RemoteError>().unwrap();
    let cause = remote.source().unwrap();
    assert_eq!(cause.to_string(), std::fmt::Error.to_string());
    // The error of this crate's user goes on where it stands, too.
    assert_eq!(error.source().unwrap().to_string(), cause.to_string());
    let parsed = Call::fallible(|text: String| text.parse::<u8>(), "7".to_owned());
    assert_eq!(call(parsed).unwrap(), 7);
}

#[test]
fn a_panicking_call_tells_message_place_and_backtrace() {
    fn stumble(n: u8) -> u8 {
        assert!(n > 100, "{n} is too small");
        n
    }
    let error = call(Call::new(stumble, 7)).unwrap_err();
    assert!(error.is_panicked());
    assert_eq!(error.panic_message(), Some("7 is too small"));
    let location = error.panic_location().unwrap();
    assert!(location.contains("tests.rs:"), "{location}");
    check_backtrace(error.panic_backtrace());
}

#[test]
fn what_cannot_travel_fails_its_call() {
    #[track_caller]
    fn check(argument: u8, add: u8, expected: &str) {
        let number = Call::new(
            |(_, number, add): (u8, Vec<Fussy>, u8)| Some(Fussy(number[0].0 + add)),
            (0, vec![Fussy(argument)], add),
        );
        let error = call(number).unwrap_err();
        assert_eq!(format!("{:?}: {error}", error.kind()), expected);
    }
    check(
        13,
        0,
        "Serialization: cannot send argument: value.1[0]: unlucky",
    );
    check(
        14,
        0,
        "Serialization: cannot read argument: value.1[0]: unreadable",
    );
    check(12, 1, "Serialization: cannot send result: unlucky");
    check(12, 2, "Serialization: cannot read result: unreadable");
    for (argument, add, message) in [
        (15, 0, "the writing went wrong"),
        (16, 0, "the reading went wrong"),
        (12, 3, "the writing went wrong"),
        (12, 4, "the reading went wrong"),
    ] {
        let number = Call::new(
            |(n, add): (Fussy, u8)| Fussy(n.0 + add),
            (Fussy(argument), add),
        );
        assert_eq!(call(number).unwrap_err().panic_message(), Some(message));
    }
    let broken = <Call<u8, u64> as Travels>::decode(received(&Encoded::default()), 1);
    assert_eq!(
        broken.unwrap_err().to_string(),
        "cannot read result: there are no bytes"
    );
}

/// Of one chunk: what arrives, what fails on its way there, in the function, and on its way back.
fn fussy_items() -> Vec<Fussy> {
    [1, 13, 2, 13, 40, 41, 42, 3].map(Fussy).into()
}

fn fussy(n: Fussy) -> Result<Fussy, String> {
    match n.0 {
        40 => Err("forty".to_owned()),
        41 => panic!("forty-one"),
        42 => Ok(Fussy(13)),
        n => Ok(Fussy(n + 100)),
    }
}

const FUSSY_RESULTS: [&str; 8] = [
    "101",
    "Serialization: cannot send argument: unlucky",
    "102",
    "Serialization: cannot send argument: unlucky",
    "Failed: forty",
    "Panicked: the task panicked: forty-one",
    "Serialization: cannot send result: unlucky",
    "103",
];

fn check_fussy(results: ChunkResults<Fussy>) {
    let shown: Vec<String> = results
        .map(|result| match result {
            Ok(value) => value.0.to_string(),
            Err(error) => format!("{:?}: {error}", error.kind()),
        })
        .collect();
    assert_eq!(shown.len(), FUSSY_RESULTS.len());
    for (shown, expected) in shown.iter().zip(FUSSY_RESULTS) {
        // The panic adds its place.
        assert!(shown.starts_with(expected), "{shown:?} is not {expected:?}");
    }
}

#[test]
fn the_items_of_a_chunk_fail_singly() {
    check_fussy(call(Calls::fallible(fussy).chunk(fussy_items())).unwrap());
    let all = Calls::new(|n: u8| 100 / n).chunk(vec![1, 0, 2]);
    let results = shown(call(all).unwrap());
    assert_eq!((results[0].as_str(), results[2].as_str()), ("100", "50"));
    assert!(results[1].starts_with("Panicked: the task panicked: attempt to divide by zero"));
}

#[test]
fn a_chunk_whose_bytes_are_wrong_is_an_error() {
    let chunk = Calls::new(|n: u8| n).chunk(vec![1, 2, 3]);
    let mut sent = Encoded::default();
    chunk.encode(&mut sent).unwrap();
    let Callee::Offsets(offsets) = chunk.callee().unwrap() else {
        panic!("a function of this program has distances");
    };
    let mut out = Encoded::default();
    let answer = offsets.call(received(&sent), &mut out);
    assert!(!answer.is_failure());
    let decode = |bytes: &[u8], items| {
        let received = Received {
            bytes: Cow::Borrowed(bytes),
            attachments: Vec::new(),
        };
        <crate::ChunkCall<u8, u8> as Travels>::decode(received, items)
    };
    assert_eq!(shown(decode(&out.bytes, 3).unwrap()), ["1", "2", "3"]);
    let error = decode(&out.bytes, 4).unwrap_err().to_string();
    assert_eq!(
        error,
        "cannot read result: it is that of another number of items"
    );
    for len in 0..out.bytes.len() {
        decode(&out.bytes[..len], 3).unwrap_err();
    }
    for place in 0..out.bytes.len() {
        for byte in 0..=255 {
            let mut wrong = out.bytes.clone();
            wrong[place] = byte;
            let _ = decode(&wrong, 3);
        }
    }
}

#[test]
fn a_chunk_may_have_shared_memory() {
    let bytes = |n| SharedBytes::build(100_000, |bytes| bytes.fill(n)).unwrap();
    let items = vec![bytes(1), bytes(2)];
    let chunk = Calls::new(|bytes: SharedBytes| (bytes[0], bytes)).chunk(items);
    let results: Vec<_> = call(chunk).unwrap().map(Result::unwrap).collect();
    assert_eq!((results[0].0, results[1].0), (1, 2));
    assert_eq!((results[0].1[99_999], results[1].1[99_999]), (1, 2));
}

#[test]
fn functions_are_found_by_name() {
    let by = 3;
    let registry = Registry::new()
        .function("times", move |n: u8| n * by)
        .fallible("fussy", fussy);
    let named = travel(&Call::<u8, u8>::named("times", 5), &registry);
    assert_eq!(named.unwrap(), 15);
    let failed = travel(&Call::<_, Fussy>::named("fussy", Fussy(40)), &registry);
    assert_eq!(failed.unwrap_err().to_string(), "forty");
    let chunk = Calls::<_, Fussy>::named("fussy").chunk(fussy_items());
    check_fussy(travel(&chunk, &registry).unwrap());

    let error = travel(&Call::<u8, u8>::named("time", 5), &registry).unwrap_err();
    assert!(error.is_serialization());
    assert_eq!(
        error.to_string(),
        "the worker has no function `time`, only fussy, times"
    );
    let error = travel(&Call::<u8, u8>::named("f", 5), &Registry::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the worker has no function `f`, nor any other"
    );
    let wrong = travel(&Call::<_, u8>::named("times", vec![5_u8]), &registry);
    assert_eq!(
        wrong.unwrap_err().to_string(),
        "cannot read argument: expected u8, found sequence"
    );
}

#[test]
#[should_panic(expected = "the function `f` is registered twice")]
fn a_name_is_given_once() {
    let _ = Registry::new()
        .function("f", |n: u8| n)
        .function("f", |n: u16| n);
}

#[test]
fn distances_that_lead_out_of_the_program_are_refused() {
    for distance in [-1, 0, i64::MAX, i64::MIN, 1 << 40] {
        let offsets = Offsets {
            shim: distance,
            function: distance,
        };
        let mut out = Encoded::default();
        let answer = offsets.call(received(&Encoded::default()), &mut out);
        let error = answer.into_error();
        assert_eq!(
            error.to_string(),
            "the function is not part of this program"
        );
    }
}

#[test]
fn a_map_runs_them_in_this_process_too() {
    for chunk in [1, 3] {
        let options = MapOptions::new().chunk_size(chunk);
        let parsed = map_jobs(
            options,
            Inline,
            Calls::fallible(|text: String| text.parse::<u8>()),
            ["1", "two", "3"].map(str::to_owned),
        );
        let results: Vec<_> = parsed.map(Result::ok).collect();
        assert_eq!(results, [Some(1), None, Some(3)]);
    }
    let unknown = map_jobs(MapOptions::new(), Inline, Calls::<u8, u8>::named("f"), [1]);
    let error = unknown.values().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the function `f` is known to the program of the workers only"
    );
}
