//! What `futures help run` says.

pub(crate) const RUN: &str = "\
Runs a script.

Usage: futures run [OPTIONS] SCRIPT [ARGS…]

  SCRIPT                A file, or - for standard input
  ARGS                  What the script finds in ARGS; options behind SCRIPT belong to the script

Options:
  --timeout SECONDS     Stop the script after this time
  --max-operations N    Stop it after so many operations of all its threads together; counting them
                        makes it slower
  --allow-unretrieved   End well though tasks have failed and nobody has asked for their results
  --log-level LEVEL     Write lines of its log from this level on: debug, info (if nothing is said),
                        warning, error or off
  --output HOW          lines: print each line at once (if nothing is said); grouped: print what a
                        task, a thread or a callback has printed when it ends, below its name; the
                        script itself prints at once
  --quick               Run small: scaled(full, quick) is its second argument, for tests
  --timeline -          Draw what happened, on standard output below what the script prints: a lane
                        for each worker, a bar for each task; as wide as the terminal, or as COLUMNS
  -q, --quiet           Write nothing to standard error but the error that ends the script: no log,
                        no failures of callbacks, threads or tasks
  -h, --help            Print this

Permissions: a script may do nothing outside of itself but what these options allow. Each may be
given several times and with several values, as in --allow-read=data,/etc/hosts; without a value it
allows everything of its kind
  --allow-read[=PATH]   Read this file, or all that is in this directory
  --allow-write[=PATH]  Write, make, rename and remove there
  --allow-net[=HOST]    Connect to this host: example.org, example.org:8080 or *.example.org
  --allow-run[=PROGRAM] Run this program, which then may do whatever it likes
  --allow-env[=NAME]    See this variable of the environment
  --allow-all           All of these
  --ca-cert FILE        Trust the authorities in this PEM file too, when connecting over TLS
  --record-answers FILE Write what servers and commands answer, for --answers of a simulation
  --allow-header        What the script asks for in its header, a line `//! allow: read=data/`
                        (relative to its folder). Without it that is asked on a terminal, and
                        refused elsewhere

Simulation: one thread runs at a time, in virtual time, in an order that can be repeated
  --sim[=SEED]          Run in a simulated world; the order and random numbers follow from SEED
  --answers FILE        What servers and commands answer there, as JSON
  --scheduler NAME      Who goes on next: fifo (the canonical order, if there is no SEED), random
                        (if there is one) or pct[:DEPTH] (priorities, DEPTH - 1 changes of them)
  --replay SCHEDULE     Take the turns that an earlier run took, as it has printed them
  --max-steps N         Stop after so many places where another thread might have gone on
                        (10 million if nothing is said)
  --sim-log FILE        Write everything that happened into FILE; equal runs have equal logs

Ctrl-C stops the script wherever it is, a second one ends the process at once. Colours are used on
terminals only, and never if NO_COLOR is set; CLICOLOR_FORCE=1 asks for them elsewhere.

Exit codes:
  0    It ended well, or nobody wanted to read more of what it prints
  1    It failed, or tasks of it did and nobody has asked for their results
  2    The command line is wrong, or the file cannot be read or is no script
  3    Everybody in it waited for somebody else: a deadlock
  124  It timed out
  130  It was interrupted by Ctrl-C
  143  It was terminated by SIGTERM
  n    It called exit(n)

Examples:
  futures run scripts/tour.rhai
  futures run --timeline - scripts/tour.rhai
  futures run --timeout 60 report.rhai 2026 --verbose
  echo 'print(read_line())' > ask.rhai; echo hello | futures run ask.rhai
  echo 'print(6 * 7)' | futures run -
  futures run --sim=7 scripts/threads/race.rhai";
