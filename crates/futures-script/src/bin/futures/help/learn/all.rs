//! What `futures help learn` says.

pub(super) const LEARN: &str = "\
Learn futures and pools by exercises: small scripts with one thing to do. Each is run and drawn, you
are told what happened and what to look at, and your solution is proved in hundreds of orders.

Usage: futures learn [OPTIONS] [COMMAND] [NAME]

To begin:
  futures learn init course
  cd course
  futures learn

Commands:
  (none)                How far you have come, and what comes next
  run [NAME]            Try an exercise; the next one if none is named
  watch [NAME]          Try it whenever you save it
  hint [NAME]           Help, without telling
  list                  All exercises, and which of them are solved
  solution NAME         One way to solve it, once you have
  reset NAME            An exercise as it was at first
  verify                Try all of your scripts
  init DIR              Copy the course into a new folder, to work there
  test [NAMES…]         Prove a course, if you write one yourself

  NAME                  A number (3), a part of a name that only one exercise has, or its file

Options:
  --course DIR          The course in this folder: a copy to work in, or a course as it was written.
                        Otherwise it is the copy in the current folder or in one above it
  -h, --help            Print this; behind a command, what there is to say of it

Exit codes:
  0    It is solved; with verify and test: all is well
  1    It is not solved yet, or a course has faults
  2    The command line is wrong, or there is no such course or exercise
  130  It was interrupted by Ctrl-C
  143  It was terminated by SIGTERM

Examples:
  futures learn run
  futures learn watch 3
  futures learn --course lessons/threads list";
