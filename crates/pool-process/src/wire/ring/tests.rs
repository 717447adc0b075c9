//! Frames of all sizes through a small ring, and what corrupt memory does to both ends.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use futures_core::host::{self, Spawn};

use super::error::Corrupt;
use super::{Consumer, Layout, Producer, PushError};
use crate::sys::memory::SharedMemory;
use crate::sys::poll::Poll;
use crate::sys::socket::{self, Received, Socket};

const N_WORDS: usize = 32;

const LAYOUT: Layout = Layout {
    tail: 0,
    head: 1,
    producer_asleep: 2,
    consumer_asleep: 3,
    data: 8,
    n_words: N_WORDS,
};

struct Ring {
    memory: Arc<SharedMemory>,
    producer: Producer,
    consumer: Consumer,
}

fn ring() -> Ring {
    // One word behind the frames, which nobody may touch.
    let memory = SharedMemory::create("ring", (LAYOUT.data + N_WORDS + 1) * 8).unwrap();
    let memory = Arc::new(memory);
    let producer = Producer::new(&memory, LAYOUT);
    let consumer = Consumer::new(&memory, LAYOUT);
    Ring {
        memory,
        producer,
        consumer,
    }
}

impl Ring {
    fn set(&self, index: usize, value: u64) {
        self.memory.words()[index].store(value, Relaxed);
    }

    fn get(&self, index: usize) -> u64 {
        self.memory.words()[index].load(Relaxed)
    }

    fn send(&mut self, frame: &[u8]) {
        self.producer.push(&[frame]).unwrap();
        let _ = self.producer.publish();
    }

    fn receive(&mut self) -> Result<Option<Vec<u8>>, Corrupt> {
        let mut frame = b"what was there before".to_vec();
        Ok(self.consumer.pop(&mut frame)?.then_some(frame))
    }
}

/// Numbers that look like chance, the same in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % bound
    }
}

#[test]
fn frames_of_all_sizes_and_cuts_come_out_as_they_went_in() {
    let mut ring = ring();
    let mut chance = Chance(1);
    let mut under_way = VecDeque::new();
    let mut n_full = 0;
    for turn in 0..20_000_usize {
        let len = chance.below(LAYOUT.max_frame() + 1);
        let bytes: Vec<u8> = (0..len).map(|at| (turn + at) as u8).collect();
        let (left, right) = bytes.split_at(chance.below(len + 1));
        let (middle, right) = right.split_at(chance.below(right.len() + 1));
        match ring.producer.push(&[left, middle, right]) {
            Ok(()) => under_way.push_back(bytes),
            Err(PushError::Full) => n_full += 1,
            Err(error) => panic!("{error}"),
        }
        let _ = ring.producer.publish();
        for _ in 0..chance.below(4) {
            assert_eq!(ring.receive().unwrap(), under_way.pop_front());
        }
        let _ = ring.consumer.release();
    }
    assert!(n_full > 100, "{n_full}");
    assert_eq!(
        ring.get(LAYOUT.data + N_WORDS),
        0,
        "nothing is written beyond the end"
    );
    assert_eq!(
        (4..LAYOUT.data).map(|index| ring.get(index)).sum::<u64>(),
        0
    );
}

#[test]
fn staged_frames_are_seen_when_they_are_published() {
    let mut ring = ring();
    ring.producer.push(&[b"one"]).unwrap();
    ring.producer.push(&[]).unwrap();
    assert_eq!(ring.receive(), Ok(None));
    assert!(!ring.producer.publish(), "nobody sleeps");
    assert_eq!(ring.receive(), Ok(Some(b"one".to_vec())));
    assert_eq!(ring.receive(), Ok(Some(Vec::new())));
    assert_eq!(ring.receive(), Ok(None));
}

#[test]
fn room_is_free_again_when_it_is_released() {
    let mut ring = ring();
    let frame = [7; LAYOUT.max_frame()];
    let n_fit = N_WORDS / (LAYOUT.max_frame() / 8 + 1);
    for _ in 0..n_fit {
        ring.send(&frame);
    }
    assert_eq!(ring.producer.push(&[&frame]), Err(PushError::Full));
    assert_eq!(ring.receive(), Ok(Some(frame.to_vec())));
    assert_eq!(ring.producer.push(&[&frame]), Err(PushError::Full));
    assert!(!ring.consumer.release());
    assert_eq!(ring.producer.push(&[&frame]), Ok(()));
}

#[test]
fn a_frame_too_large_is_refused_and_leaves_no_trace() {
    let mut ring = ring();
    let frame = [7; LAYOUT.max_frame() + 1];
    assert_eq!(ring.producer.push(&[&frame]), Err(PushError::TooLarge));
    ring.send(b"next");
    assert_eq!(ring.receive(), Ok(Some(b"next".to_vec())));
}

#[test]
fn the_bell_rings_once_for_who_sleeps() {
    let mut ring = ring();
    assert!(ring.consumer.prepare_sleep());
    ring.producer.push(&[b"one"]).unwrap();
    assert!(ring.producer.publish());
    ring.producer.push(&[b"two"]).unwrap();
    assert!(!ring.producer.publish(), "it has rung");
    assert!(!ring.producer.publish(), "there is nothing new");
    assert!(!ring.consumer.prepare_sleep(), "there is something to read");
    assert_eq!(ring.get(LAYOUT.consumer_asleep), 0);
    assert!(ring.receive().unwrap().is_some());
    assert!(ring.receive().unwrap().is_some());

    assert!(!ring.producer.prepare_sleep(8), "there is room");
    assert!(
        ring.producer.prepare_sleep(LAYOUT.n_words * 8),
        "there will never be so much room"
    );
    assert!(ring.consumer.release());
    assert!(!ring.consumer.release());
    assert!(ring.consumer.prepare_sleep());
    ring.consumer.awake();
    ring.producer.push(&[b"three"]).unwrap();
    assert!(!ring.producer.publish(), "it is awake");
}

