//! Errors on the terminal: the line of the script, what is wrong there, and how one got there.

use std::io::{self, IsTerminal, Write};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};
use futures_script::{Complaint, Frame, FrameKind, Place, ScriptError, ScriptErrorKind};

use crate::arguments::Mistake;
use crate::colours;
use crate::script::Script;

/// Reports a wrong command line.
pub(crate) fn usage(mistake: &Mistake) {
    let help = format!("see {}", mistake.help);
    print(
        Level::ERROR
            .primary_title(&*mistake.text)
            .element(Level::HELP.message(help)),
    );
}

/// Reports something that went wrong before there was a script.
pub(crate) fn failure(message: &str) {
    print(Group::with_title(Level::ERROR.primary_title(message)));
}

/// What [`failure`] writes, for who writes it elsewhere.
pub(crate) fn of_failure(message: &str) -> String {
    let group = Group::with_title(Level::ERROR.primary_title(message));
    render(group, is_coloured())
}

/// As [`failure`], with what could be done about it.
pub(crate) fn failure_with(message: &str, help: &str) {
    print(
        Level::ERROR
            .primary_title(message)
            .element(Level::HELP.message(help)),
    );
}

/// Reports something that a user should think about.
pub(crate) fn warning(message: &str, help: &str) {
    print(
        Level::WARNING
            .primary_title(message)
            .element(Level::HELP.message(help)),
    );
}

/// Reports what the script failed with, and what could be done about it.
pub(crate) fn script_error(error: &ScriptError, script: &Script, hint: Option<&str>) {
    write(&of_script_error(error, script, hint, is_coloured()));
}

/// What [`script_error`] writes, for who has more to say around it.
pub(crate) fn of_script_error(
    error: &ScriptError,
    script: &Script,
    hint: Option<&str>,
    coloured: bool,
) -> String {
    about(Level::ERROR, error.message(), error, script, hint, coloured)
}

/// Reports what no code of the script is there to hear.
pub(crate) fn complaint(complaint: &Complaint, script: &Script) {
    write(&of_complaint(complaint, script, is_coloured()));
}

/// What [`complaint`] writes, for who has more to say around it.
pub(crate) fn of_complaint(complaint: &Complaint, script: &Script, coloured: bool) -> String {
    match complaint {
        Complaint::Failure { why, error } => {
            let title = match why.words() {
                Some(words) => format!("{words}: {}", error.message()),
                None => error.message().to_owned(),
            };
            about(Level::ERROR, &title, error, script, None, coloured)
        }
        Complaint::Waiting { what, error } => {
            let title = format!("waiting for {what}, after this: {}", error.message());
            let hint = Some("Ctrl-C stops it");
            about(Level::WARNING, &title, error, script, hint, coloured)
        }
        other => other.to_string(),
    }
}

/// What is wrong at a place of a text that is no script.
pub(crate) fn of_text(
    title: &str,
    path: &str,
    text: &str,
    span: Range<usize>,
    help: Option<&str>,
) -> String {
    let snippet = Snippet::source(text)
        .path(path)
        .annotation(AnnotationKind::Primary.span(span));
    let mut group = Level::ERROR.primary_title(title).element(snippet);
    if let Some(help) = help {
        group = group.element(Level::HELP.message(help));
    }
    render(group, is_coloured())
}

/// Writes what was put into words before.
pub(crate) fn rendered(text: &str) {
    write(text);
}

