//! The same is allowed in the processes of a pool, real or simulated, and in simulated worlds.

use crate::outside::room::Room;
use crate::process::{command, describe};

const SCRIPT: &str = "
fn attempt(path) {
    let got = ();
    try { got = read_text(path); } catch (e) { got = e.kind; }
    got
}
with process_pool(1) as pool {
    print(pool.submit(|| attempt(\"a\")).result());
    print(pool.submit(|| attempt(\"../out/secret\")).result());
    print(pool.submit(|| env(\"FUTURES_TEST\")).result());
    print(pool.submit(|| try_env()).result());
}
with thread_pool(1) as pool {
    print(pool.submit(|| attempt(\"../out/secret\")).result());
}
fn try_env() {
    let got = ();
    try { got = env(\"PATH\"); } catch (e) { got = e.message; }
    got
}
";

#[test]
fn permissions_travel() {
    let room = Room::new("travelling");
    room.file("in/a", "allowed").file("in/script.rhai", SCRIPT);
    let expect = "exit code 0
--- stdout
allowed
PermissionError
seen
env: not allowed to see the environment variable PATH; --allow-env=PATH allows it
PermissionError
--- stderr
";
    for sim in [&[][..], &["--sim"], &["--sim=7"]] {
        let options = ["--allow-read=.", "--allow-env=FUTURES_TEST"];
        let arguments = [&["run"], sim, &options, &["script.rhai"]].concat();
        let output = command(&arguments)
            .current_dir(room.path("in"))
            .env("FUTURES_TEST", "seen")
            .output()
            .unwrap();
        assert_eq!(describe(&output), expect, "{sim:?}");
    }
}

#[test]
fn files_are_the_same_in_every_schedule() {
    let room = Room::new("explored");
    let script = "
//! allow: read=. write=.
let path = join_path(script_dir(), \"numbers.txt\");
with thread_pool(2) as pool {
    gather((0..4).map(|n| pool.submit(|| append_text(path, n.to_string() + \"\\n\"))));
}
let numbers = read_lines(path).to_array().map(|line| parse_int(line));
remove_file(path);
check(sorted(numbers) == [0, 1, 2, 3]);
";
    room.file("in/script.rhai", script);
    let output = command(&["explore", "--seeds", "30", "--allow-header", "script.rhai"])
        .current_dir(room.path("in"))
        .output()
        .unwrap();
    let told = describe(&output);
    assert!(
        told.starts_with("exit code 0\n--- stdout\n30 runs"),
        "{told}"
    );
}
