//! What `futures help api` says.

pub(crate) const API: &str = "\
Prints the reference of the language: all that scripts can use, with an example of each.

Usage: futures api [OPTIONS] [NAME…]

  NAME                  A function (submit), one of a type (Future.result, pool.submit), a type, a word
                        of the language (with), a sign, a section, an option (chunksize) or a kind of
                        errors (TimeoutError). Without a NAME, a line on each

Options:
  --search WORD         What has to do with this word, a line on each
  --json                Print it as JSON, for editors
  --markdown DIR        Write all of it into this folder, as pages of Markdown and a file of
                        definitions for language servers, futures.d.rhai
  -h, --help            Print this

Exit codes:
  0    It was found
  2    Nothing has this name, or the command line is wrong

Examples:
  futures api
  futures api pool.submit
  futures api --search queue";
