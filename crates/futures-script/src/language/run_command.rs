//! `run_command(program, args)`: another program, run to its end; Python's `subprocess.run`.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rhai::{Array, Blob, Dynamic, INT, ImmutableString, Map, NativeCallContext};
use rustix::process::Signal;

use crate::error::{Raise, ScriptError, ScriptErrorKind, ScriptResult};
use crate::language::Definitions;
use crate::outside::answers::asked::{self, Refusal};
use crate::outside::answers::{CommandAnswer, Late, Text};
use crate::outside::command::{self, Ended, Group, Job, Trouble};
use crate::outside::paths::{self, Last, Resolved};
use crate::outside::{Permission, Recording, offload};
use crate::reference::{Entry, Section};
use crate::values::{Options, type_name, wrong_type, wrong_value};
use crate::{current, remote};

/// How long each output may be unless the call says otherwise: both are all in memory.
const MAX_BYTES: u64 = 64 << 20;

/// How much of its last words an error repeats.
const MOST_LINES: usize = 10;

const OPTIONS: [&str; 7] = [
    "input",
    "timeout",
    "cwd",
    "env",
    "check",
    "bytes",
    "max_bytes",
];

const ENTRIES: &[Entry] = &[Entry::function(
    Section::System,
    &["run_command(program: string, args?: array, options?: map) -> map"],
    "Runs another program to its end, and returns what it has said and how it ended.",
)
.details(
    "There is no shell: each argument arrives as it is, and `*` or `|` mean nothing. The result has `code`, `ok` (the \
     code is 0), `signal` (the name of the signal that ended it, or `()`; the code is negative then), `stdout`, `stderr` \
     and `elapsed`.\n\nThe program must be allowed, by `--allow-run=NAME`. A name without a slash is looked for in the \
     absolute folders of `PATH`; a path is allowed by where it really leads. A program that may be run can do whatever \
     you can.\n\nWhen the program has ended, what it has left running in its process group is killed, and nobody waits \
     for more output. When the wait ends early, by a time limit, `kill()` or Ctrl-C, all of it is killed.",
)
.options(&[
    ("input", "string or blob", "nothing", "what the program reads from its standard input"),
    ("timeout", "seconds", "no limit", "how long it may take before it is killed"),
    ("cwd", "string", "the current folder", "the folder that it runs in"),
    ("env", "map", "none", "variables in addition to those of this process; `()` takes one away"),
    ("check", "bool", "false", "whether another code than 0 is an error"),
    ("bytes", "bool", "false", "whether its output is returned as blobs"),
    ("max_bytes", "int", "64 MiB", "how long each of its two outputs may be"),
])
.errors(&[
    (
        "PermissionError",
        "the program is not allowed; or `env` sets `LD_PRELOAD` or the like, and not every program is allowed",
    ),
    ("FileNotFoundError", "there is no such program, or no such folder to run it in"),
    ("TimeoutError", "it takes longer than `timeout`; it is killed"),
    ("CalledProcessError", "it fails, and `check` is true"),
    ("ValueError", "its output is no UTF-8, or longer than `max_bytes`"),
])
.example(
    r#"
let sorted = run_command("sort", ["-r"], #{input: "a\nc\nb\n"});
print(sorted.code);
print(sorted.stdout.split("\n"));
try {
    run_command("sh", ["-c", "echo no luck >&2; exit 3"], #{check: true});
} catch (e) {
    print(`${e.kind}: ${e.message}`);
}"#,
    r#"
0
["c", "b", "a", ""]
CalledProcessError: run_command: sh returned 3: no luck"#,
)
.run_with(&["--allow-run=sort,sh"])
.python("subprocess.run([program, *args], capture_output=True)")];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function(
        "run_command",
        |context: NativeCallContext<'_>, program: ImmutableString| {
            run(&context, &program, &Array::new(), &Options::none(&context))
        },
    );
    language.function(
        "run_command",
        |context: NativeCallContext<'_>, program: ImmutableString, arguments: Array| {
            run(&context, &program, &arguments, &Options::none(&context))
        },
    );
    language.function(
        "run_command",
        |context: NativeCallContext<'_>,
         program: ImmutableString,
         arguments: Array,
         options: Dynamic| {
            let options = Options::new(&context, &options, &OPTIONS)?;
            run(&context, &program, &arguments, &options)
        },
    );
}

