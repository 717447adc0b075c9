//! Every kind of frame, there and back, cut short, and changed byte by byte.

use super::outcome::MAX_TEXT;
use super::{FrameError, FunctionRef, Outcome, Payload, Reply, Request};
use crate::wire::handshake::{BuildId, Hello};
use crate::wire::page::{N_SLOTS, Page};

const BY_PLACE: FunctionRef<'_> = FunctionRef::Offset {
    shim: -5,
    function: i64::MAX,
};
const BY_NAME: FunctionRef<'_> = FunctionRef::Named { name: "größe" };
const HERE: Payload<'_> = Payload::Inline(b"some payload");
const ELSEWHERE: Payload<'_> = Payload::Segment { len: 1 << 40 };

fn hello(build: Option<BuildId>) -> Request<'static> {
    Request::Hello(Hello {
        parent: 4711,
        build,
        memory_limit: Some(1 << 33),
        cpu_limit: None,
        stack_size: 8 << 20,
    })
}

fn call<'a>(function: FunctionRef<'a>, payload: Payload<'a>) -> Request<'a> {
    Request::Call {
        slot: 63,
        number: 1 << 50,
        function,
        payload,
        attachments: 3,
    }
}

fn requests() -> Vec<Request<'static>> {
    let build = BuildId::of_this_program().unwrap();
    vec![
        hello(Some(build)),
        hello(None),
        Request::Initialize {
            function: BY_PLACE,
            payload: HERE,
            attachments: 0,
        },
        Request::Initialize {
            function: BY_NAME,
            payload: ELSEWHERE,
            attachments: 1,
        },
        call(BY_PLACE, HERE),
        call(BY_PLACE, ELSEWHERE),
        call(BY_NAME, HERE),
        call(BY_NAME, ELSEWHERE),
        call(BY_PLACE, Payload::Inline(b"")),
        Request::Retire,
    ]
}

fn replies() -> Vec<Reply<'static>> {
    let text = "nö";
    let outcomes = [
        Outcome::Value {
            payload: HERE,
            attachments: 0,
        },
        Outcome::Value {
            payload: ELSEWHERE,
            attachments: 250,
        },
        Outcome::Failed { text },
        Outcome::Panicked {
            message: "a",
            location: "b",
            backtrace: "",
        },
        Outcome::BadArgument { text },
        Outcome::BadResult { text },
        Outcome::UnknownFunction { text: "" },
    ];
    let done = outcomes.map(|outcome| Reply::Done {
        slot: 1,
        number: 7,
        busy_ns: 99,
        outcome,
    });
    let others = [
        Reply::Ready,
        Reply::Refused { reason: text },
        Reply::InitializerFailed { text },
        Reply::Skipped {
            slot: 2,
            number: u64::MAX,
        },
    ];
    others.into_iter().chain(done).collect()
}

/// Both kinds of frames in one hand: the head, the whole frame, and how it decodes.
struct Sample {
    n_head: usize,
    frame: Vec<u8>,
    decode: fn(&[u8]) -> Result<String, FrameError>,
}

fn samples() -> Vec<Sample> {
    let mut head = Vec::new();
    let mut samples = Vec::new();
    for request in requests() {
        let payload = request.encode(&mut head);
        samples.push(Sample {
            n_head: head.len(),
            frame: [&head, payload].concat(),
            decode: |frame| Request::decode(frame).map(|request| format!("{request:?}")),
        });
    }
    for reply in replies() {
        let payload = reply.encode(&mut head);
        samples.push(Sample {
            n_head: head.len(),
            frame: [&head, payload].concat(),
            decode: |frame| Reply::decode(frame).map(|reply| format!("{reply:?}")),
        });
    }
    samples
}

#[test]
fn what_is_encoded_is_decoded() {
    let mut head = vec![1, 2, 3];
    for request in requests() {
        let payload = request.encode(&mut head);
        assert_eq!(Request::decode(&[&head, payload].concat()), Ok(request));
    }
    for reply in replies() {
        let payload = reply.encode(&mut head);
        assert_eq!(Reply::decode(&[&head, payload].concat()), Ok(reply));
    }
}

#[test]
fn a_frame_that_is_cut_short_is_an_error() {
    for sample in samples() {
        for len in 0..sample.frame.len() {
            let error = (sample.decode)(&sample.frame[..len]).unwrap_err();
            assert_eq!(error, FrameError::Truncated, "{len} of {:?}", sample.frame);
        }
    }
}

