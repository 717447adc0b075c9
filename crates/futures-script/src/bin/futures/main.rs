//! The `futures` command: runs and tests scripts from files.

mod again;
mod allowed;
mod api;
mod arguments;
mod ask;
mod check;
mod colours;
mod explore;
mod harmless;
mod header;
mod help;
mod learn;
mod options;
mod repl;
mod report;
mod run;
mod script;
mod signals;
mod simulation;
mod test;
mod timeline;

use std::io::{self, Write};
use std::process::ExitCode;

use arguments::Command;

/// The command line was wrong, or a file is not a script.
const USAGE_ERROR: u8 = 2;

fn main() -> ExitCode {
    futures_script::init();
    match arguments::parse() {
        Ok(Command::Api(what)) => api::api(&what),
        Ok(Command::Check(what)) => check::check(&what),
        Ok(Command::Run(what)) => run::run(*what),
        Ok(Command::Explore(what)) => explore::explore(*what),
        Ok(Command::Learn(what)) => learn::learn(what),
        Ok(Command::Repl(what)) => repl::repl(*what),
        Ok(Command::Test(what)) => test::test(*what),
        Ok(Command::Help(topic)) => {
            print(&learn::fitted(topic.text()));
            ExitCode::SUCCESS
        }
        Ok(Command::Version) => {
            print(concat!("futures ", env!("CARGO_PKG_VERSION")));
            ExitCode::SUCCESS
        }
        Err(mistake) => {
            report::usage(&mistake);
            ExitCode::from(USAGE_ERROR)
        }
    }
}

fn print(text: &str) {
    // Whoever reads may have gone.
    let _ = writeln!(io::stdout(), "{text}");
}
