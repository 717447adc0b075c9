//! Where a learner stands: `futures learn` alone, `futures learn list` and `futures learn hint`.

use std::process::ExitCode;

use crate::again::quoted;
use crate::learn::command::{Desk, Done, say, tell_if_lost};
use crate::learn::course::{Course, Exercise, Text};
use crate::learn::flow::{flowed, hanging};
use crate::learn::names;
use crate::learn::paint::Paint;
use crate::learn::place::Work;
use crate::learn::progress::State;
use crate::learn::todo::Todo;
use crate::learn::trouble::Trouble;

/// How wide the bar of the progress is.
const BAR: usize = 30;

/// `futures learn`: the welcome at the beginning, how much is solved, and what comes next.
pub(crate) fn overview(desk: &mut Desk) -> Done {
    let paint = Paint::for_output();
    let course = &desk.place.course;
    let mut told = format!("{}\n", paint.strong(&course.title));
    if !desk.progress.was_welcomed() && !course.welcome.is_empty() {
        told += &format!("\n{}\n\n", flowed(&course.welcome));
    }
    if let Some((copy, go)) = desk.place.copy_below() {
        told += &format!("Your copy is in {copy}. To go on there:\n\n  {go}\n  futures learn");
        say(&told);
        return Ok(ExitCode::SUCCESS);
    }
    if desk.place.work == Work::Nowhere {
        told += &format!(
            "It has {} exercises. To begin, make a copy to work in:\n\n  futures learn init course\n  cd course\n  futures learn",
            course.exercises.len()
        );
        say(&told);
        return Ok(ExitCode::SUCCESS);
    }
    told += &format!("{}\n\n", bar(desk, paint));
    match desk.progress.next(course) {
        Some(exercise) => told += &whats_next(desk, exercise, paint)?,
        None => told += &farewell(desk),
    }
    say(&told);
    if let (Work::InPlace(_), Some(folder)) = (&desk.place.work, &desk.place.option) {
        let folder = quoted(&folder.to_string_lossy());
        say(&flowed(&format!(
            "\nThese are the originals of the course. Learners work in a copy: futures learn --course {folder} init DIR"
        )));
    }
    if !desk.progress.was_welcomed() {
        tell_if_lost(desk.progress.note_welcome());
    }
    Ok(ExitCode::SUCCESS)
}

/// What is said when all is solved.
pub(crate) fn farewell(desk: &Desk) -> String {
    match desk.place.course.farewell.as_str() {
        "" => "All exercises are solved.".to_owned(),
        words => flowed(words),
    }
}

/// How much is solved, drawn.
pub(crate) fn bar(desk: &Desk, paint: Paint) -> String {
    let course = &desk.place.course;
    let (n_solved, all) = (desk.progress.n_solved(course), course.exercises.len());
    let full = (n_solved * BAR).checked_div(all).unwrap_or(0);
    let (full, rest) = ("█".repeat(full), "░".repeat(BAR - full));
    format!("{}{rest}  {n_solved} of {all} solved", paint.good(&full))
}

/// An exercise: what it is about, where it is, and what to type.
fn whats_next(desk: &Desk, exercise: &Exercise, paint: Paint) -> Result<String, Trouble> {
    let course = &desk.place.course;
    let path = desk.place.path(exercise)?;
    let script = desk.place.script(exercise)?;
    let number = course.number(&exercise.name);
    let title = format!("{number}. {}", exercise.title);
    let mut told = format!("{}\n", paint.strong(&title));
    if desk.progress.state(exercise) == Some(State::Broken) {
        told += "You have solved it before, and it no longer holds.\n";
    }
    told += &about(&script.text);
    told += &format!("\nThe file:   {}\n", path.display());
    if let Some(todo) = Todo::find(&script.text) {
        let words = format!("line {}: {}", todo.line, todo.text);
        told += &format!("{}\n", hanging("To do:      ", &words));
    }
    if let Some(words) = desk.place.if_empty(exercise, &script) {
        told += &format!("{}\n", flowed(&words));
    }
    told += &format!(
        "Try it:     {}\nOr on save: {}\nA hint:     {}",
        desk.place.command("run"),
        desk.place.command("watch"),
        desk.place.command("hint"),
    );
    Ok(told)
}

