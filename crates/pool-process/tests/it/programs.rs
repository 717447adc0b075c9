//! Programs that use a pool rightly or wrongly, each played by this binary in a process of its own; and workers that are
//! another program than their parent.

use std::env;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use conformance::{Case, cases};
use futures_core::{ErrorKind, MapOptions, map_jobs, promise};
use pool_process::{BuildError, Call, Calls, ProcessPool, Registry};
use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};

use crate::support::{forever, pid, send, stop, wait_gone};

pub(crate) const CASES: &[Case] = cases![
    gap_orphan_workers,
    dev_parent_death_is_seen,
    a_callback_that_waits_without_files_loses_no_call,
    what_a_call_complains_of_comes_at_once,
    a_program_that_forgets_init_is_told,
    what_comes_before_init_comes_again_in_each_worker,
    the_program_ends_with_its_pools_drained,
    another_program_is_called_by_name,
    another_program_has_no_place_for_functions_of_this_one,
    a_program_that_is_no_worker_breaks_the_pool,
];

/// In front of the name of a program to be played.
const PLAY: &str = "--play";

/// What this process is to play, if anything.
fn role() -> Option<String> {
    let mut args = env::args().skip(1);
    (args.next()? == PLAY).then(|| args.next().expect("the name of a program"))
}

/// The parts that come before, or do without, `init`.
pub(crate) fn play_before_init() -> Option<ExitCode> {
    // A worker is started without the arguments of its parent, but with its environment.
    match (role().as_deref(), env::var_os(EARLY_WORDS)) {
        (Some("forgets init"), _) => match ProcessPool::new(1) {
            Ok(_) => println!("a pool without init"),
            Err(error) => println!("{error}"),
        },
        (_, Some(_)) => {
            println!("before init");
            return None;
        }
        _ => return None,
    }
    Some(ExitCode::SUCCESS)
}

/// Set for a program that says something before `init`.
const EARLY_WORDS: &str = "POOL_PROCESS_TEST_EARLY_WORDS";

/// The parts that come after it.
pub(crate) fn play() -> Option<ExitCode> {
    match role()?.as_str() {
        "says something first" => {
            let pool = ProcessPool::new(1).expect("a pool");
            let square = pool.submit(|n: u64| n * n, 7).expect("a pool that is open");
            println!("{}", square.result().expect("a square"));
        }
        "never waits" => {
            let pool = ProcessPool::new(2).expect("a pool");
            for n in 0..5 {
                let print = pool.submit(|n: u64| println!("call {n}"), n);
                drop(print.expect("a pool that is open"));
            }
        }
        "panics in a call" => {
            let pool = ProcessPool::new(1).expect("a pool");
            let panics = pool
                .submit(fail_deep_inside, 7)
                .expect("a pool that is open");
            let error = panics.result().expect_err("a panic");
            println!("{}", error.panic_backtrace().unwrap_or("no backtrace"));
        }
        "is killed" => {
            let pool = ProcessPool::new(3).expect("a pool");
            let stuck = pool.submit(say_pid_and_spin, ());
            let idle = pool.submit(|()| println!("{}", std::process::id()), ());
            idle.expect("a pool that is open").result().expect("a call");
            stuck.expect("a pool that is open").result().expect("never");
        }
        "complains" => {
            let pool = ProcessPool::new(1).expect("a pool");
            let call = pool.submit(|()| eprint!("the call, "), ());
            call.expect("a pool that is open").result().expect("a call");
            eprintln!("the parent");
        }
        "has no files left" => wait_without_files(),
        other => panic!("there is no program called {other:?}"),
    }
    Some(ExitCode::SUCCESS)
}

/// Panics, in a place whose name is worth telling.
pub(crate) fn fail_deep_inside(n: u64) -> u64 {
    assert!(n == 0, "it was {n}");
    n
}

