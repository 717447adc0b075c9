//! Puts the course of `scripts/exercises` into the program, so that `futures learn` has it wherever it is installed.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// Where the course is, from the folder of this package.
const COURSE: &str = "../../scripts/exercises";

fn main() -> io::Result<()> {
    // Cargo looks at all that is in the folder, so a file more is noticed too.
    println!("cargo::rerun-if-changed={COURSE}");
    println!("cargo::rerun-if-changed=build.rs");
    let mut table =
        String::from("/// The files by their paths.\nstatic FILES: &[(&str, &str)] = &[\n");
    list(&fs::canonicalize(COURSE)?, "", &mut table)?;
    table += "];\n";
    let out = env::var_os("OUT_DIR").expect("cargo sets it for build scripts");
    fs::write(Path::new(&out).join("course.rs"), table)
}

/// A line for each file below `folder`, whose own path is `within`.
fn list(folder: &Path, within: &str, table: &mut String) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // What an editor or somebody's own progress has left there is no part of the course.
        if name.starts_with('.') || name.ends_with('~') {
            continue;
        }
        let path = format!("{within}{name}");
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{path}/"), table)?;
        } else {
            let file = entry.path();
            let _ = writeln!(
                table,
                "    ({path:?}, include_str!({:?})),",
                file.display().to_string()
            );
        }
    }
    Ok(())
}
