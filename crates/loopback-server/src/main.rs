//! `loopback-server FOLDER`: serves a folder on this machine, to try programs by hand.

use std::io::{self, Read};
use std::process::ExitCode;
use std::time::Duration;

use loopback_server::{Builder, Server};

const HELP: &str = "\
Serves the files of a folder on 127.0.0.1 until its standard input ends or Ctrl-C is pressed.
Paths such as /delay/2, /status/500, /stall and /echo work too.

Usage: loopback-server [FOLDER] [--port N] [--delay SECONDS]

  --port N         the port; without it, one that is free
  --delay SECONDS  how long each answer takes
";

fn main() -> ExitCode {
    let server = match arguments(std::env::args().skip(1)) {
        Ok(Some(builder)) => builder.start(),
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprint!("error: {problem}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match server {
        Ok(server) => {
            println!("{}", server.url("/"));
            // However its input ends, it ends then.
            let _ = io::stdin().read_to_end(&mut Vec::new());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: cannot serve: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What to serve; `None` if help is wanted.
fn arguments(mut arguments: impl Iterator<Item = String>) -> Result<Option<Builder>, String> {
    let mut builder = Server::builder();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        builder = match &*argument {
            "--help" | "-h" => return Ok(None),
            "--port" => {
                let port = value()?;
                builder.port(port.parse().map_err(|_| format!("`{port}` is no port"))?)
            }
            "--delay" => {
                let seconds = value()?;
                let delay = seconds
                    .parse()
                    .ok()
                    .and_then(|n| Duration::try_from_secs_f64(n).ok());
                builder.delay(delay.ok_or(format!("`{seconds}` is no number of seconds"))?)
            }
            option if option.starts_with('-') => return Err(format!("unknown option {option}")),
            folder if std::path::Path::new(folder).is_dir() => builder.folder(folder),
            folder => return Err(format!("there is no folder {folder}")),
        };
    }
    Ok(Some(builder))
}
