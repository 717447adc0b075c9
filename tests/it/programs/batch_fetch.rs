//! Fetching many addresses: from a real server that fails and stalls, and in a simulation where times are exact.

use insta::assert_snapshot;
use loopback_server::Server;

use crate::programs::folder::Folder;

const PROGRAM: &str = "batch_fetch.rhai";

#[test]
fn attempts_are_repeated_where_that_helps_and_what_is_there_is_kept() {
    let server = Server::start().expect("a server for the test");
    let folder = Folder::new();
    let paths = [
        "/bytes/5",
        "/fail/1/key",
        "/status/404",
        "/stall",
        "/bytes/6",
        "/bytes/5",
    ];
    let urls: Vec<String> = paths.iter().map(|path| server.url(path)).collect();
    folder.write(
        "urls.txt",
        &format!("# what we want\n\n{}\n", urls.join("\n")),
    );
    let arguments = [
        "urls.txt",
        "--output=got",
        "--timeout=2",
        "--retries=1",
        "--jobs=2",
        "--rate=0",
    ];
    let first = folder.run(PROGRAM, &arguments);
    assert_eq!(first.code, Some(1), "{}", first.stderr);
    let without_port = |text: &str| text.replace(&server.port().to_string(), "PORT");
    assert_snapshot!(without_port(&first.stdout), @"
    status  attempts     bytes  address
       200         1         5  http://127.0.0.1:PORT/bytes/5
       200         2         8  http://127.0.0.1:PORT/fail/1/key
       404         1         0  http://127.0.0.1:PORT/status/404  (Not Found)
                   2         0  http://127.0.0.1:PORT/stall  (took longer than 2 s while waiting for the answer)
       200         1         6  http://127.0.0.1:PORT/bytes/6
    3 fetched, 0 there before, 2 missing, 7 requests
    ");
    let n_requests = |path: &str| {
        let wanted = format!("GET {path}");
        server
            .requests()
            .iter()
            .filter(|seen| **seen == wanted)
            .count()
    };
    assert_eq!(
        paths[..5]
            .iter()
            .map(|path| n_requests(path))
            .collect::<Vec<_>>(),
        [1, 2, 1, 2, 1]
    );
    assert!(server.max_at_once() <= 2);

    let second = folder.run(PROGRAM, &arguments);
    assert_eq!(second.code, Some(1));
    assert_snapshot!(second.stdout.lines().last().unwrap_or_default(), @"0 fetched, 3 there before, 2 missing, 3 requests");
    assert_eq!([n_requests("/bytes/5"), n_requests("/fail/1/key")], [1, 2]);
    // The names of the files have a part that follows from the port.
    let results = without_port(&folder.read("got/results.csv"));
    let results = results.lines().map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        [&fields[..1], &fields[2..]].concat().join(",")
    });
    assert_snapshot!(results.collect::<Vec<_>>().join("\n"), @"
    url,status,attempts,bytes,result
    http://127.0.0.1:PORT/bytes/5,,0,5,was there
    http://127.0.0.1:PORT/fail/1/key,,0,8,was there
    http://127.0.0.1:PORT/status/404,404,1,0,Not Found
    http://127.0.0.1:PORT/stall,,2,0,took longer than 2 s while waiting for the answer
    http://127.0.0.1:PORT/bytes/6,,0,6,was there
    ");
}

#[test]
fn no_more_requests_come_than_the_rate_allows() {
    let server = Server::start().expect("a server for the test");
    let folder = Folder::new();
    let urls: Vec<String> = (1..=8)
        .map(|n| server.url(&format!("/bytes/{n}")))
        .collect();
    folder.write("urls.txt", &urls.join("\n"));
    let ended = folder.run(
        PROGRAM,
        &[
            "urls.txt",
            "--output=got",
            "--rate=10",
            "--burst=2",
            "--jobs=8",
        ],
    );
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(server.requests().len(), 8);
    // Two at once, and six more at a tenth of a second each.
    let seconds: f64 = ended
        .stderr
        .trim_end_matches(" s\n")
        .parse()
        .expect("seconds");
    assert!(seconds >= 0.6, "{seconds}");
}

/// In virtual time the limit, the pauses and what the server wishes are to be seen exactly.
#[test]
fn pauses_are_as_they_are_meant_to_be() {
    let folder = Folder::new();
    let many: Vec<String> = (0..9).map(|n| format!("http://a.test/{n}")).collect();
    folder.write("many.txt", &many.join("\n"));
    folder.write("wish.txt", "http://a.test/wish");
    folder.write("back-off.txt", "http://a.test/back-off");
    let mut requests: Vec<String> = many
        .iter()
        .map(|url| format!(r#"{{"url": "{url}", "answers": [{{"body": "x"}}]}}"#))
        .collect();
    requests.push(
        r#"{"url": "http://a.test/wish", "answers": [{"status": 429, "headers": {"retry-after": "60"}}, {"body": "x"}]}"#
            .to_owned(),
    );
    requests.push(r#"{"url": "http://a.test/back-off", "answers": [{"status": 503}]}"#.to_owned());
    folder.write(
        "answers.json",
        &format!(r#"{{"requests": [{}]}}"#, requests.join(", ")),
    );
    let seconds = |list: &str, options: &[&str], code: i32| {
        let out = format!("--output=got-{list}");
        let simulated = ["--sim=1", "--answers=answers.json"];
        let ended = folder.run_with(&simulated, PROGRAM, &[&[list, &out], options].concat());
        assert_eq!(ended.code, Some(code), "{ended:?}");
        let seconds: f64 = ended
            .stderr
            .trim_end_matches(" s\n")
            .parse()
            .expect("seconds");
        seconds
    };
    // One at once, and then one each quarter of a second.
    assert_eq!(seconds("many.txt", &["--rate=4", "--jobs=9"], 0), 2.0);
    assert_eq!(seconds("wish.txt", &[], 0), 60.0);
    // Half a second and twice as long each time, each less a random part of at most half.
    let slept = seconds("back-off.txt", &["--retries=4"], 1);
    assert!((3.75..=7.5).contains(&slept), "{slept}");
}
