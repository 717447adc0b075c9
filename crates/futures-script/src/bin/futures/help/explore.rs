//! What `futures help explore` says.

pub(crate) const EXPLORE: &str = "\
Runs a script in many schedules, in a simulated world, until it fails in one of them: throws, fails
a check, deadlocks, or comes to no end. That schedule is made as short as it can be, and shown.

Usage: futures explore [OPTIONS] SCRIPT [ARGS…]

  SCRIPT                A file, or - for standard input
  ARGS                  What the script finds in ARGS; options behind SCRIPT belong to the script

Options:
  --seeds N             So many runs at most, one for each seed; 1000 if nothing is said
  --first-seed N        The seed of the first one, 0 if nothing is said
  --scheduler NAME      How a schedule follows from a seed: random, pct[:DEPTH] or mixed (both in
                        turn, if nothing is said; seed 0 is the canonical order)
  --max-steps N         A run fails after so many places where another thread might have gone on
                        (10 million if nothing is said)
  --expect SNAPSHOT     A run also fails if it does not print the lines of this snapshot of
                        `futures test`, in any order
  --timeout SECONDS     End the search after this time
  --max-operations N    A run fails after so many operations of all its threads together
  --allow-unretrieved   A run does not fail because nobody has asked for the failures of its tasks
  --log-level LEVEL     Of the run that is shown: debug, info, warning, error or off
  --quick               Run small: scaled(full, quick) is its second argument
  -q, --quiet           Write nothing to standard error but the error of the run that is shown
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
  --answers FILE        What servers and commands answer, as JSON; `futures run` records it
  --allow-header        What the script asks for in its header, a line `//! allow: read=data/`
                        (relative to its folder). Without it that is asked on a terminal, and
                        refused elsewhere

What the script prints is shown of the run that fails only. Ctrl-C ends the search.

Exit codes:
  0    No run failed
  1    One did
  2    The command line is wrong, or the file cannot be read or is no script
  3    One deadlocked
  124  The time was up before the end of the first run
  130  It was interrupted by Ctrl-C
  143  It was terminated by SIGTERM
  n    A run called exit(n)

Examples:
  futures explore scripts/threads/race.rhai
  futures explore --seeds 10_000 --scheduler pct:5 mine.rhai";
