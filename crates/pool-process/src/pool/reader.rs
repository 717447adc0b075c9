//! The reader: the thread that takes replies out of the rings, lets the desk send more, and tells futures of their end.
//!
//! It runs code of users: decoding, callbacks, observers. If such code waits for something, another reader takes over, and
//! the first goes home when the code has returned; so a callback may wait for another call of the same pool.

use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use futures_core::host::WaitReason;
use futures_core::{Error, ErrorKind, Event, Place, Seat, Task, panics, seated};

use crate::outcome;
use crate::pool::after::After;
use crate::pool::completions::{Change, Completion, Item, Outcome, Stream};
use crate::pool::config::Output;
use crate::pool::core::Core;
use crate::pool::desk::{Booked, Came};
use crate::pool::link::{Inbox, Link};
use crate::pool::losses::Only;
use crate::pool::orders::Order;
use crate::pool::staff::Why;
use crate::pool::watch::Watch;
use crate::sys::parcel;
use crate::wire::frame::{self, Payload, Reply};

/// So many replies of one worker are booked at once: enough to make the desk's lock cheap, few enough to keep the others
/// from waiting.
const BATCH: usize = 64;

/// The first reader of a pool. `watch` was made before its thread was, so that a reader never begins and cannot read.
pub(crate) fn read(core: &Arc<Core>, watch: Watch) {
    serve(core, core.links.reader(), watch);
}

/// Starts a reader that takes over from `reader`, which waits in code of a user, if it still does then.
///
/// # Errors
/// The system has no thread to give, or no files to wait on.
pub(crate) fn stand_in(core: &Arc<Core>, reader: u64) -> io::Result<()> {
    let watch = Watch::new(&core.links)?;
    core.spawn("reader", {
        let core = core.clone();
        move || {
            if let Some(me) = core.links.replace_reader(reader) {
                serve(&core, me, watch);
            }
        }
    })
}

fn serve(core: &Arc<Core>, me: u64, mut watch: Watch) {
    let seat = Rc::new(ReaderSeat {
        core: core.clone(),
        me,
    });
    seated(seat, || read_on(core, me, &mut watch));
}

fn read_on(core: &Arc<Core>, me: u64, watch: &mut Watch) {
    loop {
        while let Some(item) = core.completions.pop() {
            // A value that nobody waits for is dropped here, and its destructor may panic.
            let _ = panics::catch(|| tell(core, item));
            if core.links.reader() != me {
                return;
            }
        }
        watch.update(core);
        let mut after = After::default();
        let found = watch
            .links
            .iter()
            .fold(false, |found, link| drain(core, link, &mut after) | found);
        core.act(after);
        if found || !core.completions.is_empty() {
            continue;
        }
        if core.links.is_keeper_done() {
            if core.completions.is_empty() {
                core.set_over();
                return;
            }
            continue;
        }
        watch.sleep(core);
    }
}

/// Runs the code of users that an item calls for.
fn tell(core: &Core, item: Item) {
    match item {
        Item::Call(completion) => core.complete(completion),
        Item::Lines {
            worker,
            stream,
            text,
        } => pass_on(core, worker, stream, &text),
        Item::Staff { worker, change } => core.config.tell(|| match change {
            Change::Up => Event::WorkerUp {
                worker,
                name: format!("{}_{worker}", core.config.name),
            },
            Change::Down => Event::WorkerDown { worker },
        }),
    }
}

fn pass_on(core: &Core, worker: u32, stream: Stream, text: &[u8]) {
    let (output, is_error) = match stream {
        Stream::Out => (&core.config.stdout, false),
        Stream::Err => (&core.config.stderr, true),
    };
    match output {
        Output::Lines(line_to) => {
            for line in String::from_utf8_lossy(text).lines() {
                let _ = panics::catch(|| line_to(worker, line));
            }
        }
        Output::Inherit if is_error => {
            // It was held up only to keep its end for the report of a death.
            use std::io::Write;
            let _ = std::io::stderr().lock().write_all(text);
        }
        Output::Inherit | Output::Null => {}
    }
}

/// Reads and books the replies of a worker, one batch at the most, and leaves what users are to be told of them. Runs no
/// code of users. False: there was nothing.
pub(crate) fn drain(core: &Core, link: &Link, after: &mut After) -> bool {
    let mut inbox = link.inbox.lock();
    if inbox.is_corrupt {
        return false;
    }
    let batch = match take_batch(link, &mut inbox) {
        Ok(batch) => batch,
        Err((batch, what)) => {
            inbox.is_corrupt = true;
            book(core, link, batch, after);
            condemn(core, link, what, after);
            return true;
        }
    };
    let found = !batch.is_empty();
    if found {
        book(core, link, batch, after);
    }
    found
}

pub(super) fn condemn(core: &Core, link: &Link, what: String, after: &mut After) {
    let why = Why::Broken(what);
    core.desk
        .lock()
        .condemn(&core.config, link.number, Only::Anyway, why, after);
}

/// A reply, out of the ring.
enum News {
    Ready,
    /// Its initializer failed, or it refuses to work.
    Unfit(Why),
    Came {
        slot: u16,
        number: u64,
        came: Came,
        outcome: Option<Outcome>,
    },
}

