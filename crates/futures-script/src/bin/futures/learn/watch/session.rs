//! What goes on while somebody watches: tries, keys, the next exercise.

use std::io;
use std::process::ExitCode;

use crate::learn::command::{Desk, Done, tell_if_lost};
use crate::learn::copy::{reset_exercise, solution_of};
use crate::learn::course::Exercise;
use crate::learn::flow::flowed;
use crate::learn::overview::{farewell, hint_of, introduction, listed};
use crate::learn::paint::Paint;
use crate::learn::run::wanted;
use crate::learn::told::Ways;
use crate::learn::tried::Tried;
use crate::learn::trouble::Trouble;
use crate::learn::watch::screen::Screen;
use crate::learn::watch::waiting::{Event, Waiting};

pub(crate) fn watch(desk: &mut Desk, name: Option<&str>) -> Done {
    let Some(exercise) = wanted(desk, name)?.cloned() else {
        crate::learn::command::say(&farewell(desk));
        return Ok(ExitCode::SUCCESS);
    };
    // The script has to be there at the beginning; later it may be gone for a moment.
    desk.place.script(&exercise)?;
    let (stopped, stop) = io::pipe().map_err(|error| cannot(&error))?;
    let screen = Screen::open();
    let restore = screen.restore();
    desk.stops.tell(move || {
        restore.now();
        // The other end may be gone already.
        let _ = io::Write::write_all(&mut &stop, b"x");
    });
    let folder = desk.place.folder()?.to_owned();
    let waiting = Waiting::new(&folder, stopped, screen.has_keys);
    let mut session = Session {
        desk,
        screen,
        waiting: waiting.map_err(|error| cannot(&error))?,
        exercise,
        seen: None,
        is_gone: false,
        is_in_sequence: false,
    };
    session.run()
}

fn cannot(error: &io::Error) -> Trouble {
    Trouble::new(format!("cannot watch the scripts: {error}"))
}

struct Session<'a> {
    desk: &'a mut Desk,
    screen: Screen,
    waiting: Waiting,
    exercise: Exercise,
    /// The text that was last tried.
    seen: Option<String>,
    /// Has it been said that there is no file any more?
    is_gone: bool,
    /// Arrows and other such keys come as several bytes, of which none is a key.
    is_in_sequence: bool,
}

/// Does it go on?
enum Next {
    Wait,
    End(ExitCode),
}

