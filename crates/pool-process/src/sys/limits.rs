//! What a worker does to itself before it runs anything: it dies with its parent, and keeps within its limits.
//!
//! All of it is done by the child, after it has been executed: work between fork and exec would force the standard
//! library to fork a process with threads. The signal mask needs no care: the standard library starts every child with
//! an empty one.

use std::fs;
use std::io;

use rustix::process::{
    Pid, Resource, Rlimit, Signal, getppid, getrlimit, set_parent_process_death_signal, setrlimit,
};

/// Is the process still there that started this one?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a worker whose parent is gone must end"]
pub(crate) enum Parent {
    /// It is, and this process dies with it.
    Alive,
    /// It died before the arrangement was made.
    Gone,
}

/// Arranges that this process is killed when the thread ends that has started it, which is one of the process `parent`.
///
/// To be called by a thread that lasts as long as the process, the main thread: the arrangement goes with it.
pub(crate) fn die_with_parent(parent: u32) -> io::Result<Parent> {
    set_parent_process_death_signal(Some(Signal::KILL))?;
    // If it died before, then nobody will send the signal; but then this process belongs to another one by now.
    let is_alive = getppid()
        .map(Pid::as_raw_nonzero)
        .is_some_and(|pid| pid.get() as u32 == parent);
    Ok(if is_alive {
        Parent::Alive
    } else {
        Parent::Gone
    })
}

/// Limits the address space of this process to `bytes`, program, stacks and shared memory included. An allocation
/// beyond it fails, which ends a Rust program by SIGABRT.
pub(crate) fn limit_memory(bytes: u64) -> io::Result<()> {
    limit(Resource::As, bytes, bytes)
}

/// Limits this process to `seconds` of processor time, over all its threads. It is then ended by SIGXCPU, and if that
/// is caught, a second later by SIGKILL.
pub(crate) fn limit_cpu(seconds: u64) -> io::Result<()> {
    limit(Resource::Cpu, seconds, seconds.saturating_add(1))
}

/// A crash of this process leaves no core file: a pool that survives crashes would fill the disk with them.
pub(crate) fn no_core_dumps() -> io::Result<()> {
    limit(Resource::Core, 0, 0)
}

/// Asks the system to kill this process rather than its parent when memory runs out. Best effort: not every container
/// has the file.
pub(crate) fn prefer_as_oom_victim() {
    // The highest value there is; raising it needs no privilege.
    let _ = fs::write("/proc/self/oom_score_adj", "1000");
}

/// Sets both limits, but raises none: that would need a privilege.
fn limit(resource: Resource, soft: u64, hard: u64) -> io::Result<()> {
    let maximum = getrlimit(resource).maximum.unwrap_or(u64::MAX).min(hard);
    let new = Rlimit {
        current: Some(soft.min(maximum)),
        maximum: Some(maximum),
    };
    Ok(setrlimit(resource, new)?)
}

/// What is tested here changes a whole process, so each test starts this test program once more, for one test of it.
#[cfg(test)]
mod tests {
    use std::env;
    use std::fs;
    use std::io::{self, Read};
    use std::os::fd::AsFd;
    use std::process;

    use futures_core::host;
    use rustix::process::{
        Resource, Rlimit, Signal, getpid, getppid, getrlimit, kill_process, setrlimit,
    };

    use super::{
        Parent, die_with_parent, limit_cpu, limit_memory, no_core_dumps, prefer_as_oom_victim,
    };
    use crate::sys::child::{Child, Exit};
    use crate::sys::faults::SpawnFaults;
    use crate::sys::signals::ignore_interrupt;
    use crate::sys::socket::{Received, Socket};
    use crate::sys::testing::{closed, ended, script};

    /// What is said to a copy of this program, besides the name of its test.
    const AS_CHILD: &str = "--skip=as-child";

    /// Starts the test `name` of this module, as a child with us at the other end of its standard input.
    fn start(name: &str) -> (Child, Socket) {
        let faults = SpawnFaults::default();
        let (mut spawn, line) = script("", &faults);
        let (_, module) = module_path!().split_once("::").unwrap();
        spawn.program = "/proc/self/exe".into();
        spawn.args = ["--exact", &format!("{module}::{name}"), AS_CHILD]
            .map(|arg| arg.into())
            .into();
        (spawn.start().unwrap(), line)
    }

    fn is_child() -> bool {
        env::args().any(|arg| arg == AS_CHILD)
    }

