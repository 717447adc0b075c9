//! The command line: what to measure, how often, and where the table goes.

use std::path::PathBuf;

use crate::catalog::{self, Group, Peer, Row};

pub(crate) const HELP: &str = "\
Measures pools of threads and of processes, and scripts, beside others and prints the tables as Markdown.

  --rows T1,T2        only these rows (of pools: T1 T2 T5 T6 T7 map alloc idle; of process pools: P1 P1c
                      P2 P3s P3 P4 P5 P5n P6; of scripts: S1 S2 S3 S4 S5 S6;
                      of simulations: V1 V2 V3; of growth: C1 to C13); a letter is
                      all rows of that letter: C
  --peers ours,rayon  only these peers (a part of the name is enough: floor)
  --workers 2,4       worker counts
  --rounds N          how often every peer is measured, 7 unless told (3 with --quick);
                      idle and C1 to C13 take 3 at most
  --quick             a tenth of the tasks (of idle's a fifth; of C1 to C13 not the largest
                      sizes), for a look
  --python PROGRAM    the interpreter, python3 unless told
  --futures PROGRAM   the command that S4 starts; built by cargo unless told
  --markdown FILE     also writes the tables there: those of pools between the lines
                      `<!-- peer-bench -->` and `<!-- /peer-bench -->`, those of process pools
                      and scripts between `<!-- peer-bench processes -->` and so on, or at the end
                      of a file without these; those of growth go to complexity.md beside it;
                      tables of rows not measured stay as they are
";

/// What one run of the program shall do.
pub(crate) enum Command {
    Help,
    Drive(Options),
    Child(Order),
    /// The other end of a bare socketpair.
    Echo {
        message: usize,
    },
}

/// What the driver measures.
#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) rows: Vec<&'static Row>,
    pub(crate) peers: Vec<&'static Peer>,
    pub(crate) workers: Vec<usize>,
    pub(crate) n_rounds: usize,
    pub(crate) size: Size,
    pub(crate) python: String,
    /// The `futures` command; `None` to have it built.
    pub(crate) futures: Option<PathBuf>,
    pub(crate) markdown: Option<PathBuf>,
}

impl Options {
    /// How often every peer of the row is measured.
    pub(crate) fn rounds_of(&self, row: &Row) -> usize {
        row.max_rounds
            .map_or(self.n_rounds, |max_rounds| self.n_rounds.min(max_rounds))
    }

    /// What the rows are about.
    pub(crate) fn groups(&self) -> impl Iterator<Item = Group> {
        let is_measured = |group: &Group| self.rows_of(*group).next().is_some();
        [
            Group::Pools,
            Group::Processes,
            Group::Scripts,
            Group::Simulations,
            Group::Growth,
        ]
        .into_iter()
        .filter(is_measured)
    }

    /// The rows of one group.
    pub(crate) fn rows_of(&self, group: Group) -> impl Iterator<Item = &'static Row> {
        self.rows
            .iter()
            .copied()
            .filter(move |row| row.group == group)
    }
}

/// One measurement, done by one child.
pub(crate) struct Order {
    pub(crate) peer: &'static Peer,
    pub(crate) row: &'static Row,
    pub(crate) n_workers: usize,
    pub(crate) size: Size,
    /// What S4 starts.
    pub(crate) program: Option<PathBuf>,
}

/// How much work a measurement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    Full,
    Quick,
}

impl Size {
    /// How many times as much the full size is.
    pub(crate) const QUICK_DIVISOR: usize = 10;

    /// The number of tasks for a row that has `full` of them.
    pub(crate) fn tasks(self, full: usize) -> usize {
        match self {
            Size::Full => full,
            Size::Quick => full / Self::QUICK_DIVISOR,
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Size::Full => "full",
            Size::Quick => "quick",
        }
    }
}

pub(crate) fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut options = Options {
        rows: catalog::rows().collect(),
        peers: catalog::peers().collect(),
        workers: vec![2, 4],
        n_rounds: 0,
        size: Size::Full,
        python: "python3".to_owned(),
        futures: None,
        markdown: None,
    };
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("{argument} needs a value"))
        };
        match argument.as_str() {
            "--help" | "-h" => return Ok(Command::Help),
            "--echo" => {
                let message = value()?;
                let message = message.parse().map_err(|_| format!("no size: {message}"))?;
                return Ok(Command::Echo { message });
            }
            "--child" => return parse_child(arguments).map(Command::Child),
            "--quick" => options.size = Size::Quick,
            "--rows" => options.rows = each(&value()?, find_rows)?.concat(),
            "--peers" => options.peers = each(&value()?, find_peers)?.concat(),
            "--workers" => options.workers = each(&value()?, number)?,
            "--rounds" => options.n_rounds = number(&value()?)?,
            "--python" => options.python = value()?,
            "--futures" => options.futures = Some(value()?.into()),
            "--markdown" => options.markdown = Some(value()?.into()),
            unknown => return Err(format!("unknown option {unknown}; --help lists them")),
        }
    }
    if options.n_rounds == 0 {
        options.n_rounds = if options.size == Size::Quick { 3 } else { 7 };
    }
    Ok(Command::Drive(options))
}

/// The driver writes these words itself, see [`crate::driver`].
fn parse_child(arguments: impl Iterator<Item = String>) -> Result<Order, String> {
    let words: Vec<String> = arguments.collect();
    let [peer, row, n_workers, size, program @ ..] = words.as_slice() else {
        return Err("--child needs a peer, a row, a number of workers and a size".to_owned());
    };
    Ok(Order {
        peer: catalog::peer(peer).ok_or_else(|| format!("unknown peer {peer}"))?,
        row: find_row(row)?,
        n_workers: number(n_workers)?,
        size: if size == "quick" {
            Size::Quick
        } else {
            Size::Full
        },
        program: program.first().map(PathBuf::from),
    })
}

fn each<T>(list: &str, one: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, String> {
    list.split(',').map(|word| one(word.trim())).collect()
}

fn find_row(id: &str) -> Result<&'static Row, String> {
    catalog::row(id).ok_or_else(|| {
        let ids: Vec<&str> = catalog::rows().map(|row| row.id).collect();
        format!("unknown row {id}; the rows are {}", ids.join(" "))
    })
}

/// The row of this name, or all rows of this letter.
fn find_rows(id: &str) -> Result<Vec<&'static Row>, String> {
    let is_of_letter = |row: &&Row| {
        let number = row.id.strip_prefix(&id.to_ascii_uppercase());
        number.is_some_and(|number| number.starts_with(|char: char| char.is_ascii_digit()))
    };
    let rows: Vec<_> = match id.len() {
        1 => catalog::rows().filter(is_of_letter).collect(),
        _ => vec![find_row(id)?],
    };
    match rows.is_empty() {
        true => Err(format!("no row begins with {id}")),
        false => Ok(rows),
    }
}

fn find_peers(name: &str) -> Result<Vec<&'static Peer>, String> {
    if let Some(peer) = catalog::peer(name) {
        return Ok(vec![peer]);
    }
    let found: Vec<_> = catalog::peers()
        .filter(|peer| peer.name.contains(name))
        .collect();
    if found.is_empty() {
        let names: Vec<&str> = catalog::peers().map(|peer| peer.name).collect();
        return Err(format!(
            "unknown peer {name}; the peers are {}",
            names.join(", ")
        ));
    }
    Ok(found)
}

fn number(word: &str) -> Result<usize, String> {
    match word.parse() {
        Ok(number) if (1..=1000).contains(&number) => Ok(number),
        _ => Err(format!("{word} is not a number between 1 and 1000")),
    }
}