fn run(
    context: &NativeCallContext<'_>,
    program: &str,
    arguments: &Array,
    options: &Options<'_>,
) -> ScriptResult<Map> {
    let job = job(context, program, arguments, options)?;
    let ended = start(context, program, job)?;
    let wants_bytes = options.flag("bytes")?.unwrap_or(false);
    let must_succeed = options.flag("check")?.unwrap_or(false);
    if must_succeed && ended.code != 0 {
        return Err(failed(program, &ended).raise(context));
    }
    let stdout = output(context, program, "stdout", &ended.stdout, wants_bytes)?;
    let stderr = output(context, program, "stderr", &ended.stderr, wants_bytes)?;
    let signal = signal_of(ended.code).map_or(Dynamic::UNIT, Into::into);
    let map = [
        ("code", INT::from(ended.code).into()),
        ("ok", (ended.code == 0).into()),
        ("signal", signal),
        ("stdout", stdout),
        ("stderr", stderr),
        ("elapsed", ended.elapsed.as_secs_f64().into()),
    ];
    Ok(map
        .into_iter()
        .map(|(name, value)| (name.into(), value))
        .collect())
}

fn start(context: &NativeCallContext<'_>, program: &str, job: Job) -> ScriptResult<Ended> {
    let timeout = job.timeout.unwrap_or_default();
    let max_bytes = job.max_bytes;
    let folder = job.folder.clone();
    let what = format!("the command {program}");
    let position = context.call_position();
    let ended = if futures_sim::is_simulated() {
        match asked::command(position, program, job)? {
            Ok(ended) => Ok(ended),
            Err(Refusal::Timeout) => Err(Trouble::Timeout),
            Err(Refusal::Unknown(why)) => {
                let text = format!("run_command: {program}: {why}");
                return Err(ScriptError::new(ScriptErrorKind::Permission, text).raise(context));
            }
        }
    } else {
        let ended = offload::here(position, &what, |cancel| command::run(&job, cancel))?;
        if let Some(recording) = current::run()?.recording() {
            record(recording, program, job, &ended);
        }
        ended
    };
    ended.map_err(|trouble| {
        use futures_core::ErrorKind::TimedOut;
        let (kind, text) = match trouble {
            Trouble::Start(error) => start_failed(program, folder.as_deref(), &error),
            Trouble::Watch(error) => (
                ScriptErrorKind::Os,
                format!("{program} could not be watched, and was killed: {error}"),
            ),
            Trouble::Timeout => (
                ScriptErrorKind::Task(TimedOut),
                format!("{program} took longer than {} s, and was killed", timeout.as_secs_f64()),
            ),
            Trouble::TooLong(output) => (
                ScriptErrorKind::Value,
                format!(
                    "the {output} of {program} is longer than max_bytes, which is {max_bytes}; it was killed"
                ),
            ),
            Trouble::Cancelled => (ScriptErrorKind::Interrupted, format!("{program} was killed")),
        };
        ScriptError::new(kind, format!("run_command: {text}")).raise(context)
    })
}

/// Keeps what came of a command, unless it says more of this run than of the command.
fn record(recording: &Recording, program: &str, job: Job, ended: &Result<Ended, Trouble>) {
    let known = match ended {
        Ok(ended) => CommandAnswer {
            code: ended.code,
            stdout: Text(ended.stdout.clone()),
            stderr: Text(ended.stderr.clone()),
            seconds: ended.elapsed.as_secs_f64(),
            error: None,
        },
        Err(Trouble::Timeout) => CommandAnswer {
            error: Some(Late::Timeout),
            seconds: job.timeout.unwrap_or_default().as_secs_f64(),
            ..CommandAnswer::default()
        },
        Err(_) => return,
    };
    let words = [program.to_owned()].into_iter().chain(job.arguments);
    recording.add_command(words.collect(), job.input, known);
}

fn start_failed(
    program: &str,
    folder: Option<&Path>,
    error: &io::Error,
) -> (ScriptErrorKind, String) {
    let is_folder_missing = folder.is_some_and(|folder| !folder.is_dir());
    match (error.kind(), folder) {
        (ErrorKind::NotFound | ErrorKind::NotADirectory, Some(folder)) if is_folder_missing => (
            ScriptErrorKind::FileNotFound,
            format!(
                "there is no folder {} to run {program} in",
                folder.display()
            ),
        ),
        (ErrorKind::NotFound, _) => (
            ScriptErrorKind::FileNotFound,
            format!("cannot run {program}: it, or what is to interpret it, does not exist"),
        ),
        _ => (
            ScriptErrorKind::Os,
            format!("cannot run {program}: {error}"),
        ),
    }
}

