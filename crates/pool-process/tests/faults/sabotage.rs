//! Calls that damage what their worker needs: descriptors, the channel, the shared memory. At most that call is lost.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, IoSlice};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::FileExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use conformance::{Case, cases};
use rustix::io::{FdFlags, fcntl_setfd};
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, send, sendmsg};
use rustix::process::{PidfdFlags, PidfdGetfdFlags, Signal, getpid, pidfd_getfd, pidfd_open};

use crate::calls::{died, double, limited, pool, signal, signal_self, spin, works};
use crate::census::{has_ended, within};
use crate::meeting::{Meeting, come, tell};
use crate::mix::Chance;
use crate::unsafe_calls;

pub(crate) const CASES: &[Case] = cases![
    grandchildren_hold_the_channel_after_a_crash,
    grandchildren_are_ended_with_a_call_that_times_out,
    closed_channel_in_a_call_that_goes_on,
    closed_descriptors,
    garbage_on_the_channel,
    descriptors_on_the_channel,
    garbage_in_shared_memory,
    garbage_in_shared_memory_and_no_end,
];

const LONG: Duration = Duration::from_secs(10);

/// In a worker: a copy of each of its descriptors whose target begins with `kind`.
fn own_files(kind: &str) -> Vec<(i32, OwnedFd)> {
    let this = pidfd_open(getpid(), PidfdFlags::empty()).unwrap();
    let mut files = Vec::new();
    for entry in fs::read_dir("/proc/self/fd").unwrap().flatten() {
        let number: i32 = entry.file_name().to_str().unwrap().parse().unwrap();
        let target = fs::read_link(entry.path()).unwrap_or_default();
        if number > 2 && target.to_string_lossy().starts_with(kind) {
            files.push((
                number,
                pidfd_getfd(&this, number, PidfdGetfdFlags::empty()).unwrap(),
            ));
        }
    }
    files
}

/// In a worker: starts a process that holds everything this one has, and lives on.
fn start_grandchild() -> u32 {
    let files = own_files("socket:")
        .into_iter()
        .chain(own_files("/memfd:"))
        .collect::<Vec<_>>();
    for (_, file) in &files {
        fcntl_setfd(file, FdFlags::empty()).unwrap();
    }
    let child = Command::new("sleep")
        .arg("1000")
        .stdin(Stdio::null())
        .spawn();
    child.unwrap().id()
}

/// The end of the line says nothing while a grandchild has it; the death is noticed all the same.
fn grandchildren_hold_the_channel_after_a_crash() {
    let pool = pool(1);
    let grandchild = pool
        .submit(|()| start_grandchild(), ())
        .unwrap()
        .result()
        .unwrap();
    died(
        pool.submit(signal_self, Signal::KILL.as_raw())
            .unwrap()
            .result(),
        "SIGKILL",
    );
    assert!(
        !has_ended(grandchild),
        "a worker's crash is not its children's"
    );
    works(&pool);
    let meeting = Meeting::new();
    let crash = pool.submit(
        |name: String| -> u32 {
            tell(&name, start_grandchild());
            std::process::exit(7)
        },
        meeting.name(),
    );
    let second = meeting.next().pid;
    died(crash.unwrap().result(), "exited with code 7");
    works(&pool);
    drop(pool);
    for pid in [grandchild, second] {
        assert!(!has_ended(pid), "nor is the end of the pool");
        signal(pid, Signal::KILL);
        assert!(within(LONG, || has_ended(pid)));
    }
}

fn grandchildren_are_ended_with_a_call_that_times_out() {
    let pool = pool(1);
    let meeting = Meeting::new();
    let call = limited(
        &pool,
        200,
        |name: String| {
            let _stream = come(&name);
            start_grandchild();
            spin(());
        },
        meeting.name(),
    );
    let worker = meeting.next().pid;
    assert!(within(LONG, || !crate::census::children_of(worker)
        .is_empty()
        || has_ended(worker)));
    let grandchildren = crate::census::children_of(worker);
    assert!(call.result().unwrap_err().is_task_timeout());
    assert!(within(LONG, || grandchildren
        .iter()
        .all(|pid| has_ended(*pid))));
    works(&pool);
}

fn closed_channel_in_a_call_that_goes_on() {
    let pool = pool(1);
    let call = pool.submit(
        |()| {
            for (number, copy) in own_files("socket:") {
                drop(copy);
                unsafe_calls::close_file(number);
            }
            spin(());
        },
        (),
    );
    died(call.unwrap().result(), "it closed its channel and went on");
    works(&pool);
}

/// Some or all of the descriptors of a worker are closed. Either the value comes all the same, or the worker's death.
fn closed_descriptors() {
    let pool = pool(1);
    for seed in 0..20 {
        let call = pool.submit(
            |seed: u64| {
                let mut chance = Chance::new(seed);
                let numbers: Vec<i32> = own_files("")
                    .into_iter()
                    .map(|(number, _)| number)
                    .collect();
                for number in numbers {
                    if seed == 0 || chance.below(2) == 0 {
                        unsafe_calls::close_file(number);
                    }
                }
                7_u8
            },
            seed,
        );
        let large = pool.submit(|len: usize| vec![3_u8; len], 1 << 20);
        match call.unwrap().result() {
            Ok(value) => assert_eq!(value, 7),
            Err(error) => assert!(error.is_worker_died(), "{error:?}"),
        }
        match large.unwrap().result() {
            Ok(bytes) => assert!(bytes == vec![3; 1 << 20]),
            Err(error) => assert!(error.is_worker_died(), "{error:?}"),
        }
        works(&pool);
    }
}

