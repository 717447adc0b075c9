//! The reader: the thread that tells futures of their end, and so runs callbacks.
//!
//! If such code waits for something, another reader takes over, and the first goes home when the code has returned; so a
//! callback may wait for another call of the same pool.

use std::rc::Rc;
use std::sync::Arc;

use futures_core::host::{self, WaitReason, Wake};
use futures_core::{Event, Place, Seat, Status, Task, TaskId, panics, seated};

use crate::processes::simulated::books::{After, Completion};
use crate::processes::simulated::office::Office;

enum Next {
    Tell(Completion),
    Sleep,
    /// Another one has taken over, or nothing is left.
    End,
}

/// What the reader with number `me` does.
pub(super) fn read(office: &Arc<Office>, me: u64) {
    let seat = Rc::new(ReaderSeat {
        office: office.clone(),
        me,
    });
    seated(seat, || read_on(office, me));
}

fn read_on(office: &Arc<Office>, me: u64) {
    let thread = host::current();
    loop {
        let mut after = After::default();
        let next = {
            let mut desk = office.desk.lock();
            if desk.reader.number != me {
                Next::End
            } else if let Some(completion) = desk.completions.pop_front() {
                Next::Tell(completion)
            } else if desk.is_finished() {
                desk.set_over(&mut after);
                Next::End
            } else {
                desk.reader.asleep = Some(thread.clone());
                Next::Sleep
            }
        };
        office.act(after);
        match next {
            Next::Tell(completion) => tell(office, completion),
            Next::Sleep => {
                if host::park(None, &WaitReason::Idle) == Wake::Interrupted {
                    thread.clear_interrupt();
                }
            }
            Next::End => return,
        }
    }
}

fn tell(office: &Office, completion: Completion) {
    let Completion {
        call,
        worker,
        work,
        lost,
    } = completion;
    let task = TaskId::new(office.config.number, call);
    // A value that nobody waits for is dropped here, and its destructor may panic.
    let settled = panics::catch(|| work.settle(lost));
    office.config.tell(|| Event::Ended {
        task,
        worker: worker.unwrap_or(Event::CALLER),
        status: settled.unwrap_or(Status::Failed),
    });
}

/// The reader's place in its pool, which it lends while code of users waits.
struct ReaderSeat {
    office: Arc<Office>,
    me: u64,
}

impl Seat for ReaderSeat {
    fn pool(&self) -> u32 {
        self.office.config.number
    }

    fn may_nest(&self) -> bool {
        // Calls run on the workers, whatever is awaited here.
        false
    }

    fn run_claimed(&self, task: Task) {
        drop(task);
    }

    fn lend(&self, _: &WaitReason) -> Place {
        let next = {
            let mut desk = self.office.desk.lock();
            (desk.reader.number == self.me).then(|| {
                desk.reader.number += 1;
                desk.reader.number
            })
        };
        if let Some(next) = next {
            let office = self.office.clone();
            self.office.start("reader", move || read(&office, next));
        }
        Place::Filled
    }

    fn take_back(&self) {}
}
