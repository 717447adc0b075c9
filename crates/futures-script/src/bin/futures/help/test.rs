//! What `futures help test` says.

pub(crate) const TEST: &str = "\
Tests scripts: each must print what its snapshot says, the file NAME.snap beside NAME.rhai.

Usage: futures test [OPTIONS] [PATHS…]

  PATHS                 Scripts, and folders with scripts; the current folder if nothing is said

Options:
  --accept              Take what is printed now for right, and write it into the snapshots
  --filter TEXT         Only scripts with TEXT in their paths; * and ? stand for anything, as in
                        'threads/*race*'
  --jobs N              So many scripts at once; as many as there are processors if nothing is said
  --seeds N             Each script must also hold in N simulated schedules, and print the same lines
  --timeout SECONDS     For each script that does not say otherwise; 60 if nothing is said
  --fail-fast           Begin no other script after the first that fails
  --list                Print which scripts there are and how each is compared, and run none
  --junit FILE          Write the results into FILE, in the XML format that build servers read
  --unreferenced WHAT   Of snapshots without a script: warn (if nothing is said), ignore, reject (the
                        test fails) or delete
  -q, --quiet           Say nothing of scripts that pass
  -h, --help            Print this

For the scripts themselves, as for `futures run`:
  --allow-header        Allow each script what its own header asks for, //! allow: read=data/
  --allow-read[=PATHS], --allow-write[=PATHS], --allow-net[=HOSTS], --allow-run[=PROGRAMS],
  --allow-env[=NAMES], --allow-all
                        What all of them may do outside
  --ca-cert FILE        Trust the authorities in this PEM file too, when connecting over TLS
  --allow-unretrieved   End well though tasks have failed and nobody has asked for their results
  --log-level LEVEL     Write lines of the log from this level on: debug, info, warning, error or off
  --max-operations N    Stop each after so many operations of all its threads together
  --quick               Run small: scaled(full, quick) is its second argument

Which scripts: those that say at their top what to compare. The first of these lines must be there:
  //! output: ordered   All that it prints, and what goes to standard error
  //! output: unordered The same lines, in any order
  //! output: sim       All, in the canonical schedule of a simulated world
  //! output: explored  What `futures explore` finds: it has a bug that shows in some schedules only
  //! args: one 'two 3' Its arguments
  //! input: text       A line that it reads; or //! input-file: FILE, beside the script
  //! answers: FILE     What servers and commands answer in a simulation, beside the script
  //! exit: N           The exit code with which it is meant to end, if not 0
  //! allow: read=data/ What it may do outside, with --allow-header only
  //! timeout: SECONDS  How long it may take
  //! replace: /[0-9]+ ms/ => N ms
                        What differs from run to run, a regular expression, and what to put there

A test without a snapshot, or with another one, writes NAME.snap.new. Look at the difference, then
accept it: `futures test --accept`, or `cargo insta review`.

Exit codes:
  0    All scripts passed
  1    One has failed
  2    The command line is wrong, or there is nothing to test
  130  It was interrupted by Ctrl-C
  143  It was terminated by SIGTERM

Examples:
  futures test
  futures test --accept exercises/hello.rhai
  futures test --seeds 100 --filter race scripts";
