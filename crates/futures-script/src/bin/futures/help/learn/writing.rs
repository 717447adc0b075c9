//! What help says of the command with which a course is proved.

pub(super) const TEST: &str = "\
Proves a course, for those who write one. Each exercise has to fail as learners get it, with words;
each wrong solution has to be rejected with the hint in its first line; each solution has to hold in
all its orders and on real threads.

Usage: futures learn [--course DIR] test [OPTIONS] [NAMES…]

  NAMES                 Only these exercises

Options:
  --course DIR          The folder of the course; the one that comes with `futures` if nothing is said
  --jobs N              So many exercises at once; as many as there are processors if nothing is said
  --words               Print what a learner is told by each script that must fail
  -q, --quiet           Say nothing of exercises that are as they should be
  -h, --help            Print this

What a check prints in the first run of a script goes to standard error, to look at what it is told.

Exit codes:
  0    The course is proved
  1    It has faults
  2    The command line is wrong, or there is no such course
  130  It was interrupted by Ctrl-C

How a course is written: docs/teaching.md of the repository.

Examples:
  futures learn --course lessons/threads test
  futures learn --course lessons/threads test --words 3";
