//! The memory files that travel beside the bytes of a call: `SharedBytes` inside a value finds them here while the value
//! is written or read on this thread.

use std::cell::RefCell;
use std::os::fd::OwnedFd;
use std::thread::LocalKey;

use crate::shared_bytes::SharedBytes;
use crate::sys::segment::Segment;

/// How many a call may have. Each is a descriptor in flight, of which the kernel allows a process only as many as it may
/// have open files; beyond, bytes are copied.
const AT_MOST: usize = 64;

thread_local! {
    static SENDING: RefCell<Option<Vec<SharedBytes>>> = const { RefCell::new(None) };
    static RECEIVING: RefCell<Option<Vec<Arrived>>> = const { RefCell::new(None) };
}

enum Arrived {
    Closed(OwnedFd),
    Open(SharedBytes),
    /// It could not be opened.
    Bad(String),
}

/// Where `SharedBytes` that are being serialized go.
pub(crate) enum Place {
    /// No call is being written.
    Nowhere,
    Inline,
    Attachment(u32),
}

/// Attaches `bytes` to the call that this thread is writing.
pub(crate) fn attach(bytes: &SharedBytes) -> Place {
    SENDING.with_borrow_mut(|list| {
        let Some(list) = list else {
            return Place::Nowhere;
        };
        if bytes.fd().is_none() {
            return Place::Inline;
        }
        let number = match list.iter().position(|other| other.same_storage(bytes)) {
            Some(known) => known,
            None if list.len() == AT_MOST => return Place::Inline,
            None => {
                list.push(bytes.clone());
                list.len() - 1
            }
        };
        Place::Attachment(number as u32)
    })
}

/// Is this thread reading a call?
pub(crate) fn is_receiving() -> bool {
    RECEIVING.with_borrow(Option::is_some)
}

/// The bytes of one attachment of the call that this thread is reading. Mapped once, however often they are asked for.
pub(crate) fn attached(number: u32) -> Result<SharedBytes, String> {
    RECEIVING.with_borrow_mut(|list| {
        let slot = list
            .as_mut()
            .and_then(|list| list.get_mut(number as usize))
            .ok_or("it refers to shared memory that has not come with it")?;
        if let Arrived::Closed(_) = slot {
            let closed = std::mem::replace(slot, Arrived::Bad(String::new()));
            if let Arrived::Closed(fd) = closed {
                *slot = match Segment::from_fd(fd).and_then(SharedBytes::of_segment) {
                    Ok(bytes) => Arrived::Open(bytes),
                    Err(error) => Arrived::Bad(format!("cannot map its shared memory: {error}")),
                };
            }
        }
        match slot {
            Arrived::Open(bytes) => Ok(bytes.clone()),
            Arrived::Bad(text) => Err(text.clone()),
            Arrived::Closed(_) => unreachable!("it was opened above"),
        }
    })
}

/// Calls `f`, which writes a value, and collects what it attaches in `attachments`.
pub(super) fn while_sending<R>(attachments: &mut Vec<SharedBytes>, f: impl FnOnce() -> R) -> R {
    let mut during = Exchange::new(&SENDING, std::mem::take(attachments));
    let result = f();
    *attachments = during.end();
    result
}

/// Calls `f`, which reads a value, with `fds` to be found as its attachments.
pub(super) fn while_receiving<R>(fds: Vec<OwnedFd>, f: impl FnOnce() -> R) -> R {
    let arrived = fds.into_iter().map(Arrived::Closed).collect();
    let _during = Exchange::new(&RECEIVING, arrived);
    f()
}

/// A list in its place, and what was there before: somebody's `Serialize` may itself submit a call.
struct Exchange<T: 'static> {
    place: &'static LocalKey<RefCell<Option<Vec<T>>>>,
    before: Option<Vec<T>>,
    is_over: bool,
}

impl<T> Exchange<T> {
    fn new(place: &'static LocalKey<RefCell<Option<Vec<T>>>>, list: Vec<T>) -> Self {
        Exchange {
            place,
            before: place.replace(Some(list)),
            is_over: false,
        }
    }

    fn end(&mut self) -> Vec<T> {
        self.is_over = true;
        self.place.replace(self.before.take()).unwrap_or_default()
    }
}

impl<T> Drop for Exchange<T> {
    fn drop(&mut self) {
        if !self.is_over {
            drop(self.end());
        }
    }
}
