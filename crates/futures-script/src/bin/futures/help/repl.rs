//! What `futures help repl` says.

pub(crate) const REPL: &str = "\
A shell: type statements, and see at once what they do.

Usage: futures repl [OPTIONS] [FILE [ARGS…]]

  FILE                  A script to run first, whose names can be used then; ARGS are its arguments

A value is shown as a script would write it, and the next input may call it `ans`. An input that is
not complete goes on in the next line; an empty line gives it up. What tasks print appears above
the line that is typed.

Keys:
  Tab                   Complete the name, the method or the option that was begun
  Up, Down              Earlier inputs, also those of earlier shells
  Ctrl-R                Search them
  Alt-Enter             Begin a new line
  Ctrl-C                Stop the input that runs, or clear the line that is typed
  Ctrl-D                End the shell

Commands, which may be shortened as far as it stays clear which is meant:
  :help [NAME]          What the reference says about a name; without one, all commands
  :pools :futures :threads :vars
                        What there is, and what state it is in
  :timeline             A picture of what has happened: a lane for each worker
  :time EXPR            Run it, and say how long that took
  :load FILE            Run a script here
  :save FILE            Write what was entered and worked as a script; :save! also over a file
  :check                What `futures check` says about it
  :clear                A fresh session; :reset is the same
  :quit                 End the shell

Options:
  --history FILE        Keep what is typed in FILE; if nothing is said, in
                        $XDG_STATE_HOME/futures/history, or below ~/.local/state
  --no-history          Keep nothing
  --color WHEN          Use colours: auto (on terminals, unless NO_COLOR is set), always or never
  --log-level LEVEL     Write lines of the log from this level on: debug, info (if nothing is said),
                        warning, error or off
  --quick               Run small: scaled(full, quick) is its second argument
  -q, --quiet           Leave out the log and complaints of tasks
  -h, --help            Print this

What scripts may do outside, as for `futures run`:
  --allow-read[=PATH], --allow-write[=PATH], --allow-net[=HOST], --allow-run[=PROGRAM],
  --allow-env[=NAME], --allow-all
  --allow-header        What FILE asks for in its header
  --ca-cert FILE        Trust the authorities in this PEM file too, when connecting over TLS

If standard input is no terminal there are no prompts, and what is read is run statement by
statement: echo '6 * 7' | futures repl

Exit codes:
  0    It ended, at a terminal also after errors
  1    Standard input is no terminal, and something in it failed
  2    The command line is wrong, or FILE cannot be read or is no script
  129  The terminal was closed
  143  It was terminated by SIGTERM
  n    exit(n) was called

Examples:
  futures repl
  futures repl --allow-read=data lesson.rhai";
