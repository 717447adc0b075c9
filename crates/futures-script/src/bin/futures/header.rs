//! What a script's first lines ask for: `//! allow: read=data/ net=example.org`.

use std::ffi::OsStr;
use std::path::Path;

use crate::allowed::split;
use futures_script::{Permission, Permissions, closest};

/// What stands before the list.
const KEY: &str = "allow:";

/// What the header of the script `text`, which lies in `folder`, asks to be allowed.
///
/// # Errors
/// What is wrong with it, and in which line.
pub(crate) fn wanted(text: &str, folder: &Path) -> Result<Permissions, String> {
    let mut wanted = Permissions::none();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        let Some(comment) = line.strip_prefix("//!") else {
            if line.is_empty() || (index == 0 && line.starts_with("#!")) {
                continue;
            }
            break;
        };
        let comment = comment.trim();
        if let Some(key) = misspelled(comment) {
            return Err(format!(
                "line {}: `{key}:`; did you mean `{KEY}`?",
                index + 1
            ));
        }
        let list = comment.strip_prefix(KEY).unwrap_or_default();
        for word in list.split_whitespace() {
            let wrong = |why: &str| format!("line {}: `{word}` {why}", index + 1);
            let (name, thing) = match word.split_once('=') {
                Some((name, thing)) => (name, Some(thing)),
                None => (word, None),
            };
            let Some(what) = Permission::from_name(name) else {
                let names = Permission::ALL.map(Permission::name);
                let hint = match (name.strip_prefix("--allow-"), closest(name, names)) {
                    (Some(_), _) => "here it is written without `--allow-`".to_owned(),
                    (None, Some(meant)) => format!("did you mean {meant}?"),
                    (None, None) => format!(
                        "it is {}, as in `read=data/ net=example.org`",
                        names.join(", ")
                    ),
                };
                return Err(wrong(&format!("is nothing that can be allowed; {hint}")));
            };
            wanted = match thing {
                None => wanted.allow_all_of(what),
                Some(things) => {
                    let mut things = split(OsStr::new(things)).into_iter();
                    let allowed = things.try_fold(wanted, |wanted, thing| {
                        wanted.allow_from(folder, what, &thing)
                    });
                    allowed.map_err(|error| {
                        wrong(&format!("cannot be allowed: {}", error.message()))
                    })?
                }
            };
        }
    }
    Ok(wanted)
}

/// The word before the first colon, if it is meant to be that of a list and is not. A request that nobody reads would
/// look like one that was granted.
fn misspelled(comment: &str) -> Option<&str> {
    let (key, _) = comment.split_once(':')?;
    let name = KEY.trim_end_matches(':');
    (key != name && closest(key, [name]).is_some()).then_some(key)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::wanted;

    #[track_caller]
    fn check(text: &str, expect: Result<&str, &str>) {
        let wanted = wanted(text, Path::new("/scripts")).map(|wanted| wanted.to_string());
        assert_eq!(wanted, expect.map(str::to_owned).map_err(str::to_owned));
    }

    #[test]
    fn what_a_header_asks_for() {
        check("", Ok(""));
        check("print(1);\n//! allow: read", Ok(""));
        check(
            "//! Reads.\n//! allow: read=data/",
            Ok("read /scripts/data"),
        );
        check(
            "#!/usr/bin/env futures\n\n//!allow: run",
            Ok("run everything"),
        );
        check(
            "//! allow: read=/a read=../b net=a.org:80\n//! output: sim\n//! allow: env=HOME\n",
            Ok("read /a\nread /b\nnet a.org:80\nenv HOME"),
        );
        check("//! allow: read=/a,/b,,c", Ok("read /a\nread /b,c"));
        check("//! allow:", Ok(""));
        check("// allow: read", Ok(""));
    }

    #[test]
    fn what_it_cannot_ask_for() {
        check(
            "\n//! allow: raed=x",
            Err("line 2: `raed=x` is nothing that can be allowed; did you mean read?"),
        );
        check(
            "//! Alow: read=data",
            Err("line 1: `Alow:`; did you mean `allow:`?"),
        );
        check(
            "//! allow: everything",
            Err(
                "line 1: `everything` is nothing that can be allowed; it is read, write, net, run, env, as in `read=data/ net=example.org`",
            ),
        );
        check(
            "//! allow: --allow-read=data",
            Err(
                "line 1: `--allow-read=data` is nothing that can be allowed; here it is written without `--allow-`",
            ),
        );
        check(
            "//! allow: read=data, net=a.org",
            Err("line 1: `read=data,` cannot be allowed: nothing is named to be allowed for read"),
        );
        check(
            "//! allow: net=",
            Err("line 1: `net=` cannot be allowed: nothing is named to be allowed for net"),
        );
    }
}