/// What is to be run, and whether it may.
fn job(
    context: &NativeCallContext<'_>,
    program: &str,
    arguments: &Array,
    options: &Options<'_>,
) -> ScriptResult<Job> {
    let path = permitted(context, program)?;
    let folder = options.text("cwd")?.map(|folder| PathBuf::from(&*folder));
    if let Some(folder) = &folder {
        without_nul(context, "cwd", &folder.to_string_lossy())?;
    }
    let max_bytes = options.positive("max_bytes")?;
    Ok(Job {
        path,
        name: program.to_owned(),
        arguments: texts(context, arguments)?,
        input: input(context, options)?,
        folder,
        environment: environment(context, options)?,
        timeout: options.seconds("timeout")?,
        max_bytes: max_bytes.map_or(MAX_BYTES, |bytes| bytes as u64),
        group: if remote::is_worker() {
            Group::Ours
        } else {
            Group::Own
        },
    })
}

/// Where the program is, if it may be run.
///
/// A name without a slash is allowed as it is, since it is only looked for in absolute folders of the search path. With
/// a slash it is a path, of which counts where it really leads, so that nothing passes for something else by its name.
fn permitted(context: &NativeCallContext<'_>, program: &str) -> ScriptResult<PathBuf> {
    without_nul(context, "the program", program)?;
    if program.is_empty() {
        return Err(wrong_value(context, "the program has no name"));
    }
    let run = current::run()?;
    let permissions = run.permissions();
    let is_path = program.contains('/');
    let (found, real) = if futures_sim::is_simulated() {
        // What stands in a file of answers need not be here.
        let path = Some(PathBuf::from(program));
        (path.clone(), path)
    } else if is_path {
        // Where it leads can be told of what is not there as well, so that a refusal does not say whether it is.
        let resolved = paths::resolve(Path::new(program), Last::Followed).ok();
        let is_there = |resolved: &&Resolved| resolved.fault.is_none() && resolved.path.exists();
        let found = resolved.as_ref().filter(is_there);
        let found = found.map(|resolved| resolved.path.clone());
        (found, resolved.map(|resolved| resolved.path))
    } else {
        let found = command::find(program, command::search_path().as_deref());
        let real = found.as_ref().and_then(|path| path.canonicalize().ok());
        (found, real)
    };
    let real = real.as_ref().and_then(|path| path.to_str());
    let by_name = !is_path && permissions.may_run(program);
    let by_path = real.is_some_and(|real| permissions.may_run(real));
    if let Some((name, _)) = program.split_once(' ')
        && !is_path
        && found.is_none()
    {
        let text = format!(
            "run_command: there is no program `{program}`; arguments are given as an array, run_command(\"{name}\", [\"…\"])"
        );
        return Err(ScriptError::new(ScriptErrorKind::FileNotFound, text).raise(context));
    }
    if !by_name && !by_path && !permissions.may_run_anything() {
        let resolved = real.filter(|real| is_path && *real != program);
        let text = format!("run_command: {}", Permission::Run.denial(program, resolved));
        return Err(ScriptError::new(ScriptErrorKind::Permission, text).raise(context));
    }
    found.ok_or_else(|| {
        let text = if is_path {
            format!("run_command: there is no program {program}")
        } else {
            format!("run_command: there is no program {program} in the folders of PATH")
        };
        ScriptError::new(ScriptErrorKind::FileNotFound, text).raise(context)
    })
}

fn texts(context: &NativeCallContext<'_>, arguments: &Array) -> ScriptResult<Vec<String>> {
    let text = |(index, value): (usize, &Dynamic)| {
        let what = format!("argument {index}");
        let is_plain = value.is_string() || value.is_int() || value.is_float() || value.is_char();
        if !is_plain {
            let given = type_name(context, value);
            let text = format!("{what} must be a string or a number, not {given}");
            return Err(wrong_type(context, &text));
        }
        let text = value.to_string();
        without_nul(context, &what, &text)?;
        Ok(text)
    };
    arguments.iter().enumerate().map(text).collect()
}

fn without_nul(context: &NativeCallContext<'_>, what: &str, text: &str) -> ScriptResult<()> {
    match text.find('\0') {
        None => Ok(()),
        Some(_) => {
            let text = format!("{what} has a NUL character in it, which no program can be given");
            Err(wrong_value(context, &text))
        }
    }
}

