//! What help says of the commands that make and change a learner's copy.

pub(super) const INIT: &str = "\
Copies a course into a new folder, to work there.

Usage: futures learn [--course DIR] init FOLDER

  FOLDER                One that is not there yet, or is empty
  --course DIR          The course to copy; the one that comes with `futures` if nothing is said

The exercises are in FOLDER. What is needed to judge them, and your progress, is in FOLDER/.course.

Examples:
  futures learn init course
  futures learn --course lessons/threads init threads";

pub(super) const RESET: &str = "\
Puts an exercise back as it was at first. It then counts as not solved.

Usage: futures learn [--course DIR] reset NAME

What you have written is kept in .course/before-reset, until the next reset of the same exercise.";

pub(super) const SOLUTION: &str = "\
Prints one way to solve an exercise, once you have solved it yourself: by then it teaches most.

Usage: futures learn [--course DIR] solution NAME

Exit codes:
  0    It was printed
  1    The exercise is not solved yet";
