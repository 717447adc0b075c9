//! Certificates.

use futures_script::Builder;
use loopback_server::{Authority, Certificate, Server};

use super::support::{builder, failure, run};

fn serve(certificate: Certificate) -> Server {
    Server::builder().certificate(certificate).start().unwrap()
}

fn trusting(server: &Server, authority: &Authority) -> Builder {
    builder(server).trust(authority.pem().as_bytes()).unwrap()
}

#[test]
fn a_certificate_of_a_known_authority_is_accepted() {
    let authority = Authority::new();
    let server = serve(authority.certificate("127.0.0.1"));
    let script = r#"
        for n in 0..3 { http_get(url + "/bytes/100000"); }
        print(http_post(url + "/bytes/5", "x").text());"#;
    let outcome = run(trusting(&server, &authority), script);
    outcome.result.unwrap();
    assert_eq!(outcome.printed, "xxxxx");
    assert_eq!(server.n_connections(), 1);
}

#[track_caller]
fn check_refused(server: &Server, builder: Builder, expect: &str) {
    let error = failure(server, builder, "http_get(url)");
    assert_eq!(error, format!("ConnectionError: GET URL/: {expect}"));
    assert_eq!(server.requests(), [""; 0]);
}

#[test]
fn other_certificates_are_not() {
    let authority = Authority::new();
    let unknown = serve(authority.certificate("127.0.0.1"));
    check_refused(
        &unknown,
        builder(&unknown),
        "its certificate comes from somebody unknown; --ca-cert=FILE names an authority to be trusted in addition",
    );
    let other = Authority::new();
    check_refused(
        &unknown,
        trusting(&unknown, &other),
        "its certificate comes from somebody unknown; --ca-cert=FILE names an authority to be trusted in addition",
    );
    let expired = serve(authority.expired_certificate("127.0.0.1"));
    check_refused(
        &expired,
        trusting(&expired, &authority),
        "its certificate has expired",
    );
    let elsewhere = serve(authority.certificate("example.org"));
    check_refused(
        &elsewhere,
        trusting(&elsewhere, &authority),
        "its certificate is that of another host",
    );
}

#[test]
fn a_server_that_speaks_no_tls_is_told() {
    let server = Server::start().unwrap();
    let script = r#"http_get("https" + url.sub_string(4))"#;
    let error = failure(&server, builder(&server), script);
    assert_eq!(
        error,
        "ConnectionError: GET https://PLACE/: the connection ended while agreeing on TLS"
    );
}

#[test]
fn faults_are_told_over_tls_too() {
    let authority = Authority::new();
    let server = serve(authority.certificate("127.0.0.1"));
    for (path, expect) in [
        (
            "/length/long",
            "the connection ended after 10 of the 100 bytes of the body",
        ),
        (
            "/reset",
            "the connection was cut off while waiting for the answer",
        ),
    ] {
        let script = format!("http_get(url + \"{path}\")");
        let error = failure(&server, trusting(&server, &authority), &script);
        assert_eq!(error, format!("ConnectionError: GET URL{path}: {expect}"));
    }
}