fn input(context: &NativeCallContext<'_>, options: &Options<'_>) -> ScriptResult<Vec<u8>> {
    let Some(given) = options.get("input") else {
        return Ok(Vec::new());
    };
    if let Some(text) = given.read_lock::<ImmutableString>() {
        return Ok(text.as_bytes().to_vec());
    }
    if let Some(blob) = given.read_lock::<Blob>() {
        return Ok(blob.clone());
    }
    let given = type_name(context, given);
    Err(wrong_type(
        context,
        &format!("input must be a string or a blob, not {given}"),
    ))
}

fn environment(
    context: &NativeCallContext<'_>,
    options: &Options<'_>,
) -> ScriptResult<Vec<(String, Option<String>)>> {
    let Some(given) = options.get("env") else {
        return Ok(Vec::new());
    };
    let Some(map) = given.read_lock::<Map>() else {
        let given = type_name(context, given);
        return Err(wrong_type(
            context,
            &format!("env must be a map, not {given}"),
        ));
    };
    let anything = current::run()?.permissions().may_run_anything();
    let mut all = Vec::new();
    for (name, value) in &*map {
        if name.is_empty() || name.contains(['=', '\0']) {
            return Err(wrong_value(
                context,
                &format!("`{name}` is no name of a variable"),
            ));
        }
        let is_plain = value.is_string() || value.is_int() || value.is_float();
        if !is_plain && !value.is_unit() {
            let given = type_name(context, value);
            let text = format!("env: {name} must be a string, or () to take it away, not {given}");
            return Err(wrong_type(context, &text));
        }
        let value = (!value.is_unit()).then(|| value.to_string());
        if value.is_some() && puts_code_in(name) && !anything {
            let text = format!(
                "run_command: not allowed to set {name}, which puts other code into programs; --allow-run allows it"
            );
            return Err(ScriptError::new(ScriptErrorKind::Permission, text).raise(context));
        }
        without_nul(context, name, value.as_deref().unwrap_or_default())?;
        all.push((name.to_string(), value));
    }
    Ok(all)
}

/// Is it a variable by which the loader of the system runs other code in any program? With it, a script that may run
/// one program could run all that it can write.
fn puts_code_in(variable: &str) -> bool {
    ["LD_", "DYLD_"]
        .iter()
        .any(|prefix| variable.starts_with(prefix))
}

fn output(
    context: &NativeCallContext<'_>,
    program: &str,
    name: &str,
    bytes: &[u8],
    wants_bytes: bool,
) -> ScriptResult<Dynamic> {
    if wants_bytes {
        return Ok(Dynamic::from_blob(bytes.to_vec()));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(error) => {
            let place = error.valid_up_to() + 1;
            let text = format!(
                "the {name} of {program} is not UTF-8: byte {place} of it is wrong; #{{bytes: true}} has it as it is"
            );
            Err(wrong_value(context, &text))
        }
    }
}

/// The error for a program that was to succeed.
fn failed(program: &str, ended: &Ended) -> ScriptError {
    let how = match signal_of(ended.code) {
        Some(signal) => format!("was ended by {signal}"),
        None => format!("returned {}", ended.code),
    };
    let words = String::from_utf8_lossy(&ended.stderr);
    let lines: Vec<&str> = words.trim_end().lines().collect();
    let last = lines.len().saturating_sub(MOST_LINES);
    let words = match lines.as_slice() {
        [] => String::new(),
        [line] => format!(": {line}"),
        _ => format!("; the last it said:\n{}", lines[last..].join("\n")),
    };
    ScriptError::new(
        ScriptErrorKind::CalledProcess,
        format!("run_command: {program} {how}{words}"),
    )
}

/// The signal that ended a program which returned this, in words.
fn signal_of(code: i32) -> Option<String> {
    let number = code.checked_neg().filter(|number| *number > 0)?;
    let name = match Signal::from_named_raw(number) {
        Some(Signal::HUP) => "SIGHUP",
        Some(Signal::INT) => "SIGINT",
        Some(Signal::QUIT) => "SIGQUIT",
        Some(Signal::ILL) => "SIGILL",
        Some(Signal::ABORT) => "SIGABRT",
        Some(Signal::BUS) => "SIGBUS",
        Some(Signal::FPE) => "SIGFPE",
        Some(Signal::KILL) => "SIGKILL",
        Some(Signal::USR1) => "SIGUSR1",
        Some(Signal::USR2) => "SIGUSR2",
        Some(Signal::SEGV) => "SIGSEGV",
        Some(Signal::PIPE) => "SIGPIPE",
        Some(Signal::ALARM) => "SIGALRM",
        Some(Signal::TERM) => "SIGTERM",
        _ => return Some(format!("signal {number}")),
    };
    Some(name.to_owned())
}
