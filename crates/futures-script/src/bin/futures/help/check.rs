//! What `futures help check` says.

pub(crate) const CHECK: &str = "\
Looks at scripts without running them, and says what is wrong or will surprise: names that nothing
has, results that nobody takes, locks that are not given back, captured variables that a task changes.

Usage: futures check [OPTIONS] FILE|DIR…
       futures check --explain CODE

  FILE                  A script, or - for standard input
  DIR                   All .rhai files below a folder. Of a course of exercises only the solutions:
                        the rest is unfinished or wrong on purpose

Options:
  --format FORMAT       human (if nothing is said); json; or sarif, which code hosts and editors read
  --allow CODES         Say nothing of findings with these codes, several of them with commas between
  --explain CODE        Say what a code means, with an example and how to mend it, and look at nothing
  --codes               List all codes
  -h, --help            Print this

To silence a finding in a script: // check: allow(CODE) at the end of the line, or on the line before.

Exit codes:
  0    Nothing was found
  1    Something was found
  2    The command line is wrong, a file cannot be read, or there is no script

Examples:
  futures check hello.rhai
  futures check --format=sarif scripts > findings.sarif
  futures check --explain captured-assignment";
