//! Which exercise somebody means.

use futures_script::closest;

use crate::learn::course::{Course, Exercise};
use crate::learn::trouble::Trouble;

/// The exercise that is meant by a number, by a name, by the name of a file or by a part of a name that only one has.
///
/// # Errors
/// If none is meant, or several are.
pub(crate) fn meant<'a>(course: &'a Course, given: &str) -> Result<&'a Exercise, Trouble> {
    let file = given.rsplit(['/', '\\']).next().unwrap_or(given);
    let name = file.strip_suffix(".rhai").unwrap_or(file);
    let exercises = &course.exercises;
    if let Some(exercise) = exercises.iter().find(|it| it.name == name) {
        return Ok(exercise);
    }
    if let Ok(number) = name.parse::<usize>() {
        return numbered(course, number);
    }
    let wanted = name.to_lowercase();
    let found: Vec<&Exercise> = exercises
        .iter()
        .filter(|it| !wanted.is_empty() && it.name.to_lowercase().contains(&wanted))
        .collect();
    match &found[..] {
        [one] => Ok(one),
        [] => Err(unknown(course, given, &wanted)),
        several => {
            let names: Vec<&str> = several.iter().map(|it| it.name.as_str()).collect();
            let message = format!("several exercises have '{given}' in their names");
            Err(Trouble::with_help(message, names.join(", ")))
        }
    }
}

/// The exercise whose name begins with this number, or else the one in this place.
fn numbered(course: &Course, number: usize) -> Result<&Exercise, Trouble> {
    let exercises = &course.exercises;
    let has_number = |it: &&Exercise| {
        let digits = it.name.split(|char: char| !char.is_ascii_digit()).next();
        digits.and_then(|digits| digits.parse().ok()) == Some(number)
    };
    let mut named = exercises.iter().filter(has_number);
    if let (Some(exercise), None) = (named.next(), named.next()) {
        return Ok(exercise);
    }
    let place = number.checked_sub(1);
    place
        .and_then(|place| exercises.get(place))
        .ok_or_else(|| Trouble::new(format!("there is no exercise {number}: {}", count(course))))
}

fn count(course: &Course) -> String {
    match course.exercises.len() {
        0 => "the course has none yet".to_owned(),
        1 => "the course has only one".to_owned(),
        several => format!("the course has {several}"),
    }
}

fn unknown(course: &Course, given: &str, wanted: &str) -> Trouble {
    let message = format!("there is no exercise '{given}'");
    // People leave out the number, so both are compared.
    let without_number = |name: &'_ str| -> String {
        name.trim_start_matches(|char: char| char.is_ascii_digit() || char == '_')
            .to_owned()
    };
    let short: Vec<String> = course
        .exercises
        .iter()
        .map(|it| without_number(&it.name))
        .collect();
    let names = course.exercises.iter().map(|it| it.name.as_str());
    let meant = closest(wanted, names.chain(short.iter().map(String::as_str)));
    match meant {
        Some(meant) => Trouble::with_help(message, format!("did you mean '{meant}'?")),
        None => Trouble::with_help(message, "`futures learn list` shows all of them"),
    }
}
