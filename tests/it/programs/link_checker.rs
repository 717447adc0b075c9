//! The link checker: our own documents pass, and what is wrong in the web is found.

use insta::assert_snapshot;
use loopback_server::{Page, Server};

use crate::programs::folder::{Folder, run_in};
use crate::tree;

const PROGRAM: &str = "link_checker.rhai";

#[test]
fn our_own_documents_have_no_broken_links() {
    let ended = run_in(
        &tree::root(),
        &[],
        PROGRAM,
        &["README.md", "docs", "crates", "scripts/README.md"],
    );
    assert_eq!(
        (ended.code, &*ended.stdout),
        (Some(0), ""),
        "{}",
        ended.stderr
    );
    let words: Vec<&str> = ended.stderr.split([' ', ',']).collect();
    let n_links: u32 = words[3].parse().expect("the number of links");
    assert!(n_links > 500, "{}", ended.stderr);
}

#[test]
fn links_in_the_web_are_asked_for_once_and_again_if_that_helps() {
    let server = Server::start().expect("a server for the test");
    server.put("/good", Page::new("good\n"));
    let folder = Folder::new();
    let page = "# Links\n\n\
        [good](URL/good) [good](URL/good#part) ![good](URL/good)\n\
        [gone](URL/status/404)\n\
        [later](URL/fail/1/later)\n\
        [stalls](URL/stall)\n";
    folder.write(
        "a/page.md",
        &page.replace("URL", server.url("").trim_end_matches('/')),
    );
    let ended = folder.run(PROGRAM, &["a", "--external", "--timeout=2", "--retries=1"]);
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    let told = ended.stdout.replace(&server.port().to_string(), "PORT");
    assert_snapshot!(told, @"
    a/page.md:4: http://127.0.0.1:PORT/status/404: 404 Not Found
    a/page.md:6: http://127.0.0.1:PORT/stall: took longer than 2 s while waiting for the answer
    ");
    assert_snapshot!(ended.stderr, @"1 files, 6 links, 4 addresses asked for, 2 broken");
    let requests = server.requests();
    let n = |request: &str| requests.iter().filter(|seen| *seen == request).count();
    assert_eq!(n("HEAD /good") + n("GET /good"), 1, "{requests:?}");
    assert_eq!((n("HEAD /status/404"), n("GET /status/404")), (1, 1));
    assert_eq!((n("HEAD /fail/1/later"), n("GET /fail/1/later")), (2, 0));
    assert_eq!((n("HEAD /stall"), n("GET /stall")), (2, 0));
}

#[test]
fn what_is_wrong_with_the_command_line_is_told() {
    let folder = Folder::new();
    let told = |arguments: &[&str]| {
        let ended = folder.run(PROGRAM, arguments);
        assert_eq!((ended.code, &*ended.stdout), (Some(2), ""));
        ended.stderr.lines().next().unwrap_or_default().to_owned()
    };
    assert_snapshot!(told(&[]), @"usage: link_checker.rhai FOLDER… [OPTIONS]");
    assert_snapshot!(told(&["nope"]), @"link_checker.rhai: there is no folder nope");
    assert_snapshot!(told(&[".", "--jobs"]), @"link_checker.rhai: --jobs needs a value");
    assert_snapshot!(told(&[".", "--extrenal"]), @"link_checker.rhai: there is no option --extrenal");
    let help = folder.run(PROGRAM, &["--help"]);
    assert_eq!((help.code, &*help.stderr), (Some(0), ""));
}