/// Waits in a callback while this process can open no more files.
fn wait_without_files() {
    let limit = getrlimit(Resource::Nofile);
    let few = Rlimit {
        current: Some(100),
        ..limit
    };
    setrlimit(Resource::Nofile, few).expect("a lower limit");
    let pool = ProcessPool::new(1).expect("a pool");
    let submit = |n| {
        let future = pool.submit(|n: u64| n * n, n).expect("a pool that is open");
        future.shared()
    };
    let worker = pool.submit(pid, ()).expect("a pool that is open");
    let worker = worker.result().expect("a call");
    // So that the callback runs on the pool's own thread.
    stop(worker);
    let (first, second) = (submit(5), submit(6));
    let (promise, waited) = promise();
    first.add_done_callback(move |_| {
        let files: Vec<File> = std::iter::from_fn(|| File::open("/dev/null").ok()).collect();
        let ended = second.result_timeout(Duration::from_millis(10)).cloned();
        drop(files);
        assert!(promise.set_result((ended, second)).is_ok());
    });
    send(worker, Signal::CONT);
    let (ended, second) = waited.result().expect("the callback");
    let gave_up = ended.is_err_and(|error| error.is_timed_out());
    println!("nobody could read: {gave_up}");
    println!("{}", second.result().expect("the second call"));
    println!("{}", submit(7).result().expect("a third call"));
}

fn say_pid_and_spin(_: ()) {
    println!("{}", std::process::id());
    forever(());
}

/// What this binary offers as the worker of others.
pub(crate) fn registry() -> Registry {
    let unit = "ms";
    Registry::new()
        .function("square", |n: u64| n * n)
        .function("show", move |n: u64| format!("{n} {unit}"))
        .fallible("parse", |text: String| text.parse::<u64>())
}

/// A program of this name, to be played.
pub(crate) fn program(name: &str) -> Command {
    let mut command = Command::new(env::current_exe().expect("this binary"));
    command.args([PLAY, name]).stdout(Stdio::piped());
    command.env_remove("RUST_LIB_BACKTRACE");
    command
}

/// Runs a program to its end and returns what it printed.
#[track_caller]
pub(crate) fn output_of(command: &mut Command) -> Vec<String> {
    let output = command.output().expect("this binary again");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("text");
    text.lines().map(str::to_owned).collect()
}

/// A parent that was killed, and the processes of its workers: an idle one and one that is stuck in user code.
#[track_caller]
fn orphans() -> [u32; 2] {
    let mut parent: Child = program("is killed").spawn().expect("this binary again");
    let output = parent.stdout.take().expect("a pipe");
    let mut lines = BufReader::new(output).lines();
    let pids = [(); 2].map(|()| {
        let line = lines.next().expect("two lines").expect("a line");
        line.parse().expect("a number")
    });
    parent.kill().expect("a process that lives");
    parent.wait().expect("a child of ours");
    pids
}

/// The workers of a killed parent end with it, even when they are stuck.
fn gap_orphan_workers() {
    orphans().into_iter().for_each(wait_gone);
}

/// The pipe that they had inherited is closed, so they are gone for everybody who waits for the program.
fn dev_parent_death_is_seen() {
    let mut parent = program("is killed").spawn().expect("this binary again");
    let mut output = BufReader::new(parent.stdout.take().expect("a pipe"));
    let mut line = String::new();
    for _ in 0..2 {
        output.read_line(&mut line).expect("a line");
    }
    parent.kill().expect("a process that lives");
    parent.wait().expect("a child of ours");
    let mut rest = String::new();
    output.read_to_string(&mut rest).expect("the end");
    assert_eq!((line.lines().count(), rest.as_str()), (2, ""));
}

/// A callback that waits needs another reader. If there are no files for one, replies are read when it has returned.
fn a_callback_that_waits_without_files_loses_no_call() {
    assert_eq!(
        output_of(&mut program("has no files left")),
        ["nobody could read: true", "36", "49"]
    );
}

/// Standard error is passed on as it comes, also a line without an end, before the future of the call ends.
fn what_a_call_complains_of_comes_at_once() {
    let mut program = program("complains");
    let output = program.output().expect("this binary again");
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "the call, the parent\n"
    );
}

