//! The thread that is a simulated process.

use std::sync::Arc;

use futures_core::host::{self, WaitReason, Wake};
use futures_core::{Event, TaskId};

use crate::processes::simulated::books::{After, Next};
use crate::processes::simulated::office::Office;
use crate::remote::{self, Process};

/// Performs calls until there are no more, or the process is over.
pub(super) fn work(office: &Arc<Office>, number: u32, process: &Arc<Process>) {
    let (parent, pool) = (office.parent.clone(), office.config.number);
    let prepared = remote::set_up_simulated(&office.program, process, move |line| {
        if let Some(run) = parent.upgrade() {
            remote::say_again(&run, pool, line);
        }
    });
    let mut after = After::default();
    match prepared {
        Ok(()) => {
            office.config.tell(|| Event::WorkerUp {
                worker: number,
                name: format!("{}_{number}", office.config.name),
            });
            serve(office, number, process);
            office.config.tell(|| Event::WorkerDown { worker: number });
        }
        Err(error) => {
            let reason = format!(
                "a worker's initializer of {} failed: {}",
                office.config.name,
                error.message()
            );
            office.desk.lock().break_with(reason, &mut after);
        }
    }
    // Before the desk hears of it: a process that is gone has nothing open any more.
    remote::forget();
    office.desk.lock().bury(number, &mut after);
    office.act(after);
}

fn serve(office: &Arc<Office>, number: u32, process: &Arc<Process>) {
    let me = host::current();
    loop {
        let mut after = After::default();
        let now = host::now();
        let next = office.desk.lock().next(number, &me, now, &mut after);
        office.act(after);
        match next {
            Next::Perform { call, work } => {
                work.set_running();
                let task = TaskId::new(office.config.number, call);
                office.config.tell(|| Event::Started {
                    task,
                    worker: number,
                });
                process.begin_call();
                remote::set_current_call(Some(call));
                let has_value = work.perform();
                remote::set_current_call(None);
                let mut after = After::default();
                let counts = office.desk.lock().performed(number, has_value, &mut after);
                office.act(after);
                if !counts {
                    return;
                }
            }
            Next::Sleep => {
                if host::park(None, &WaitReason::Idle) == Wake::Interrupted {
                    me.clear_interrupt();
                }
            }
            Next::End => return,
        }
    }
}
