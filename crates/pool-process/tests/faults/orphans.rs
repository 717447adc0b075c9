//! A parent that dies takes its workers along, whatever they do: a process of this test program plays the parent.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use conformance::{Case, cases};
use pool_process::ProcessPool;
use rustix::process::Signal;

use crate::calls::{double, pid, pool, signal, sleep_ms, spin};
use crate::census::{children_of, has_ended, within};
use crate::meeting::{Meeting, come, meet};

pub(crate) const CASES: &[Case] = cases![
    killed_parent,
    killed_parent_of_nested_pools,
    parent_killed_while_workers_start,
];

/// Makes this test program the parent.
pub(crate) const PARENT_ARG: &str = "--play-the-parent";

/// How soon all must be gone.
const SOON: Duration = Duration::from_secs(1);

fn come_and_spin(name: String) {
    let _stream = come(&name);
    spin(());
}

fn come_and_wait(name: String) {
    meet(name);
}

fn come_and_sleep(name: String) {
    let _stream = come(&name);
    sleep_ms(1_000_000);
}

/// Makes a pool in this worker, which itself comes to the meeting with one of its calls.
fn nest(name: String) {
    let pool = ProcessPool::new(2).unwrap();
    let _call = pool.submit(come_and_spin, name.clone()).unwrap();
    come_and_spin(name);
}

/// The other process: fills a pool and waits to be killed.
pub(crate) fn be_a_parent() -> ExitCode {
    let mut args = std::env::args().skip(2);
    let (role, name) = (args.next().unwrap(), args.next().unwrap_or_default());
    let pool = pool(4);
    if role == "start" {
        println!("ready");
        for n in 0_u64.. {
            // Each has to start its processes anew.
            let pool = ProcessPool::builder()
                .max_workers(4)
                .max_tasks_per_child(1)
                .build()
                .unwrap();
            let calls: Vec<_> = (0..8).map(|_| pool.submit(double, n).unwrap()).collect();
            drop(calls);
        }
    }
    let busy = match role.as_str() {
        "nested" => vec![pool.submit(nest, name).unwrap()],
        _ => vec![
            pool.submit(come_and_spin, name.clone()).unwrap(),
            pool.submit(come_and_sleep, name.clone()).unwrap(),
            // One that waits for its parent to let it go, which it never does.
            pool.submit(come_and_wait, name).unwrap(),
        ],
    };
    // And an idle one.
    pool.submit(pid, ()).unwrap().result().unwrap();
    println!("ready");
    for call in busy {
        let _ = call.result();
    }
    ExitCode::FAILURE
}

fn start(role: &str, name: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([PARENT_ARG, role, name])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn wait_until_ready(parent: &mut Child) {
    let mut line = String::new();
    let stdout = parent.stdout.as_mut().unwrap();
    BufReader::new(stdout).read_line(&mut line).unwrap();
    assert_eq!(line, "ready\n");
}

fn end(mut parent: Child, family: &[u32]) {
    signal(parent.id(), Signal::KILL);
    parent.wait().unwrap();
    let left = || -> Vec<u32> {
        family
            .iter()
            .copied()
            .filter(|pid| !has_ended(*pid))
            .collect()
    };
    assert!(within(SOON, || left().is_empty()), "left: {:?}", left());
}

fn killed_parent() {
    let meeting = Meeting::new();
    let mut parent = start("simple", &meeting.name());
    let visitors = [meeting.next(), meeting.next(), meeting.next()];
    wait_until_ready(&mut parent);
    let family = children_of(parent.id());
    assert_eq!(family.len(), 4);
    assert!(visitors.iter().all(|visitor| family.contains(&visitor.pid)));
    end(parent, &family);
}

fn killed_parent_of_nested_pools() {
    let meeting = Meeting::new();
    let mut parent = start("nested", &meeting.name());
    let visitors = [meeting.next(), meeting.next()];
    wait_until_ready(&mut parent);
    let mut family = children_of(parent.id());
    family.extend(visitors.iter().map(|visitor| visitor.pid));
    end(parent, &family);
}

fn parent_killed_while_workers_start() {
    for _ in 0..10 {
        let mut parent = start("start", "");
        wait_until_ready(&mut parent);
        within(SOON, || children_of(parent.id()).len() > 1);
        let family = children_of(parent.id());
        end(parent, &family);
    }
}
