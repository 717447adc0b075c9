//! Canned answers: servers and commands in a simulation, and how their answers are recorded.

use std::fs;

use futures_script::{Answers, Interpreter, Permissions, Simulation};
use loopback_server::Server;

use crate::process::{describe, folder, futures, run_with};
use crate::support::Lines;

const ANSWERS: &str = r#"{
    "requests": [
        {"url": "http://a.org/slow", "answers": [{"body": "slow", "headers": {"X-Own": "1"}, "seconds": 2.5}]},
        {"url": "http://a.org/retry", "answers": [{"error": "connection"}, {"status": 503}, {"status": 200, "body": "at last"}]},
        {"method": "POST", "url": "http://a.org/post", "body": "one", "answers": [{"body": "first"}]},
        {"method": "POST", "url": "http://a.org/post", "answers": [{"body": "other"}]},
        {"url": "http://a.org/on", "answers": [{"status": 302, "headers": {"Location": "/slow"}, "seconds": 1}]},
        {"url": "http://a.org/round", "answers": [{"status": 302, "headers": {"Location": "/round"}}]},
        {"url": "http://a.org/never", "answers": [{"error": "timeout"}]}
    ],
    "commands": [
        {"command": ["git", "log", "-1"], "answers": [{"stdout": "first\n", "seconds": 0.5}, {"code": 128, "stderr": "no more\n"}]},
        {"command": ["sleep", "9"], "answers": [{"seconds": 9}]},
        {"command": ["hang"], "answers": [{"error": "timeout"}]}
    ]
}"#;

/// What a simulated script prints with these answers, or how it fails.
fn simulate(script: &str) -> Result<String, String> {
    let printed = Lines::default();
    let print = printed.clone();
    let interpreter = Interpreter::builder()
        .permissions(Permissions::all())
        .answers(Answers::parse(ANSWERS).unwrap())
        .output(move |line| print.push(line))
        .build();
    match interpreter
        .simulate_execution("test.rhai", script, &Simulation::new())
        .result
    {
        Ok(_) => Ok(printed.text()),
        Err(error) => Err(format!("{}: {}", error.kind_name(), error.message())),
    }
}

#[track_caller]
fn check(script: &str, expect: &str) {
    assert_eq!(simulate(script).as_deref(), Ok(expect), "{script}");
}

#[track_caller]
fn check_error(script: &str, expect: &str) {
    assert_eq!(simulate(script), Err(expect.to_owned()), "{script}");
}

