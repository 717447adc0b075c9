//! Which choices a run made, in a form that can be printed, read again and replayed.

use std::fmt;
use std::str::FromStr;

/// A choice that differs from the canonical one.
///
/// It names its place by a thread and how many places that thread had passed. So if one turn is left out, the others
/// still mean the same places of their threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    pub(crate) thread: u32,
    pub(crate) place: u64,
    pub(crate) choice: Choice,
}

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Choice {
    /// This thread goes on.
    Thread(u32),
    /// This one of equally good ways is taken.
    Way(u32),
}

/// All choices of a run that differ from the canonical ones, in the order in which they were made.
///
/// The canonical choices are those of [`Scheduler::Fifo`](crate::Scheduler::Fifo): a thread goes on until it must wait,
/// then the one that has been ready for longest. So the empty schedule is that of `Fifo`.
///
/// Written as text, `0.12>2` says: when thread 0 came to its 12th place, thread 2 went on. `1.4=3` says that thread 1,
/// asked at its 4th place to choose, took way number 3. Thread 0 is the main one, the others have the order in which
/// they were started. Turns are separated by commas; `-` is the empty schedule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    turns: Vec<Turn>,
}

impl Schedule {
    pub(crate) fn new(turns: Vec<Turn>) -> Self {
        Schedule { turns }
    }

    /// The choices.
    pub fn turns(&self) -> &[Turn] {
        &self.turns
    }

    /// How many choices differ from the canonical ones.
    pub fn len(&self) -> usize {
        self.turns.len()
    }

    /// Is this the canonical schedule?
    pub fn is_empty(&self) -> bool {
        self.turns.is_empty()
    }
}

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Turn { thread, place, .. } = self;
        match self.choice {
            Choice::Thread(next) => write!(f, "{thread}.{place}>{next}"),
            Choice::Way(way) => write!(f, "{thread}.{place}={way}"),
        }
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.turns.is_empty() {
            return f.write_str("-");
        }
        for (index, turn) in self.turns.iter().enumerate() {
            let separator = if index > 0 { "," } else { "" };
            write!(f, "{separator}{turn}")?;
        }
        Ok(())
    }
}

/// A text that is no schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidSchedule {
    part: String,
}

impl fmt::Display for InvalidSchedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no turn of a schedule: expected THREAD.PLACE>THREAD or THREAD.PLACE=WAY, such as 0.12>2",
            self.part
        )
    }
}

impl std::error::Error for InvalidSchedule {}

impl FromStr for Turn {
    type Err = InvalidSchedule;

    fn from_str(text: &str) -> Result<Self, InvalidSchedule> {
        let read = || {
            let (thread, rest) = text.split_once('.')?;
            let make: fn(u32) -> Choice = if rest.contains('>') {
                Choice::Thread
            } else {
                Choice::Way
            };
            let (place, choice) = rest.split_once(['>', '='])?;
            Some(Turn {
                thread: thread.parse().ok()?,
                place: place.parse().ok()?,
                choice: make(choice.parse().ok()?),
            })
        };
        read().ok_or_else(|| InvalidSchedule {
            part: text.to_owned(),
        })
    }
}

impl FromStr for Schedule {
    type Err = InvalidSchedule;

    fn from_str(text: &str) -> Result<Self, InvalidSchedule> {
        let text = text.trim();
        if text == "-" || text.is_empty() {
            return Ok(Schedule::default());
        }
        let turns = text.split(',').map(|turn| turn.trim().parse());
        Ok(Schedule::new(turns.collect::<Result<_, _>>()?))
    }
}

#[cfg(test)]
mod tests {
    use super::Schedule;

    #[test]
    fn text_and_back() {
        for text in ["-", "0.12>2", "0.12>2,1.4=3,0.13>1"] {
            let schedule: Schedule = text.parse().unwrap();
            assert_eq!(schedule.to_string(), text);
        }
        assert_eq!(" 0.1>2, 3.4>5 ".parse::<Schedule>().unwrap().len(), 2);
    }

    #[test]
    fn what_is_no_schedule() {
        for text in ["0.12", "0>1", "x.1>2", "0.1>2,", "0.1>-2", "0.1>2>3"] {
            let error = text.parse::<Schedule>().unwrap_err().to_string();
            assert!(error.contains("is no turn of a schedule"), "{error}");
        }
    }
}
