//! Runs scripts that may connect to a server, whose address they find in `ARGS[0]`.

use futures_script::{Builder, Interpreter, Permission, Permissions, ScriptError};
use loopback_server::Server;

use crate::support::Lines;

/// What a script printed, and how it ended.
pub(crate) struct Outcome {
    pub(crate) printed: String,
    pub(crate) result: Result<(), ScriptError>,
}

/// An interpreter whose scripts may connect to this server and to nobody else.
pub(crate) fn builder(server: &Server) -> Builder {
    let place = format!("127.0.0.1:{}", server.port());
    let permissions = Permissions::none().allow(Permission::Net, place).unwrap();
    Interpreter::builder()
        .permissions(permissions)
        .arguments([server.url("")])
}

pub(crate) fn run(builder: Builder, script: &str) -> Outcome {
    let printed = Lines::default();
    let print = printed.clone();
    let interpreter = builder.output(move |line| print.push(line)).build();
    let result = interpreter.execute("test.rhai", &format!("let url = ARGS[0]; {script}"));
    Outcome {
        printed: printed.text(),
        result,
    }
}

/// The script must end well and print this.
#[track_caller]
pub(crate) fn check(server: &Server, script: &str, expect: &str) {
    let outcome = run(builder(server), script);
    if let Err(error) = outcome.result {
        panic!("{script}\n{}", error.report());
    }
    assert_eq!(outcome.printed, expect, "{script}");
}

/// What the script fails with: the kind, and the message in which the server's address is `URL`.
#[track_caller]
pub(crate) fn failure(server: &Server, builder: Builder, script: &str) -> String {
    match run(builder, script).result {
        Ok(()) => panic!("{script}\nended well"),
        Err(error) => {
            let place = format!("127.0.0.1:{}", server.port());
            let text = format!("{}: {}", error.kind_name(), error.message());
            text.replace(&server.url(""), "URL")
                .replace(&place, "PLACE")
        }
    }
}

/// The script must fail like this.
#[track_caller]
pub(crate) fn check_error(server: &Server, script: &str, expect: &str) {
    assert_eq!(failure(server, builder(server), script), expect, "{script}");
}