/// The error says what to do.
fn a_program_that_forgets_init_is_told() {
    assert_eq!(
        output_of(&mut program("forgets init")),
        [
            "a process pool starts the running program again as its workers, so the program's main must begin with \
             pool_process::init()"
        ]
    );
}

/// In a worker, main runs up to `init`.
fn what_comes_before_init_comes_again_in_each_worker() {
    let mut program = program("says something first");
    let lines = output_of(program.env(EARLY_WORDS, "yes"));
    assert_eq!(lines, ["before init", "before init", "49"]);
}

/// What nobody waits for is done before the program ends.
fn the_program_ends_with_its_pools_drained() {
    let mut lines = output_of(&mut program("never waits"));
    lines.sort();
    assert_eq!(lines, ["call 0", "call 1", "call 2", "call 3", "call 4"]);
}

fn pool_of(path: impl Into<std::path::PathBuf>) -> Result<ProcessPool, BuildError> {
    ProcessPool::builder()
        .max_workers(2)
        .program(path, [""; 0])
        .build()
}

/// A registry gives names to functions, also to ones with captures.
fn another_program_is_called_by_name() {
    let pool = pool_of(env::current_exe().unwrap()).unwrap();
    let square = Call::<u64, u64>::named("square", 7);
    assert_eq!(pool.submit_call(square).unwrap().result().unwrap(), 49);
    let show = Call::<u64, String>::named("show", 7);
    assert_eq!(pool.submit_call(show).unwrap().result().unwrap(), "7 ms");
    let parse = Call::<String, u64>::named("parse", "x".to_owned());
    let error = pool.submit_call(parse).unwrap().result().unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::Failed, "invalid digit found in string")
    );
    for options in [MapOptions::new(), MapOptions::new().chunk_size(3)] {
        let squares = map_jobs(options, &pool, Calls::<u64, u64>::named("square"), 0..10);
        let expected: Vec<u64> = (0..10).map(|n| n * n).collect();
        assert_eq!(squares.values().unwrap(), expected);
    }
    let unknown = Call::<u64, u64>::named("cube", 7);
    let error = pool.submit_call(unknown).unwrap().result().unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (
            ErrorKind::Serialization,
            "the worker has no function `cube`, only parse, show, square"
        )
    );
    assert_eq!(pool.stats().died_workers, 0);
}

/// A function of this program is none of another one's, whatever lies at its place there.
fn another_program_has_no_place_for_functions_of_this_one() {
    let path = env::current_exe().unwrap();
    let why = format!(
        "the workers are another program, {}, whose functions are called by name",
        path.display()
    );
    let pool = pool_of(&path).unwrap();
    let error = pool.submit(pid, ()).unwrap().result().unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string()),
        (ErrorKind::Serialization, why.clone())
    );
    let initializer = ProcessPool::builder()
        .program(&path, [""; 0])
        .initializer(|()| Ok::<(), String>(()), ())
        .build();
    let error = initializer.unwrap_err();
    assert_eq!(error.option(), Some("initializer"));
    assert_eq!(
        error.to_string(),
        format!("the initializer cannot be sent: {why}")
    );
}

/// A program without `init` ends before it is ready, or cannot even be started: the pool is broken and says why.
fn a_program_that_is_no_worker_breaks_the_pool() {
    let pool = pool_of("/bin/false").unwrap();
    let error = pool
        .submit_call(Call::<u64, u64>::named("square", 7))
        .unwrap()
        .result()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BrokenPool);
    let text = error.to_string();
    let start = format!(
        "3 workers of {} in a row ended before they were ready; the last: worker process ",
        pool.name()
    );
    assert!(text.starts_with(&start), "{text}");
    assert!(text.ends_with(" exited with code 1"), "{text}");

    let pool = pool_of("/no/such/program").unwrap();
    let call = Call::<u64, u64>::named("square", 7);
    let error = pool.submit_call(call).unwrap().result().unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string()),
        (
            ErrorKind::BrokenPool,
            format!(
                "no process could be started for {}: No such file or directory (os error 2)",
                pool.name()
            )
        )
    );
}
