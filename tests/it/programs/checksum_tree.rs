//! Checksums of a tree: what one of this program and `sha256sum` writes the other one checks.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use insta::assert_snapshot;

use crate::programs::folder::{Folder, run_in};
use crate::tree;

const PROGRAM: &str = "checksum_tree.rhai";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("tree/a.txt", "abc");
    folder.write("tree/empty", "");
    folder.write("tree/b/two words.txt", &"many\n".repeat(10_000));
    folder.write("tree/b/back\\slash\nand line.txt", "strange");
    folder
}

#[test]
fn a_tree_is_summed_and_checked() {
    let folder = folder();
    let ended = folder.run(PROGRAM, &["tree", "--output=sums", "--interval=0"]);
    assert_eq!((ended.code, &*ended.stdout), (Some(0), ""));
    let told: Vec<&str> = ended.stderr.lines().collect();
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(told[3].ends_with("100 %"), "{told:?}");
    assert_snapshot!(folder.read("sums"), @r"
    ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  tree/a.txt
    \41b3ab146fd067194352ee20901347a73366adfdf94122d428c3260a1b689ee2  tree/b/back\\slash\nand line.txt
    6da6d7cdbdf1fb30d8deb374d658141105d5b8e2a57be2918af6f4ab12f1780c  tree/b/two words.txt
    e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  tree/empty
    ");
    let checked = folder.run(PROGRAM, &["tree", "--check=sums", "--quiet"]);
    assert_eq!((checked.code, &*checked.stdout), (Some(0), ""));

    folder.write("tree/a.txt", "abd");
    folder.write("tree/new.txt", "new");
    fs::remove_file(folder.path("tree/empty")).expect("the file is there");
    let checked = folder.run(PROGRAM, &["tree", "--check=sums"]);
    assert_eq!(checked.code, Some(1));
    assert_snapshot!(checked.stdout, @r"
    tree/a.txt: FAILED
    tree/b/back\slash
    and line.txt: OK
    tree/b/two words.txt: OK
    tree/empty: FAILED open or read
    tree/new.txt: NEW
    ");
    assert_snapshot!(checked.stderr, @"
    checksum_tree.rhai: metadata: tree/empty: no such file or directory
    checksum_tree.rhai: 3 files are not as sums says
    ");
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_goes_on() {
    let folder = folder();
    symlink("nowhere", folder.path("tree/broken")).expect("a link");
    let ended = folder.run(PROGRAM, &["tree", "--quiet"]);
    assert_eq!(ended.code, Some(1));
    assert_eq!(ended.stdout.lines().count(), 4);
    assert_snapshot!(ended.stderr, @"checksum_tree.rhai: tree/broken is a link that leads nowhere");
}

#[test]
fn sha256sum_reads_what_the_program_writes_and_the_other_way_round() {
    let folder = folder();
    let tool = |arguments: &[&str]| {
        let output = Command::new("sha256sum")
            .args(arguments)
            .current_dir(folder.path(""))
            .output();
        output.ok()
    };
    // Not every system has it.
    let Some(version) = tool(&["--version"]) else {
        return;
    };
    if !String::from_utf8_lossy(&version.stdout).contains("coreutils") {
        return;
    }
    let ours = folder.run(PROGRAM, &["tree", "--quiet", "--output=sums"]);
    assert_eq!(ours.code, Some(0), "{}", ours.stderr);
    let checked = tool(&["--check", "--strict", "--quiet", "sums"]).expect("it was there");
    assert!(checked.status.success(), "{checked:?}");

    let names = [
        "tree/a.txt",
        "tree/b/back\\slash\nand line.txt",
        "tree/b/two words.txt",
        "tree/empty",
    ];
    let theirs = tool(&names).expect("it was there").stdout;
    assert_eq!(String::from_utf8_lossy(&theirs), folder.read("sums"));
    fs::write(folder.path("theirs"), theirs).expect("a file for the test");
    let checked = folder.run(PROGRAM, &["--check=theirs", "tree", "--quiet"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
}

#[test]
fn what_is_wrong_with_the_command_line_is_told() {
    let told = |arguments: &[&str]| {
        let ended = run_in(&tree::root(), &[], PROGRAM, arguments);
        assert_eq!((ended.code, &*ended.stdout), (Some(2), ""));
        ended.stderr.lines().next().unwrap_or_default().to_owned()
    };
    assert_snapshot!(told(&[]), @"usage: checksum_tree.rhai FOLDER [OPTIONS]");
    assert_snapshot!(told(&["a", "b"]), @"checksum_tree.rhai: one folder, not 2");
    assert_snapshot!(told(&["--check=none"]), @"checksum_tree.rhai: there is no file none");
    assert_snapshot!(told(&["--check=README.md"]), @"checksum_tree.rhai: README.md:1: no checksum and path");
}
