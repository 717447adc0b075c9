//! `futures learn verify`: tries all scripts of a learner, and brings the progress up to date.

use std::process::ExitCode;
use std::sync::Arc;

use futures_core::host;
use pool_thread::ThreadPool;

use crate::learn::command::{Desk, Done, NOT_YET, say, tell_if_lost};
use crate::learn::course::Exercise;
use crate::learn::overview::{bar, farewell};
use crate::learn::paint::Paint;
use crate::learn::place::Place;
use crate::learn::progress::State;
use crate::learn::stops::Stops;
use crate::learn::tried::Tried;
use crate::learn::trouble::Trouble;

/// How a script stands.
enum Standing {
    Right,
    Untouched,
    /// In a few words.
    Wrong(String),
    Stopped,
}

pub(crate) fn verify(desk: &mut Desk) -> Done {
    desk.place.folder()?;
    let paint = Paint::for_output();
    let pool = ThreadPool::builder()
        .max_workers(host::cpus())
        .thread_name_prefix("verify")
        .build()
        .map_err(|error| Trouble::new(error.to_string()))?;
    let exercises = desk.place.course.exercises.clone();
    let widest = exercises.iter().map(|it| it.name.len()).max().unwrap_or(0);
    let (place, stops) = (Arc::new(desk.place.clone()), desk.stops.clone());
    let standing = move |exercise: Exercise| standing(&place, &exercise, &stops);
    let mut is_good = true;
    for (exercise, standing) in exercises.iter().zip(pool.map(standing, exercises.clone())) {
        let standing = standing
            .map_err(|error| Trouble::new(format!("the trial itself failed: {error}")))??;
        let before = desk.progress.state(exercise);
        let is_right = matches!(standing, Standing::Right);
        let (sign, words) = match standing {
            Standing::Stopped => return Ok(desk.interrupted()),
            Standing::Right => (paint.good("✓"), String::new()),
            Standing::Untouched if before.is_none() => {
                (" ".to_owned(), paint.faint("not begun yet"))
            }
            Standing::Untouched if before == Some(State::Reset) => {
                (" ".to_owned(), paint.faint("solved before, and reset"))
            }
            Standing::Untouched => (paint.bad("✗"), "solved before, and reset".to_owned()),
            Standing::Wrong(words) if before == Some(State::Solved) => (
                paint.bad("✗"),
                format!("solved before, and broken now: {words}"),
            ),
            Standing::Wrong(words) => (paint.bad("✗"), words),
        };
        is_good &= is_right;
        let name = format!("{:widest$}", exercise.name);
        say(format!("{sign} {name}  {words}").trim_end());
        tell_if_lost(desk.progress.note(exercise, is_right));
    }
    say(&format!("\n{}", bar(desk, paint)));
    if is_good {
        say(&format!("\n{}", farewell(desk)));
    }
    Ok(ExitCode::from(if is_good { 0 } else { NOT_YET }))
}

/// Tries one script. One that nobody has touched is not solved, and need not be run.
fn standing(place: &Place, exercise: &Exercise, stops: &Stops) -> Result<Standing, Trouble> {
    if stops.is_stopped() {
        return Ok(Standing::Stopped);
    }
    let script = match place.script(exercise) {
        Ok(script) => script,
        Err(trouble) => return Ok(Standing::Wrong(trouble.words().to_owned())),
    };
    if place.is_untouched(exercise, &script)? {
        return Ok(Standing::Untouched);
    }
    let tried = Tried::new(place, exercise, &script, stops, &|_| {})?;
    tried.standing()
}

impl Tried<'_> {
    fn standing(&self) -> Result<Standing, Trouble> {
        if self.is_stopped() {
            return Ok(Standing::Stopped);
        }
        match self.in_short()? {
            None => Ok(Standing::Right),
            Some(words) => Ok(Standing::Wrong(words)),
        }
    }
}