#[test]
fn servers_answer_in_virtual_time() {
    check(
        r#"
        let r = http_get("http://a.org/slow");
        print([r.status, r.text(), r.header("x-own"), r.elapsed, now()]);
        print([http_post("http://a.org/post", "one").text(), http_post("http://a.org/post", "two").text()]);
        let r = http_get("http://a.org/on");
        print([r.text(), r.url, r.elapsed]);
        print(http_get("http://a.org/on", #{follow_redirects: false}).status);
        "#,
        "[200, \"slow\", \"1\", 2.5, 2.5]\n[\"first\", \"other\"]\n[\"slow\", \"http://a.org/slow\", 3.5]\n302",
    );
}

#[test]
fn answers_come_one_after_the_other() {
    check(
        r#"
        let said = [];
        for n in 0..4 { try { said.push(http_get("http://a.org/retry").status); } catch (e) { said.push(e.message); } }
        print(said);
        "#,
        "[\"GET http://a.org/retry: nobody listens at a.org:80\", 503, 200, 200]",
    );
}

#[test]
fn times_are_up_in_virtual_time() {
    check_error(
        r#"http_get("http://a.org/slow", #{timeout: 2})"#,
        "TimeoutError: GET http://a.org/slow: took longer than 2 s while waiting for the answer",
    );
    check_error(
        r#"http_get("http://a.org/never")"#,
        "TimeoutError: GET http://a.org/never: took longer than 30 s while waiting for the answer",
    );
    check_error(
        r#"http_get("http://a.org/round")"#,
        "ConnectionError: GET http://a.org/round: is sent on more than 10 times",
    );
    check(
        r#"
        for ask in [|| run_command("sleep", ["9"], #{timeout: 3}), || run_command("hang", [], #{timeout: 4})] {
            try { ask.call(); } catch (e) { print(`${e.message} ${now()}`); }
        }"#,
        "run_command: sleep took longer than 3 s, and was killed 3.0\n\
         run_command: hang took longer than 4 s, and was killed 7.0",
    );
}

#[test]
fn commands_say_what_stands_in_the_file() {
    check(
        r#"
        let log = run_command("git", ["log", -1]);
        print([log.code, log.stdout, log.elapsed, now()]);
        print(run_command("git", ["log", "-1"]).stderr);
        "#,
        "[0, \"first\\n\", 0.5, 0.5]\nno more\n",
    );
}

#[test]
fn tasks_and_simulated_processes_share_them() {
    check(
        r#"
        with process_pool(2) as pool {
            print(pool.submit(|| http_get("http://a.org/slow").text()).result());
            print(pool.map(|n| { try { return http_get("http://a.org/retry").status; } catch { return 0; } }, 0..3).to_array().sorted());
        }"#,
        "slow\n[0, 200, 503]",
    );
}

#[test]
fn what_is_not_known_is_refused() {
    check_error(
        r#"http_get("http://a.org/slo")"#,
        "PermissionError: GET http://a.org/slo: the file of answers has none for it; it has one for GET http://a.org/slow",
    );
    check_error(
        r#"run_command("git", ["log", "-2"])"#,
        "PermissionError: run_command: git: the file of answers has none for it; it has one for git log -1",
    );
    let none = Interpreter::builder()
        .permissions(Permissions::all())
        .build();
    for (call, who) in [
        (r#"http_get("http://a.org/")"#, "GET http://a.org/"),
        (r#"run_command("git")"#, "run_command: git"),
    ] {
        let error = none
            .simulate("test.rhai", call, &Simulation::new())
            .result
            .unwrap_err();
        let expect = format!("{who}: without --answers FILE nobody answers in a simulation");
        assert_eq!(error.message(), expect);
        assert_eq!(error.kind_name(), "PermissionError");
    }
}

#[test]
fn what_is_not_allowed_stays_so() {
    let interpreter = Interpreter::builder()
        .answers(Answers::parse(ANSWERS).unwrap())
        .build();
    let simulated = interpreter.simulate(
        "test.rhai",
        r#"http_get("http://a.org/slow")"#,
        &Simulation::new(),
    );
    let error = simulated.result.unwrap_err();
    let expect =
        "GET http://a.org/slow: not allowed to connect to a.org:80; --allow-net=a.org:80 allows it";
    assert_eq!(error.message(), expect);
}

#[test]
fn a_recorded_run_is_simulated_with_the_same_output() {
    let server = Server::start().unwrap();
    let script = format!(
        r#"
        let url = "{}";
        for path in ["/fail/1/key", "/fail/1/key", "/redirect/2", "/status/404", "/length/long"] {{
            try {{ print(http_get(url + path).text()); }} catch (e) {{ print(e.message); }}
        }}
        try {{ http_get(url + "/stall", #{{timeout: 0.05}}); }} catch (e) {{ print(e.message); }}
        print(http_post(url + "/echo", "text").json().body);
        print(run_command("sh", ["-c", "printf 'a\\351'; exit 3"], #{{bytes: true}}));
        print(run_command("cat", [], #{{input: "in"}}).stdout);
        "#,
        server.url("")
    )
    .replace("print(run_command(\"sh\"", "let r = run_command(\"sh\"")
    .replace(
        "#{bytes: true}));",
        "#{bytes: true}); print([r.code, r.stdout]);",
    );
    let file = folder().join("recorded.json");
    let _ = fs::remove_file(&file);
    let allowed = ["--allow-net=127.0.0.1", "--allow-run=sh,cat"];
    let options = [&["--record-answers", "recorded.json"], &allowed[..]].concat();
    let real = describe(&run_with(&options, "recorded.rhai", &script, &[]));
    drop(server);
    let options = [&["--sim", "--answers", "recorded.json"], &allowed[..]].concat();
    let simulated = describe(&run_with(&options, "recorded.rhai", &script, &[]));
    assert_eq!(simulated, real);
    assert!(
        real.starts_with("exit code 0\n--- stdout\nnot yet\n\nat last\n\narrived\n"),
        "{real}"
    );
    assert!(real.contains("[3, [61e9]]\nin\n"), "{real}");
}

#[test]
fn a_search_has_the_answers_anew_in_each_run() {
    fs::write(folder().join("explored.json"), ANSWERS).unwrap();
    let script = r#"
        let said = [];
        for n in 0..3 { try { said.push(http_get("http://a.org/retry").status); } catch { said.push(0); } }
        check(said == [0, 503, 200], `${said}`);"#;
    fs::write(folder().join("explored_answers.rhai"), script).unwrap();
    let output = futures(&[
        "explore",
        "--seeds",
        "20",
        "--answers",
        "explored.json",
        "--allow-net",
        "explored_answers.rhai",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", describe(&output));
}

#[test]
fn options_that_do_not_go_together() {
    fs::write(folder().join("options.json"), ANSWERS).unwrap();
    fs::write(folder().join("wrong.json"), "{").unwrap();
    for (options, expect) in [
        (
            &["--answers", "options.json"][..],
            "--answers is for simulated runs: add --sim, or --sim=SEED",
        ),
        (
            &["--sim", "--record-answers", "x.json"],
            "--record-answers is for real runs: leave out --sim",
        ),
        (
            &["--sim", "--answers", "no-such.json"],
            "--answers: cannot read 'no-such.json': No such file or directory (os error 2)",
        ),
        (
            &["--sim", "--answers", "wrong.json"],
            "--answers: 'wrong.json': EOF while parsing an object at line 1 column 1",
        ),
    ] {
        let output = run_with(options, "options_of_answers.rhai", "", &[]);
        assert_eq!(output.status.code(), Some(2));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains(expect), "{stderr}");
    }
}
