//! What a session shows of itself.

use futures_script::timeline::Recorder;

use super::shell::Shell;

#[test]
fn variables_are_shown_as_inputs_have_them() {
    let mut shell = Shell::new();
    shell.run("let n = 1; const NAME = \"a\"; let half = 0.5;");
    shell.run("let n = [1, 2]; { let inner = 1; }");
    shell.run("let pool = thread_pool(1); let f = |x| x + n.len();");
    shell.run("for i in 0..3 { } with thread_pool(1) as other { }");
    let variables = shell.session.variables();
    let shown: Vec<String> = variables
        .iter()
        .map(|variable| {
            let word = if variable.is_constant { "const" } else { "let" };
            let value = match variable.type_name.as_str() {
                "ThreadPool" | "function" => "…".to_owned(),
                _ => shell.session.show(&variable.value),
            };
            format!("{word} {}: {} = {value}", variable.name, variable.type_name)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "const NAME: string = \"a\"",
            "let half: float = 0.5",
            "let n: array = [1, 2]",
            "let pool: ThreadPool = …",
            "let f: function = …",
        ]
    );
    shell.end();
}

#[test]
fn functions_are_shown_with_their_parameters() {
    let mut shell = Shell::new();
    shell.run("fn area(width, height) { width * height } let f = |x| x;");
    shell.run("fn none() { } fn _hidden(_) { } fn area(side) { side * side }");
    let functions = shell.session.functions();
    let shown: Vec<String> = functions
        .iter()
        .map(|function| format!("{}({})", function.name, function.params.join(", ")))
        .collect();
    assert_eq!(
        shown,
        ["_hidden(_)", "area(side)", "area(width, height)", "none()"]
    );
    shell.end();
}

#[test]
fn pools_are_shown_as_they_stand() {
    let mut shell = Shell::new();
    shell.run("let gate = gate();");
    shell.run("let pool = thread_pool(#{max_workers: 2, thread_name_prefix: \"net\"});");
    shell.run("let began = queue();");
    shell.run("let fs = (0..5).map(|i| pool.submit(|| { began.put(i); gate.pass(); i }));");
    shell.run("began.get(); began.get();");
    let shown = |shell: &Shell| {
        let pools = shell.session.pools();
        let pools = pools.iter().map(|pool| {
            format!(
                "{} {} {}/{} pending {} running {} done {} {}",
                pool.kind,
                pool.name,
                pool.workers,
                pool.max_workers,
                pool.pending,
                pool.running,
                pool.done,
                pool.is_shut_down
            )
        });
        pools.collect::<Vec<_>>()
    };
    assert_eq!(
        shown(&shell),
        ["thread net 2/2 pending 3 running 2 done 0 false"]
    );
    shell.run("gate.open(); gather(fs);");
    assert_eq!(
        shown(&shell),
        ["thread net 2/2 pending 0 running 0 done 5 false"]
    );
    shell.run("pool.shutdown();");
    assert_eq!(
        shown(&shell),
        ["thread net 0/2 pending 0 running 0 done 5 true"]
    );
    shell.run("let pool = 0; let fs = 0;");
    assert_eq!(shown(&shell), [""; 0]);
    shell.run("with thread_pool(1) as pool { pool.submit(|| 1).result() }");
    assert_eq!(shown(&shell), [""; 0]);
    shell.end();
}

#[test]
fn futures_are_shown_as_they_stand() {
    let mut shell = Shell::new();
    let shown = |shell: &Shell| {
        let futures = shell.session.futures();
        let futures = futures.iter().map(|future| {
            let error = future.error.as_ref().map(|error| error.kind_name());
            format!(
                "{} {}{} {} at {}{}",
                future.pool,
                future.number,
                future
                    .label
                    .as_deref()
                    .map(|label| format!(" {label}"))
                    .unwrap_or_default(),
                future.state,
                future.submitted_at.as_ref().unwrap(),
                error.map(|kind| format!(": {kind}")).unwrap_or_default(),
            )
        });
        futures.collect::<Vec<_>>()
    };
    shell.run("let gate = event(); let began = event();");
    shell.run("let pool = thread_pool(#{max_workers: 1, thread_name_prefix: \"net\"});");
    shell.run("let f = pool.submit(|| { began.set(); gate.wait(); 1 });\nbegan.wait();");
    shell.run("let g = pool.with_options(#{label: \"two\"}).submit(|| 1 / 0);\nlet h = pool.submit(|| 3); h.cancel();");
    // Nobody holds this one.
    shell.run("pool.submit(|| 4);");
    assert_eq!(
        shown(&shell),
        [
            "net 1 running at input 3:1:14",
            "net 2 two pending at input 4:1:44",
            "net 3 cancelled at input 4:2:14",
            "net 4 pending at input 5:1:6",
        ]
    );
    shell.run("gate.set(); wait([f, g]); pool.submit(|| 5).result();");
    let age = shell.session.futures()[0].age;
    assert!(age > 0.0 && age <= shell.session.seconds());
    assert_eq!(
        shown(&shell),
        [
            "net 1 finished at input 3:1:14",
            "net 2 two failed at input 4:1:44: ArithmeticError",
            "net 3 cancelled at input 4:2:14",
        ]
    );
    assert_eq!(shell.complaints.text(), "");
    // To be shown is not to be asked for.
    shell.run("let f = 0; let g = 0; let h = 0;");
    assert!(
        shell
            .complaints
            .wait_for(1)
            .starts_with("never retrieved: ArithmeticError")
    );
    assert_eq!(shown(&shell), [""; 0]);
    shell.session.end().unwrap();
}

#[test]
fn threads_are_shown_with_what_they_wait_for() {
    let mut shell = Shell::new();
    shell.run("let q = queue(); let began = event();");
    shell.run("let t = start_thread(|| { began.set(); q.get() }); began.wait();");
    let threads = loop {
        // It goes on to its wait at once.
        let threads = shell.session.threads();
        if threads[0].waits_for.is_some() {
            break threads;
        }
    };
    assert_eq!(threads[0].name, "thread 1");
    assert!(threads[0].is_alive);
    let waits_for = threads[0].waits_for.as_deref();
    assert_eq!(waits_for, Some("a value in the empty queue 1"));
    shell.run("q.put(1); t.join();");
    let threads = shell.session.threads();
    assert_eq!((threads.len(), threads[0].is_alive), (1, false));
    shell.run("let t = 0;");
    assert!(shell.session.threads().is_empty());
    shell.end();
}

#[test]
fn lanes_are_those_of_a_recorder() {
    assert!(Shell::new().session.lanes(80).is_none());
    let recorder = Recorder::new();
    let mut shell = Shell::with(|builder| builder.recorder(&recorder));
    shell.run("with thread_pool(#{max_workers: 1, thread_name_prefix: \"net\"}) as pool { pool.submit(|| 1).result() }");
    let lanes = shell.session.lanes(60).unwrap();
    assert!(lanes.contains("\nnet "), "{lanes}");
    assert!(lanes.contains("script"), "{lanes}");
    assert!(
        lanes.lines().all(|line| line.chars().count() <= 60),
        "{lanes}"
    );
    shell.run("start_thread(|| 1).join();");
    assert!(shell.session.lanes(60).unwrap().contains("thread 1"));
    shell.end();
}

#[test]
fn the_clock_of_a_session_goes_on() {
    let mut shell = Shell::new();
    let before = shell.session.seconds();
    shell.run("sleep(0.01);");
    assert!(shell.session.seconds() >= before + 0.01);
    shell.end();
}