fn take_batch(link: &Link, inbox: &mut Inbox) -> Result<Vec<News>, (Vec<News>, String)> {
    let mut batch = Vec::new();
    let mut frame = std::mem::take(&mut inbox.frame);
    while batch.len() < BATCH {
        match inbox.replies.pop(&mut frame) {
            Ok(true) => {}
            Ok(false) => break,
            Err(corrupt) => return Err((batch, corrupt.to_string())),
        }
        let news = Reply::decode(&frame)
            .map_err(|error| error.to_string())
            .and_then(|reply| news_of(reply, link, inbox));
        match news {
            Ok(news) => batch.push(news),
            Err(what) => return Err((batch, what)),
        }
    }
    inbox.frame = frame;
    if inbox.replies.release() {
        link.ring();
    }
    Ok(batch)
}

fn news_of(reply: Reply<'_>, link: &Link, inbox: &mut Inbox) -> Result<News, String> {
    Ok(match reply {
        Reply::Ready => News::Ready,
        Reply::Refused { reason } => News::Unfit(Why::Broken(reason.to_owned())),
        Reply::InitializerFailed { text } => News::Unfit(Why::Initializer(text.to_owned())),
        Reply::Skipped { slot, number } => News::Came {
            slot,
            number,
            came: Came::PassedOver,
            outcome: None,
        },
        Reply::Done {
            slot,
            number,
            busy_ns,
            outcome,
        } => {
            let outcome = match outcome {
                frame::Outcome::Value {
                    payload,
                    attachments,
                } => value(payload, attachments, link, inbox)?,
                other => Outcome::Error(outcome::error_of(other)),
            };
            News::Came {
                slot,
                number,
                came: Came::Reply {
                    is_value: outcome.is_value(),
                    busy_ns,
                },
                outcome: Some(outcome),
            }
        }
    })
}

fn value(
    payload: Payload<'_>,
    n_attachments: u16,
    link: &Link,
    inbox: &mut Inbox,
) -> Result<Outcome, String> {
    let is_segment = matches!(payload, Payload::Segment { .. });
    let n_fds = usize::from(n_attachments) + usize::from(is_segment);
    if inbox.fds.len() < n_fds {
        // They were sent before the frame was shown.
        let heard = link.socket.receive_fds(n_fds, &mut inbox.fds);
        if inbox.fds.len() < n_fds {
            // Those of later results may have come all the same, so nothing of this worker can be told apart any more.
            return Err(match heard {
                Ok(()) => "a result came without its file descriptors".to_owned(),
                Err(error) => format!("a result could not be received: {error}"),
            });
        }
    }
    let mut attachments: Vec<_> = inbox.fds.drain(..n_fds).collect();
    let bytes = match payload {
        Payload::Inline(bytes) => bytes.to_vec(),
        Payload::Segment { len } => match parcel::read(attachments.remove(0), len) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::OutOfMemory => {
                return Ok(Outcome::Error(no_memory(&error)));
            }
            // A file that is not what was announced is another result's, and so may all be that come after it.
            Err(error) => return Err(format!("a result came with another file: {error}")),
        },
    };
    Ok(Outcome::Value { bytes, attachments })
}

fn no_memory(error: &std::io::Error) -> Error {
    let text = format!("the result could not be received: {error}");
    Error::new(ErrorKind::Serialization, text)
}

fn book(core: &Core, link: &Link, batch: Vec<News>, after: &mut After) {
    // What a call has printed is passed on before its future ends.
    link.read_output(&core.completions);
    let mut came = Vec::with_capacity(batch.len());
    let mut outcomes = Vec::with_capacity(batch.len());
    for news in batch {
        match news {
            News::Ready => {
                let more = core.desk.lock().ready(&core.config, link.number);
                after.absorb(more);
                core.completions.push([Item::Staff {
                    worker: link.number,
                    change: Change::Up,
                }]);
            }
            News::Unfit(why) => {
                core.desk
                    .lock()
                    .condemn(&core.config, link.number, Only::Anyway, why, after);
            }
            News::Came {
                slot,
                number,
                came: what,
                outcome,
            } => {
                let busy = match what {
                    Came::Reply { busy_ns, .. } => Duration::from_nanos(busy_ns),
                    Came::PassedOver => Duration::ZERO,
                };
                came.push((slot, number, what));
                outcomes.push((busy, outcome));
            }
        }
    }
    let Booked { ended, fault } = core
        .desk
        .lock()
        .came(&core.config, link.number, came, after);
    let items = ended.into_iter().filter_map(|(index, record)| {
        let (busy, outcome) = &mut outcomes[index];
        Some(Item::Call(Completion {
            record,
            worker: Some(link.number),
            busy: *busy,
            outcome: outcome.take()?,
        }))
    });
    core.completions.push(items);
    if let Some(what) = fault {
        condemn(core, link, what, after);
    }
}

/// The reader's place in its pool, which it lends while code of users waits.
struct ReaderSeat {
    core: Arc<Core>,
    me: u64,
}

impl Seat for ReaderSeat {
    fn pool(&self) -> u32 {
        self.core.config.number
    }

    fn may_nest(&self) -> bool {
        // Calls run in other processes, whatever is awaited here.
        false
    }

    fn run_claimed(&self, task: Task) {
        drop(task);
    }

    fn lend(&self, _reason: &WaitReason) -> Place {
        if self.core.links.leave_reader(self.me) && stand_in(&self.core, self.me).is_err() {
            // The keeper tries again until somebody reads. A wait that had nothing to do with this pool may end before.
            self.core.mailbox.leave([Order::Read(self.me)]);
        }
        Place::Filled
    }

    fn take_back(&self) {
        // Unless somebody else reads by now; then this thread goes home after the code that has waited.
        self.core.links.resume_reader(self.me);
    }
}
