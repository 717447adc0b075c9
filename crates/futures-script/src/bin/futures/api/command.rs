//! What `futures api` is to do.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use futures_script::Interpreter;
use futures_script::reference::{Found, Reference};

use crate::USAGE_ERROR;
use crate::api::paint::Paint;
use crate::api::{list, page};
use crate::arguments::{Api, Mistake, Wanted};
use crate::{colours, report};

/// Prints what is asked for, or writes it into files.
pub(crate) fn api(what: &Api) -> ExitCode {
    let reference = Interpreter::new().reference();
    let paint = if colours::wanted_here(io::stdout().is_terminal()) {
        Paint::Colours
    } else {
        Paint::Plain
    };
    match &what.wanted {
        Wanted::List if what.json => print(&reference.json()),
        Wanted::List => print(&list::all(&reference, paint)),
        Wanted::Names(names) => named(&reference, names, what.json, paint),
        Wanted::Search(word) => search(&reference, word, what.json, paint),
        Wanted::Files(folder) => write(&reference, folder),
    }
}

fn named(reference: &Reference, names: &[String], json: bool, paint: Paint) -> ExitCode {
    let mut entries = Vec::new();
    let mut texts = Vec::new();
    for name in names {
        let found = reference.find(name);
        if found.is_empty() {
            return mistake(unknown(reference, name));
        }
        texts.push(shown(&found, paint));
        entries.extend(found.entries);
        if let Some(section) = found.section {
            entries.extend(reference.section(section));
        }
    }
    if json {
        print(&Reference::of(entries).json())
    } else {
        print(&texts.join("\n"))
    }
}

fn shown(found: &Found, paint: Paint) -> String {
    if let Some(section) = found.section {
        let list = list::of_section(section, found.related.iter().copied(), paint);
        return format!("{list}\n{}\n", paint.prose(section.summary()));
    }
    let pages: Vec<String> = found
        .entries
        .iter()
        .map(|entry| page::page(entry, paint))
        .collect();
    let mut text = pages.join("\n");
    if !found.related.is_empty() {
        let heading = paint.heading("More");
        text += &format!(
            "\n{heading}\n{}",
            list::of(found.related.iter().copied(), paint)
        );
    }
    text
}

fn search(reference: &Reference, word: &str, json: bool, paint: Paint) -> ExitCode {
    let found = reference.search(word);
    if found.is_empty() {
        return mistake(format!("nothing in the reference has to do with '{word}'"));
    }
    if json {
        print(&Reference::of(found).json())
    } else {
        print(&list::of(found, paint))
    }
}

/// What the reference has in which a word appears.
///
/// # Errors
/// That it has nothing.
pub(crate) fn searched(reference: &Reference, word: &str, paint: Paint) -> Result<String, String> {
    let found = reference.search(word);
    if found.is_empty() {
        return Err(format!("nothing in the reference has to do with '{word}'"));
    }
    Ok(list::of(found, paint))
}

/// What the reference says about a name.
///
/// # Errors
/// That it says nothing, and what may be meant.
pub(crate) fn about(reference: &Reference, name: &str, paint: Paint) -> Result<String, String> {
    let found = reference.find(name);
    if found.is_empty() {
        return Err(unknown(reference, name));
    }
    Ok(shown(&found, paint))
}

fn unknown(reference: &Reference, name: &str) -> String {
    if let Some(instead) = reference.instead_of(name) {
        return format!("nothing is called '{name}'; {instead}");
    }
    let hint = match (reference.closest(name), reference.search(name).len()) {
        (Some(meant), _) => format!("; did you mean '{meant}'?"),
        (None, 0) => String::new(),
        (None, _) => format!("; 'futures api --search {name}' finds where it appears"),
    };
    format!("nothing is called '{name}'{hint}")
}

fn mistake(text: String) -> ExitCode {
    report::usage(&Mistake {
        text,
        help: "futures api",
    });
    ExitCode::from(USAGE_ERROR)
}

/// Writes the pages and the file of definitions.
fn write(reference: &Reference, folder: &Path) -> ExitCode {
    let pages = reference
        .pages()
        .into_iter()
        .map(|page| (page.name, page.text));
    let files = pages.chain([("futures.d.rhai".to_owned(), reference.definitions())]);
    let written = fs::create_dir_all(folder).and_then(|()| {
        files
            .into_iter()
            .try_for_each(|(name, text)| fs::write(folder.join(name), text))
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report::failure(&format!("cannot write to {}: {error}", folder.display()));
            ExitCode::FAILURE
        }
    }
}

fn print(text: &str) -> ExitCode {
    // Whoever reads may have gone.
    let _ = io::stdout().write_all(text.as_bytes());
    ExitCode::SUCCESS
}
