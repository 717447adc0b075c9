//! What `futures help learn` says.

pub(crate) const LEARN: &str = "\
Learn futures and pools by exercises: small scripts with one thing to do, which are run, drawn, and
proved in hundreds of orders of what happens.

Usage: futures learn [OPTIONS] [COMMAND]

  run [NAME]            Try an exercise, the next one if none is named
  test [NAMES…]         Prove a course, for those who write one: each exercise fails unsolved, each wrong
                        solution is rejected with its hint, each solution holds

Options:
  --course DIR          The course in this folder
  -h, --help            Print this

Exit codes:
  0    It is solved
  1    It is not solved yet
  2    The command line is wrong, or there is no such course
  130  It was interrupted by Ctrl-C

Examples:
  futures learn run 3";