/// In a worker: the channel.
fn channel() -> OwnedFd {
    let mut sockets = own_files("socket:");
    assert_eq!(sockets.len(), 1);
    sockets.remove(0).1
}

/// Bells without reason, as many as there is room for.
fn garbage_on_the_channel() {
    let pool = pool(1);
    for _ in 0..5 {
        let call = pool.submit(
            |()| {
                let channel = channel();
                let mut sent = 0_u64;
                for _ in 0..10_000 {
                    match send(&channel, &[0xa5; 4096], SendFlags::DONTWAIT) {
                        Ok(bytes) => sent += bytes as u64,
                        Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                        Err(error) => panic!("{error}"),
                    }
                }
                sent
            },
            (),
        );
        assert!(call.unwrap().result().unwrap() > 4096);
        let large = pool.submit(|len: usize| vec![3_u8; len], 1 << 20);
        assert!(large.unwrap().result().unwrap() == vec![3; 1 << 20]);
        works(&pool);
    }
    assert_eq!(pool.stats().died_workers, 0);
}

/// A result whose memory comes behind files that nobody has asked for must not be mistaken for them, nor they for it.
fn descriptors_on_the_channel() {
    for is_memory in [false, true] {
        let pool = pool(1);
        let call = pool.submit(
            |is_memory: bool| {
                let files = own_files(if is_memory { "/memfd:" } else { "anon_inode:" });
                let null = fs::File::open("/dev/null").unwrap();
                let file = files.first().map_or(null.as_fd(), |(_, file)| file.as_fd());
                let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
                let mut control = SendAncillaryBuffer::new(&mut space);
                let fds = [file];
                assert!(control.push(SendAncillaryMessage::ScmRights(&fds)));
                sendmsg(
                    channel(),
                    &[IoSlice::new(&[1])],
                    &mut control,
                    SendFlags::empty(),
                )
                .unwrap();
            },
            is_memory,
        );
        call.unwrap().result().unwrap();
        for n in 0..3_u8 {
            let large = pool.submit(|n: u8| vec![n; 1 << 20], n);
            match large.unwrap().result() {
                Ok(bytes) => assert!(bytes == vec![n; 1 << 20]),
                Err(error) => assert!(error.is_worker_died(), "{error:?}"),
            }
        }
        works(&pool);
    }
}

/// In a worker: writes at random into what it shares with its parent.
fn scribble(seed: u64) {
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let line = maps
        .lines()
        .find(|line| line.contains("pool-process worker"))
        .unwrap();
    let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
    let [start, end] = [start, end].map(|text| u64::from_str_radix(text, 16).unwrap());
    let memory = OpenOptions::new()
        .write(true)
        .open("/proc/self/mem")
        .unwrap();
    let mut chance = Chance::new(seed);
    // Mostly the first two pages, where everything lies that matters.
    let n_words = if chance.below(4) == 0 {
        (end - start) / 8
    } else {
        1024
    };
    let all = chance.below(3) == 0;
    for word in 0..n_words {
        if all || chance.below(20) == 0 {
            let value = match chance.below(4) {
                0 => 0,
                1 => u64::MAX,
                2 => chance.below(100),
                _ => chance.next(),
            };
            memory
                .write_all_at(&value.to_le_bytes(), start + 8 * word)
                .unwrap();
        }
    }
}

fn garbage_in_shared_memory() {
    let pool = pool(1);
    for seed in 0..60 {
        let short: Vec<_> = (0..20).map(|n| pool.submit(double, n).unwrap()).collect();
        // Its end may not be noticed, if its own slot is nonsense: hence the limit.
        let call = limited(
            &pool,
            500,
            |seed| {
                scribble(seed);
                7_u8
            },
            seed,
        );
        let behind: Vec<_> = (0..5).map(|n| limited(&pool, 500, double, n)).collect();
        match call.result() {
            Ok(value) => assert_eq!(value, 7),
            Err(error) => assert!(
                error.is_worker_died() || error.is_task_timeout(),
                "{error:?}"
            ),
        }
        // What the others have sent and were sent lay there as well.
        for call in short.into_iter().chain(behind) {
            if let Err(error) = call.result() {
                let is_lost = error.is_worker_died() || error.is_task_timeout();
                assert!(is_lost || error.is_serialization(), "{error:?}");
            }
        }
        works(&pool);
    }
}

fn garbage_in_shared_memory_and_no_end() {
    let pool = pool(1);
    for seed in 0..20 {
        let call = limited(
            &pool,
            100,
            |seed| {
                scribble(seed);
                spin(());
            },
            seed,
        );
        let error = call.result().unwrap_err();
        assert!(
            error.is_worker_died() || error.is_task_timeout(),
            "{error:?}"
        );
        works(&pool);
    }
}