    #[test]
    fn limits_are_kept() {
        if !is_child() {
            let (mut child, _line) = start("limits_are_kept");
            let aborted = Exit::Signal {
                number: 6,
                core_dumped: false,
            };
            assert_eq!(ended(&mut child), aborted, "only the last line ends it");
            return;
        }
        limit_memory(8 << 30).unwrap();
        limit_memory(16 << 30).unwrap();
        assert!(
            Vec::<u8>::new().try_reserve_exact(9 << 30).is_err(),
            "no limit is raised again"
        );
        limit_cpu(1000).unwrap();
        let cpu = getrlimit(Resource::Cpu);
        assert_eq!((cpu.current, cpu.maximum), (Some(1000), Some(1001)));
        prefer_as_oom_victim();
        assert_eq!(
            fs::read_to_string("/proc/self/oom_score_adj")
                .unwrap()
                .trim(),
            "1000"
        );
        ignore_interrupt().unwrap();
        kill_process(getpid(), Signal::INT).unwrap();
        no_core_dumps().unwrap();
        process::abort();
    }

    #[test]
    fn processor_time_beyond_the_limit_ends_a_process() {
        if !is_child() {
            let (mut child, _line) = start("processor_time_beyond_the_limit_ends_a_process");
            let number = Signal::XCPU.as_raw();
            assert_eq!(
                ended(&mut child),
                Exit::Signal {
                    number,
                    core_dumped: false
                }
            );
            return;
        }
        no_core_dumps().unwrap();
        limit_cpu(1).unwrap();
        loop {
            std::hint::spin_loop();
        }
    }

    #[test]
    fn standard_input_is_taken_and_nothing_left_there() {
        if !is_child() {
            let (mut child, line) = start("standard_input_is_taken_and_nothing_left_there");
            assert_eq!(line.wait(&mut Vec::new()).unwrap(), Received::Bells(1));
            assert_eq!(ended(&mut child), Exit::Code(0));
            closed(&line);
            return;
        }
        let line = Socket::take_stdin().unwrap();
        assert_eq!(io::stdin().read_to_end(&mut Vec::new()).unwrap(), 0);
        line.ring().unwrap();
    }

    #[test]
    fn lost_file_descriptors_are_an_error() {
        if !is_child() {
            let (mut child, line) = start("lost_file_descriptors_are_an_error");
            line.send_fds(&[line.as_fd(), line.as_fd()]).unwrap();
            assert_eq!(ended(&mut child), Exit::Code(0));
            return;
        }
        let line = Socket::take_stdin().unwrap();
        let highest = rustix::io::dup(&line).unwrap();
        let limit = std::os::fd::AsRawFd::as_raw_fd(&highest) as u64 + 1;
        let old = getrlimit(Resource::Nofile);
        let new = Rlimit {
            current: Some(limit),
            ..old
        };
        setrlimit(Resource::Nofile, new).unwrap();
        let mut fds = Vec::new();
        let error = line.wait(&mut fds).unwrap_err();
        setrlimit(Resource::Nofile, old).unwrap();
        assert_eq!(
            error.to_string(),
            "file descriptors were lost: this process has too many open"
        );
    }

    #[test]
    fn a_child_dies_with_the_thread_that_started_it() {
        if !is_child() {
            let (to_us, from_thread) = crate::sys::socket::pair().unwrap();
            let starter = host::spawn(host::Spawn::default(), move || {
                let (child, line) = start("a_child_dies_with_the_thread_that_started_it");
                assert_eq!(line.wait(&mut Vec::new()).unwrap(), Received::Bells(1));
                // The line goes to the other thread as it is, so that nothing but the thread's end ends the child.
                Socket::from_fd(from_thread)
                    .send_fds(&[line.as_fd(), child.as_fd()])
                    .unwrap();
                std::mem::forget(child);
            });
            starter.unwrap().join().unwrap();
            let mut fds = Vec::new();
            assert_eq!(to_us.receive(&mut fds).unwrap(), Received::Bells(1));
            let line = Socket::from_fd(fds.remove(0));
            closed(&line);
            return;
        }
        let parent = getppid().unwrap().as_raw_nonzero().get() as u32;
        assert_eq!(die_with_parent(parent + 1).unwrap(), Parent::Gone);
        assert_eq!(die_with_parent(parent).unwrap(), Parent::Alive);
        let line = Socket::take_stdin().unwrap();
        line.ring().unwrap();
        let _ = line.wait(&mut Vec::new());
    }
}