impl Session<'_> {
    fn run(&mut self) -> Done {
        if let Next::End(code) = self.try_if_changed()? {
            return Ok(code);
        }
        loop {
            let next = match self.event()? {
                Event::Stopped => Next::End(self.desk.interrupted()),
                Event::Saved => self.try_if_changed()?,
                Event::Key(key) => self.key(key)?,
            };
            if let Next::End(code) = next {
                return Ok(code);
            }
        }
    }

    fn event(&mut self) -> Result<Event, Trouble> {
        self.waiting.next().map_err(|error| cannot(&error))
    }

    /// Tries the script, if it is another one than before.
    fn try_if_changed(&mut self) -> Result<Next, Trouble> {
        // While an editor saves there may be none.
        let Ok(script) = self.desk.place.script(&self.exercise) else {
            self.say_if_gone()?;
            return Ok(Next::Wait);
        };
        self.is_gone = false;
        if self.seen.as_ref() == Some(&script.text) {
            return Ok(Next::Wait);
        }
        self.screen.begin(&self.exercise.name);
        let (place, stops) = (&self.desk.place, &self.desk.stops);
        let tried = Tried::new(place, &self.exercise, &script, stops, &|_| {})?;
        if tried.is_stopped() {
            return Ok(Next::End(self.desk.interrupted()));
        }
        // A check that fails itself may be mended meanwhile, and so may the script.
        match tried.is_right() {
            Ok(is_right) => {
                tell_if_lost(self.desk.progress.note(&self.exercise, is_right));
                let ways = if self.screen.has_keys {
                    Ways::Keys
                } else {
                    Ways::Saves
                };
                self.screen.say(&tried.told(&self.desk.progress, ways));
            }
            Err(trouble) => trouble.report(),
        }
        self.seen = Some(script.text.clone());
        self.keys();
        Ok(Next::Wait)
    }

    /// Says once that the file was taken away. What was tried before is tried anew when it is there again.
    fn say_if_gone(&mut self) -> Result<(), Trouble> {
        let path = self.desk.place.path(&self.exercise)?;
        if path.exists() || self.is_gone {
            return Ok(());
        }
        self.is_gone = true;
        self.seen = None;
        let back = if self.screen.has_keys {
            "press r".to_owned()
        } else {
            let reset = format!("reset {}", self.exercise.name);
            self.desk.place.command(&reset)
        };
        self.screen.say(&flowed(&format!(
            "\n{} is gone. To get it as it was at first: {back}",
            path.display()
        )));
        self.keys();
        Ok(())
    }

    /// What can be pressed.
    fn keys(&self) {
        if self.screen.has_keys {
            let is_known = self.desk.progress.state(&self.exercise).is_some();
            let solution = if is_known { "s solution · " } else { "" };
            let keys = format!("{solution}h hint · n next · l list · r reset · q quit");
            self.screen.say(&Paint::for_output().faint(&keys));
        }
    }

    fn key(&mut self, key: u8) -> Result<Next, Trouble> {
        if self.is_in_sequence {
            self.is_in_sequence = !(key.is_ascii_alphabetic() && key != b'O' || key == b'~');
            return Ok(Next::Wait);
        }
        match key {
            b'h' => {
                let hint = hint_of(&self.desk.place.course, &self.exercise)?;
                self.screen.say(&format!("\n{hint}"));
            }
            b'l' => self.screen.say(&format!("\n{}", listed(self.desk))),
            b's' => self.solution()?,
            b'n' => return self.go_on(),
            b'r' => return self.reset(),
            // Ctrl-D ends inputs everywhere.
            b'q' | 0x04 => return Ok(Next::End(ExitCode::SUCCESS)),
            0x1b => {
                self.is_in_sequence = true;
                return Ok(Next::Wait);
            }
            _ => {}
        }
        // Whatever was pressed, what can be pressed is in sight.
        self.keys();
        Ok(Next::Wait)
    }

    /// One way to solve the exercise, for who has solved it.
    fn solution(&self) -> Result<(), Trouble> {
        let words = match self.desk.progress.state(&self.exercise) {
            Some(_) => solution_of(&self.desk.place.course, &self.exercise)?,
            None => "The solution is shown once you have solved it. For a hint, press h".to_owned(),
        };
        self.screen.say(&format!("\n{words}"));
        Ok(())
    }

    /// The next exercise that is not solved, behind this one if there is one.
    fn go_on(&mut self) -> Result<Next, Trouble> {
        let course = &self.desk.place.course;
        let here = course.number(&self.exercise.name);
        let mut behind = course.exercises.iter().skip(here);
        let next = behind.find(|it| !self.desk.progress.is_solved(it));
        let next = next.or_else(|| self.desk.progress.next(course));
        let Some(next) = next.cloned() else {
            self.screen.say(&format!("\n{}", farewell(self.desk)));
            return Ok(Next::End(ExitCode::SUCCESS));
        };
        self.exercise = next;
        self.seen = None;
        self.is_gone = false;
        let result = self.try_if_changed()?;
        // Who has only seen the name of it learns here what it is about.
        if let (Next::Wait, Ok(words)) = (&result, introduction(self.desk, &self.exercise)) {
            self.screen.say(&format!("\n{words}"));
            self.keys();
        }
        Ok(result)
    }

    /// Asks, and resets the exercise.
    fn reset(&mut self) -> Result<Next, Trouble> {
        let name = self.exercise.name.clone();
        self.screen.say(&format!(
            "\nPut {name} back as it was at first? What you have written is kept beside. y or n"
        ));
        loop {
            match self.event()? {
                Event::Key(b'y' | b'Y') => break,
                Event::Key(_) => {
                    self.screen.say("It stays as it is.");
                    self.keys();
                    return Ok(Next::Wait);
                }
                Event::Stopped => return Ok(Next::End(self.desk.interrupted())),
                Event::Saved => {}
            }
        }
        match reset_exercise(self.desk, &name) {
            Ok(told) => {
                self.seen = None;
                let next = self.try_if_changed()?;
                self.screen.say(&format!("\n{told}"));
                self.keys();
                Ok(next)
            }
            Err(trouble) => {
                trouble.report();
                Ok(Next::Wait)
            }
        }
    }
}
