//! What help says of the commands with which learners try and look.

pub(super) const RUN: &str = "\
Tries an exercise, and says what happened and whether it is solved.

Usage: futures learn [--course DIR] run [NAME]

  NAME                  Which one; the next one that is not solved if none is named

The script is run in a simulated world, where nothing depends on luck: first with everybody going on
in turn, which is what is shown, then in 100 or more other orders of what happens. It is solved when
it is right in all of them. If it is not, you see a run in which it went wrong, what was not right in
it, and a hint.

A run may take 10 seconds, and print 10,000 lines. What it prints has a line │ before it.

Exit codes:
  0    It is solved
  1    It is not solved yet
  2    There is no such exercise, or something is wrong with the course
  130  It was interrupted by Ctrl-C

Examples:
  futures learn run
  futures learn run 3
  futures learn run first_submit";

pub(super) const WATCH: &str = "\
Tries an exercise, and again whenever you save it, until you end it.

Usage: futures learn [--course DIR] watch [NAME]

  NAME                  Which one; the next one that is not solved if none is named

Keep it open beside your editor. On a terminal these keys do something:
  h                     A hint
  n                     The next exercise that is not solved
  l                     The list of all
  r                     The exercise as it was at first; asks before
  q, Ctrl-C             The end

Without a terminal it writes each trial below the one before, and has no keys.

Exit codes:
  0    You have ended it by q, or all exercises are solved
  2    There is no such exercise, or something is wrong with the course
  130  You have ended it by Ctrl-C";

pub(super) const HINT: &str = "\
Says what there is to do in an exercise, and what helps, without telling the solution.

Usage: futures learn [--course DIR] hint [NAME]

  NAME                  Which one; the next one that is not solved if none is named

If you have tried something, `futures learn run` has another hint, for what you did.";

pub(super) const LIST: &str = "\
Lists all exercises of a course by chapters, and how far you have come.

Usage: futures learn [--course DIR] list

  ✓ is solved, → comes next, ✗ was solved and does not hold any more.";

pub(super) const VERIFY: &str = "\
Tries all of your scripts, each in all of its orders, and brings your progress up to date.

Usage: futures learn [--course DIR] verify

An exercise that you have not touched is not run. One that was solved and is broken now is told.

Exit codes:
  0    All exercises are solved
  1    At least one is not
  130  It was interrupted by Ctrl-C";
