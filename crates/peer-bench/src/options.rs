//! The command line: what to measure, how often, and where the table goes.

use std::path::PathBuf;

use crate::catalog::{self, PEERS, Peer, ROWS, Row};

pub(crate) const HELP: &str = "\
Measures thread pools beside each other and prints the tables as Markdown.

  --rows T1,T2        only these rows (T1 T2 T5 T6 T7 map alloc idle)
  --peers ours,rayon  only these peers (a part of the name is enough: floor)
  --workers 2,4       worker counts
  --rounds N          how often every peer is measured, 7 unless told (3 with --quick);
                      idle takes 3 at most
  --quick             a tenth of the tasks (of idle's a fifth), for a look
  --python PROGRAM    the interpreter, python3 unless told
  --markdown FILE     also writes the tables there: between the lines `<!-- peer-bench -->` and
                      `<!-- /peer-bench -->` if the file has them, else as the whole file
";

/// What one run of the program shall do.
pub(crate) enum Command {
    Help,
    Drive(Options),
    Child(Order),
}

/// What the driver measures.
pub(crate) struct Options {
    pub(crate) rows: Vec<&'static Row>,
    pub(crate) peers: Vec<&'static Peer>,
    pub(crate) workers: Vec<usize>,
    pub(crate) n_rounds: usize,
    pub(crate) size: Size,
    pub(crate) python: String,
    pub(crate) markdown: Option<PathBuf>,
}

impl Options {
    /// How often every peer of the row is measured.
    pub(crate) fn rounds_of(&self, row: &Row) -> usize {
        row.max_rounds
            .map_or(self.n_rounds, |max_rounds| self.n_rounds.min(max_rounds))
    }
}

/// One measurement, done by one child.
pub(crate) struct Order {
    pub(crate) peer: &'static Peer,
    pub(crate) row: &'static Row,
    pub(crate) n_workers: usize,
    pub(crate) size: Size,
}

/// How much work a measurement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    Full,
    Quick,
}

impl Size {
    /// The number of tasks for a row that has `full` of them.
    pub(crate) fn tasks(self, full: usize) -> usize {
        match self {
            Size::Full => full,
            Size::Quick => full / 10,
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
        rows: ROWS.iter().collect(),
        peers: PEERS.iter().collect(),
        workers: vec![2, 4],
        n_rounds: 0,
        size: Size::Full,
        python: "python3".to_owned(),
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
            "--child" => return parse_child(arguments).map(Command::Child),
            "--quick" => options.size = Size::Quick,
            "--rows" => options.rows = each(&value()?, find_row)?,
            "--peers" => options.peers = each(&value()?, find_peers)?.concat(),
            "--workers" => options.workers = each(&value()?, number)?,
            "--rounds" => options.n_rounds = number(&value()?)?,
            "--python" => options.python = value()?,
            "--markdown" => options.markdown = Some(value()?.into()),
            unknown => return Err(format!("unknown option {unknown}; --help lists them")),
        }
    }
    if options.n_rounds == 0 {
        options.n_rounds = if options.size == Size::Quick { 3 } else { 7 };
    }
    Ok(Command::Drive(options))
}

/// The driver writes these four words itself, see [`crate::driver`].
fn parse_child(arguments: impl Iterator<Item = String>) -> Result<Order, String> {
    let words: Vec<String> = arguments.collect();
    let [peer, row, n_workers, size] = words.as_slice() else {
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
    })
}

fn each<T>(list: &str, one: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, String> {
    list.split(',').map(|word| one(word.trim())).collect()
}

fn find_row(id: &str) -> Result<&'static Row, String> {
    catalog::row(id).ok_or_else(|| {
        let ids: Vec<&str> = ROWS.iter().map(|row| row.id).collect();
        format!("unknown row {id}; the rows are {}", ids.join(" "))
    })
}

fn find_peers(name: &str) -> Result<Vec<&'static Peer>, String> {
    if let Some(peer) = catalog::peer(name) {
        return Ok(vec![peer]);
    }
    let found: Vec<_> = PEERS
        .iter()
        .filter(|peer| peer.name.contains(name))
        .collect();
    if found.is_empty() {
        let names: Vec<&str> = PEERS.iter().map(|peer| peer.name).collect();
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