#[test]
fn a_frame_that_goes_on_is_an_error() {
    for sample in samples() {
        let longer = [sample.frame.as_slice(), &[0]].concat();
        assert_eq!((sample.decode)(&longer), Err(FrameError::Surplus));
    }
}

#[test]
fn a_head_with_any_one_byte_changed_is_an_error() {
    for sample in samples() {
        for at in 0..sample.n_head {
            let mut frame = sample.frame.clone();
            for difference in 1..=255 {
                frame[at] = sample.frame[at] ^ difference;
                assert!(
                    (sample.decode)(&frame).is_err(),
                    "byte {at} of {:?}",
                    sample.frame
                );
            }
        }
    }
}

#[test]
fn a_changed_payload_is_another_payload() {
    let frame = |payload: &[u8]| {
        let mut head = Vec::new();
        let function = BY_PLACE;
        let payload = Payload::Inline(payload);
        let rest = call(function, payload).encode(&mut head).to_vec();
        [head, rest].concat()
    };
    let mut changed = frame(b"abc");
    *changed.last_mut().unwrap() = b'd';
    assert_eq!(changed, frame(b"abd"));
}

/// A frame with a correct check sum all the same, as no program of ours would write it.
fn forged(change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut frame = Vec::new();
    Reply::Skipped { slot: 0, number: 0 }.encode(&mut frame);
    change(&mut frame);
    super::envelope::finish(&mut frame);
    frame
}

#[test]
fn forged_frames_are_errors() {
    let no_slot = forged(|frame| frame[2] = N_SLOTS as u8);
    assert_eq!(Reply::decode(&no_slot), Err(FrameError::Slot));
    for (kind, variant) in [
        (0, 0),
        (1, 0),
        (134, 0),
        (255, 255),
        (133, 1),
        (132, 2),
        (132, 9),
    ] {
        let frame = forged(|frame| {
            (frame[0], frame[1]) = (kind, variant);
            frame.extend([0; 100]);
        });
        assert_eq!(
            Reply::decode(&frame),
            Err(FrameError::Kind),
            "{kind}.{variant}"
        );
    }
    for (kind, variant) in [(0, 0), (129, 0), (1, 1), (2, 4), (3, 128), (4, 1), (5, 0)] {
        let frame = forged(|frame| {
            (frame[0], frame[1]) = (kind, variant);
            frame.extend([0; 100]);
        });
        assert_eq!(
            Request::decode(&frame),
            Err(FrameError::Kind),
            "{kind}.{variant}"
        );
    }
    let bad_text = forged(|frame| {
        frame[0] = 130;
        frame.truncate(16);
        frame.extend([1, 0, 0, 0, 0xff]);
    });
    assert_eq!(Reply::decode(&bad_text), Err(FrameError::Text));
    let endless_text = forged(|frame| {
        frame[0] = 130;
        frame.truncate(16);
        frame.extend([0xff; 9]);
    });
    assert_eq!(Reply::decode(&endless_text), Err(FrameError::Truncated));
    let endless_payload = forged(|frame| {
        (frame[0], frame[1]) = (132, 0);
        frame.truncate(16);
        frame.extend([0; 18]);
        frame.extend([0xff; 8]);
    });
    assert_eq!(Reply::decode(&endless_payload), Err(FrameError::Truncated));
}

#[test]
fn random_bytes_are_errors() {
    let mut state = 1_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 56) as u8
    };
    for len in 0..2000 {
        let frame: Vec<u8> = (0..len % 100).map(|_| next()).collect();
        assert!(Request::decode(&frame).is_err());
        assert!(Reply::decode(&frame).is_err());
    }
}

#[test]
fn long_texts_are_cut_between_characters_and_fit_a_frame() {
    let long = "é".repeat(MAX_TEXT);
    let text = format!("x{long}");
    let mut frame = Vec::new();
    let outcome = Outcome::Panicked {
        message: &text,
        location: &long,
        backtrace: &long,
    };
    Reply::Done {
        slot: 0,
        number: 0,
        busy_ns: 0,
        outcome,
    }
    .encode(&mut frame);
    let (requests, _replies) = Page::create().unwrap().parent_ends();
    assert!(frame.len() <= requests.max_frame());
    let Ok(Reply::Done {
        outcome: Outcome::Panicked {
            message, location, ..
        },
        ..
    }) = Reply::decode(&frame)
    else {
        panic!("a panic stays one");
    };
    assert_eq!(message, &text[..MAX_TEXT - 1]);
    assert_eq!(location, &long[..MAX_TEXT]);
}