/// An error under this title: its kind, its place in the script and its stack.
fn about(
    level: Level<'_>,
    title: &str,
    error: &ScriptError,
    script: &Script,
    hint: Option<&str>,
    coloured: bool,
) -> String {
    let kind = error.kind_name();
    let waits = waits(error, script);
    // What stands at the lines of the script need not stand above them.
    let title = match title.split_once(": ") {
        Some((what, _)) if !waits.is_empty() => what,
        _ => title,
    };
    let (title, differences) = match title.split_once('\n') {
        // How two values differ is read below the line that compares them.
        Some((title, lines)) if error.kind() == ScriptErrorKind::Check => (title, Some(lines)),
        _ => (title, None),
    };
    let mut group = Group::with_title(level.primary_title(title).id(&*kind));
    let primary = error
        .place()
        .and_then(|place| Some((place, script.text_of(place)?)));
    if let Some((place, text)) = primary {
        let mut snippet = Snippet::source(text)
            .path(place.source())
            .annotation(AnnotationKind::Primary.span(span(text, place)));
        for frame in error.stack() {
            let at = frame.at().filter(|at| at.source() == place.source());
            if let (FrameKind::Task(task), Some(at)) = (frame.kind(), at) {
                let label = format!("{task} was submitted here");
                snippet =
                    snippet.annotation(AnnotationKind::Context.span(span(text, at)).label(label));
            }
        }
        group = group.element(snippet);
    } else if let Some(place) = error.place().filter(|_| waits.is_empty()) {
        group = group.element(Level::NOTE.message(format!("at {place}")));
    }
    let mut rest = &waits[..];
    while let [(first, _), ..] = rest {
        let n_same = rest
            .iter()
            .take_while(|(place, _)| place.source() == first.source());
        let (same, others) = rest.split_at(n_same.count());
        rest = others;
        let text = script.text_of(first).unwrap_or_default();
        let mut snippet = Snippet::source(text).path(first.source());
        for (place, who) in same {
            let span = span(text, place);
            snippet = snippet.annotation(AnnotationKind::Primary.span(span).label(who));
        }
        group = group.element(snippet);
    }
    let is_shown = |frame: &&Frame| matches!(frame.kind(), FrameKind::Waits(_));
    if let Some(lines) = differences {
        group = group.element(Level::NOTE.message(in_colours(lines, coloured)));
    }
    for frame in error.stack().iter().filter(|frame| !is_shown(frame)) {
        group = group.element(Level::NOTE.message(frame.to_string()));
    }
    if let Some(hint) = hint {
        group = group.element(Level::HELP.message(hint));
    }
    render(group, coloured)
}

/// Lines that say how two values differ: what is missing in red, what is too much in green, where colours are wanted.
fn in_colours(lines: &str, is_coloured: bool) -> String {
    let coloured = |line: &str| {
        let line = line.strip_prefix("  ").unwrap_or(line);
        let line = normalize_untrusted_str(line);
        let colour = match line.trim_start().split_once(' ') {
            Some(("-", _)) if is_coloured => "31",
            Some(("+", _)) if is_coloured => "32",
            _ => return line,
        };
        format!("\x1b[{colour}m{line}\x1b[0m")
    };
    let lines: Vec<String> = lines.lines().map(coloured).collect();
    lines.join("\n")
}

/// The places of the script where somebody waits for ever, each with who waits there for what. Empty if one of those who
/// wait is not in the script: then the message tells of all.
fn waits<'a>(error: &'a ScriptError, script: &Script) -> Vec<(&'a Place, String)> {
    let mut waits: Vec<(&Place, String)> = Vec::new();
    let mut n_waits = 0;
    for frame in error.stack() {
        let FrameKind::Waits(who) = frame.kind() else {
            continue;
        };
        let Some(place) = frame.at().filter(|place| script.text_of(place).is_some()) else {
            return Vec::new();
        };
        n_waits += 1;
        match waits.iter_mut().find(|(other, _)| *other == place) {
            Some((_, others)) => *others += &format!("; {who}"),
            None => waits.push((place, who.clone())),
        }
    }
    let n_told = error.message().matches(" waits for ").count();
    // What waits in the same file is shown together, the script first.
    waits.sort_by_key(|(place, _)| (place.source() != script.name, place.source()));
    if n_told == n_waits { waits } else { Vec::new() }
}

/// The word or sign at `place`, in bytes.
fn span(text: &str, place: &Place) -> Range<usize> {
    let line_start: usize = text
        .split_inclusive('\n')
        .take(place.line() - 1)
        .map(str::len)
        .sum();
    let line = text[line_start..]
        .split('\n')
        .next()
        .unwrap_or_default()
        .trim_end_matches('\r');
    let column = line
        .char_indices()
        .nth(place.column() - 1)
        .map_or(line.len(), |(at, _)| at);
    let is_word = |char: char| char.is_alphanumeric() || char == '_';
    let word: usize = line[column..]
        .chars()
        .take_while(|char| is_word(*char))
        .map(char::len_utf8)
        .sum();
    let sign = line[column..].chars().next().map_or(0, char::len_utf8);
    let start = line_start + column;
    start..start + word.max(sign)
}

fn print(group: Group<'_>) {
    write(&render(group, is_coloured()));
}

fn render(group: Group<'_>, coloured: bool) -> String {
    let renderer = if coloured {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.render(&[group])
}

/// Does what goes to standard error have colours?
pub(crate) fn is_coloured() -> bool {
    colours::wanted_here(io::stderr().is_terminal())
}

/// In one piece, so that nothing of another thread or process comes in between.
fn write(text: &str) {
    // There is nobody to tell if that fails.
    let _ = io::stderr().write_all(format!("{text}\n").as_bytes());
}