#[test]
fn impossible_positions_are_found_by_the_consumer() {
    for tail in [N_WORDS as u64 + 1, 1 << 63, u64::MAX] {
        let mut ring = ring();
        ring.set(LAYOUT.tail, tail);
        assert_eq!(ring.receive(), Err(Corrupt::Position), "{tail}");
        assert!(!ring.consumer.prepare_sleep(), "it must not sleep over it");
    }
    let mut ring = ring();
    ring.send(b"one");
    assert!(ring.receive().unwrap().is_some());
    ring.set(LAYOUT.tail, 1);
    assert_eq!(ring.receive(), Err(Corrupt::Position), "it went back");
}

#[test]
fn impossible_positions_are_found_by_the_producer() {
    let full = [0; LAYOUT.max_frame()];
    for head in [1 << 63, u64::MAX, N_WORDS as u64 + 1] {
        let mut ring = ring();
        ring.set(LAYOUT.head, head);
        let error = loop {
            match ring.producer.push(&[&full]) {
                Ok(()) => assert!(!ring.producer.publish()),
                Err(error) => break error,
            }
        };
        assert_eq!(error, PushError::Corrupt(Corrupt::Position), "{head}");
        assert!(
            !ring.producer.prepare_sleep(full.len()),
            "it must not wait for room"
        );
    }
}

#[test]
fn what_is_no_header_is_found() {
    let cases = [
        (u64::MAX, Corrupt::Header),
        (1 << 32, Corrupt::Header),
        (LAYOUT.max_frame() as u64 + 1, Corrupt::Length),
        (u64::from(u32::MAX), Corrupt::Length),
        (9, Corrupt::Length),
    ];
    for (header, corrupt) in cases {
        let mut ring = ring();
        ring.send(b"eight ch");
        ring.set(LAYOUT.data, header);
        assert_eq!(ring.receive(), Err(corrupt), "{header:x}");
    }
}

#[test]
fn random_memory_never_panics_either_end() {
    let mut chance = Chance(2);
    let mut n_errors = 0;
    for _ in 0..2_000 {
        let mut ring = ring();
        for _ in 0..50 {
            let index = chance.below(LAYOUT.data + N_WORDS);
            let value = chance.below(1 << 20) as u64;
            // Often nearly right, which gets further than what is plainly wrong.
            let value = if chance.below(2) == 0 {
                value % 40
            } else {
                value << chance.below(44)
            };
            ring.set(index, value);
            n_errors += usize::from(ring.producer.push(&[&[1; 20]]).is_err());
            let _ = ring.producer.publish();
            n_errors += usize::from(ring.receive().is_err());
            let _ = ring.consumer.release();
        }
    }
    assert!(n_errors > 1_000, "{n_errors}");
}

/// Waits for a bell, for a minute at most: a bell that is lost must not stop the test for ever.
fn wait_for_bell(socket: &Socket, poll: &mut Poll) {
    let mut ready = Vec::new();
    poll.wait(Some(Duration::from_secs(60)), &mut ready)
        .unwrap();
    assert_eq!(ready, [0], "a bell was lost");
    assert!(matches!(
        socket.receive(&mut Vec::new()).unwrap(),
        Received::Bells(_)
    ));
}

#[test]
fn two_threads_that_sleep_whenever_they_can_lose_no_bell() {
    const N_FRAMES: u64 = 50_000;
    let Ring {
        memory: _memory,
        mut producer,
        mut consumer,
    } = ring();
    let (ours, theirs) = socket::pair().unwrap();
    let theirs = Socket::from_fd(theirs);

    let n_received = Arc::new(AtomicU64::new(0));
    let count = n_received.clone();
    let other = move || {
        let mut poll = Poll::new().unwrap();
        poll.add(&theirs, 0).unwrap();
        let mut frame = Vec::new();
        let mut n_seen = 0_u64;
        while n_seen < N_FRAMES {
            if consumer.pop(&mut frame).unwrap() {
                assert_eq!(frame[..8], n_seen.to_le_bytes());
                n_seen += 1;
                count.store(n_seen, Relaxed);
                continue;
            }
            if consumer.release() {
                theirs.ring().unwrap();
            }
            if consumer.prepare_sleep() {
                wait_for_bell(&theirs, &mut poll);
                consumer.awake();
            }
        }
    };
    let other = host::spawn(Spawn::default(), other).unwrap();

    let mut poll = Poll::new().unwrap();
    poll.add(&ours, 0).unwrap();
    for n_sent in 0..N_FRAMES {
        let frame = [&n_sent.to_le_bytes()[..], &[0; 40]];
        while let Err(error) = producer.push(&frame) {
            assert_eq!(error, PushError::Full);
            if producer.prepare_sleep(48) {
                wait_for_bell(&ours, &mut poll);
                producer.awake();
            }
        }
        if producer.publish() {
            ours.ring().unwrap();
        }
    }
    other.join().unwrap();
    assert_eq!(n_received.load(Relaxed), N_FRAMES);
}