/// An exercise as its file says it, for who sees nothing else of it: title, text and what there is to do.
///
/// # Errors
/// If its file cannot be read.
pub(crate) fn introduction(desk: &Desk, exercise: &Exercise) -> Result<String, Trouble> {
    let script = desk.place.script(exercise)?;
    let number = desk.place.course.number(&exercise.name);
    let title = format!("{number}. {}", exercise.title);
    let mut told = Paint::for_output().strong(&title);
    told += &format!("\n{}", about(&script.text));
    if let Some(todo) = Todo::find(&script.text) {
        let words = format!("line {}: {}", todo.line, todo.text);
        told += &format!("{}\n", hanging("To do: ", &words));
    }
    Ok(told)
}

/// What an exercise is about, in lines.
fn about(text: &str) -> String {
    let words: Vec<&str> = words(text).collect();
    format!("{}\n", flowed(&words.join("\n")))
}

/// What the top of an exercise says below its title.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let top = text.lines().skip(1);
    top.map_while(|line| Some(line.strip_prefix("//!")?.trim()))
}

/// `futures learn list`: all exercises, and how they stand.
pub(crate) fn list(desk: &Desk) -> Done {
    say(&listed(desk));
    Ok(ExitCode::SUCCESS)
}

/// All exercises, and how they stand.
pub(crate) fn listed(desk: &Desk) -> String {
    let paint = Paint::for_output();
    let course = &desk.place.course;
    let widest = course.exercises.iter().map(|it| it.name.len()).max();
    let widest = widest.unwrap_or(0);
    let next = desk.progress.next(course);
    let mut lines = Vec::new();
    for (chapter, title) in course.chapters.iter().enumerate() {
        let of_chapter = course.exercises.iter().filter(|it| it.chapter == chapter);
        let mut of_chapter = of_chapter.peekable();
        if of_chapter.peek().is_none() {
            continue;
        }
        lines.push(paint.strong(title));
        for exercise in of_chapter {
            let sign = match desk.progress.state(exercise) {
                Some(State::Solved) => paint.good("✓"),
                Some(State::Broken) => paint.bad("✗"),
                _ if desk.place.work != Work::Nowhere && next == Some(exercise) => {
                    paint.strong("→")
                }
                _ => " ".to_owned(),
            };
            let (name, title) = (&exercise.name, &exercise.title);
            lines.push(format!("  {sign} {name:widest$}  {title}"));
        }
        lines.push(String::new());
    }
    if desk.place.work == Work::Nowhere {
        lines.push(match desk.place.copy_below() {
            Some((copy, go)) => format!("Your copy is in {copy}: {go}"),
            None => "To begin: futures learn init course".to_owned(),
        });
    } else {
        lines.push(bar(desk, paint));
    }
    let states = course.exercises.iter().map(|it| desk.progress.state(it));
    let n_broken = states.filter(|state| *state == Some(State::Broken)).count();
    if n_broken > 0 {
        lines.push(format!(
            "{} was solved before, and does not hold any more",
            paint.bad("✗")
        ));
    }
    lines.join("\n")
}

/// `futures learn hint`: what helps without telling.
pub(crate) fn hint(desk: &Desk, name: Option<&str>) -> Done {
    let course = &desk.place.course;
    let exercise = match name {
        Some(name) => Some(names::meant(course, name)?),
        None => desk.progress.next(course),
    };
    match exercise {
        Some(exercise) => say(&hint_of(course, exercise)?),
        None => say(&farewell(desk)),
    }
    Ok(ExitCode::SUCCESS)
}

/// What there is to do in an exercise, and what helps.
///
/// # Errors
/// If the exercise cannot be read.
pub(crate) fn hint_of(course: &Course, exercise: &Exercise) -> Result<String, Trouble> {
    let paint = Paint::for_output();
    let original = course.text(&exercise.name, Text::Exercise)?;
    let mut told = paint.strong(&format!("{}: {}", exercise.name, exercise.title));
    if let Some(todo) = Todo::find(&original.text) {
        told += &format!("\n{}", flowed(&format!("To do: {}", todo.text)));
    }
    let hint = flowed(&format!("Hint: {}", exercise.hint));
    let hint = hint.replacen("Hint:", &paint.hint("Hint:"), 1);
    Ok(format!("{told}\n{hint}"))
}
