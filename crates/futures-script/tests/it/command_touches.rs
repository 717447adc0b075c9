//! What the command touches of its own accord: the script, and nothing else.

use std::ffi::OsStr;
use std::fs;
use std::mem::MaybeUninit;
use std::path::{Path, PathBuf};

use rustix::fs::inotify::{CreateFlags, Reader, WatchFlags, add_watch, init};
use rustix::io::Errno;

use crate::process::{Session, command, folder};

/// Folders where a program might look for files of its own, with a file in each, and the variables that name them.
const HOMES: [&str; 5] = [
    "HOME",
    "TMPDIR",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "XDG_DATA_HOME",
];

/// Runs a script in a folder of its own, and returns what was opened, listed or made there and in its `HOMES`.
fn touched(name: &str, script: &str, options: &[&str]) -> Vec<String> {
    let root = folder().join("touched").join(name);
    let _ = fs::remove_dir_all(&root);
    let place = |below: &str| -> PathBuf {
        let path = root.join(below);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("config"), "").unwrap();
        path
    };
    let (script_folder, work) = (place("script"), place("work"));
    fs::write(script_folder.join("a.rhai"), script).unwrap();
    let watch = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).unwrap();
    let flags = WatchFlags::OPEN | WatchFlags::CREATE | WatchFlags::DELETE;
    let mut watched = Vec::new();
    let mut look_at =
        |path: &Path| watched.push((add_watch(&watch, path, flags).unwrap(), path.to_owned()));
    let mut command = command(&[&["run"], options, &["../script/a.rhai"]].concat());
    command.current_dir(&work);
    for variable in HOMES {
        let home = place(variable);
        look_at(&home);
        command.env(variable, home);
    }
    look_at(&script_folder);
    look_at(&work);
    assert_eq!(command.status().unwrap().code(), Some(0));
    let mut buffer = [MaybeUninit::uninit(); 4096];
    let mut reader = Reader::new(&watch, &mut buffer);
    let mut touched = Vec::new();
    loop {
        match reader.next() {
            Err(Errno::WOULDBLOCK) => return touched,
            Err(error) => panic!("{error}"),
            Ok(event) => {
                let of = watched.iter().find(|(number, _)| *number == event.wd());
                let folder = of
                    .and_then(|(_, path)| path.file_name())
                    .and_then(OsStr::to_str);
                let name = event.file_name().and_then(|name| name.to_str().ok());
                touched.push(format!("{}/{}", folder.unwrap(), name.unwrap_or_default()));
            }
        }
    }
}

#[test]
fn a_script_that_does_nothing_opens_nothing_but_itself() {
    assert_eq!(touched("empty", "", &[]), ["script/a.rhai"]);
    assert_eq!(touched("simulated", "", &["--sim"]), ["script/a.rhai"]);
    let allowed = ["--allow-all", "--quiet"];
    assert_eq!(touched("allowed", "", &allowed), ["script/a.rhai"]);
    let pools = "with thread_pool(2) as pool { pool.submit(|| 1); } with process_pool(1) as pool { pool.submit(|| 1); }";
    assert_eq!(touched("pools", pools, &[]), ["script/a.rhai"]);
}

#[test]
fn what_a_script_opens_is_seen() {
    let script = "read_text(\"config\"); write_text(join_path(env(\"HOME\"), \"new\"), \"\");";
    let seen = touched("busy", script, &["--allow-all"]);
    assert_eq!(
        seen,
        ["script/a.rhai", "work/config", "HOME/new", "HOME/new"]
    );
}

/// The descriptors of a process beyond the first three, as the system describes them, without those that it has from
/// whoever started these tests.
fn descriptors(pid: u32) -> Vec<String> {
    let look =
        |process: &str, number: u32| fs::read_link(format!("/proc/{process}/fd/{number}")).ok();
    let own = (3..100).filter_map(|number| {
        let found = look(&pid.to_string(), number)?;
        (look("self", number).as_ref() != Some(&found)).then_some(found)
    });
    own.map(|path| path.to_string_lossy().into_owned())
        .collect()
}

#[test]
fn a_script_that_waits_has_neither_files_nor_connections_open() {
    let mut session = Session::start(&[], "waits.rhai", "print(1); read_line();");
    assert_eq!(session.next_line(), "1");
    let pid = session.child.id();
    let local = fs::read_to_string(format!("/proc/{pid}/net/unix")).unwrap();
    for open in descriptors(pid) {
        let is_own = open.starts_with("pipe:")
            || open.starts_with("anon_inode:")
            || open
                .strip_prefix("socket:[")
                .and_then(|open| open.strip_suffix(']'))
                .is_some_and(|inode| local.split_whitespace().any(|word| word == inode));
        assert!(is_own, "{open}");
    }
    drop(session.child.stdin.take());
    assert_eq!(session.end().status.code(), Some(0));
}
