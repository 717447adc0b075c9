//! An answer that says where to look instead: what is asked there.

use super::message::Redirects;
use super::{Answer, Failure, Request};

/// How many redirects are followed.
pub(crate) const MOST_REDIRECTS: usize = 10;

/// What is told to nobody but whom it was meant for.
const SECRET: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

/// What describes a body, and goes with it.
const OF_BODY: [&str; 3] = ["content-type", "content-encoding", "content-language"];

/// The request that follows `request` after `answer`; `None` if that is no redirect, or
/// none that is to be followed.
///
/// # Errors
/// If it leads to something that is no address.
pub(crate) fn next(request: &Request, answer: &Answer) -> Result<Option<Request>, Failure> {
    if request.redirects == Redirects::Returned {
        return Ok(None);
    }
    let changes_method = match (answer.status, &*request.method) {
        // That a POST becomes a GET is what everybody does, whatever the standard had in mind.
        (301 | 302, "POST") => true,
        (303, method) => method != "GET" && method != "HEAD",
        (301 | 302 | 307 | 308, _) => false,
        _ => return Ok(None),
    };
    let Some(location) = answer.header("location") else {
        return Ok(None);
    };
    let url = request
        .url
        .join(location)
        .map_err(|why| Failure::connection(format!("it leads on to `{location}`: {why}")))?;
    let mut next = request.clone();
    if !request.url.trusts(&url) {
        next.headers.retain(|(name, _)| !is_one_of(name, &SECRET));
    }
    if changes_method {
        next.method = "GET".to_owned();
        next.body = None;
        next.headers.retain(|(name, _)| !is_one_of(name, &OF_BODY));
    }
    next.url = url;
    Ok(Some(next))
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::{Answer, Redirects, Request, Url};
    use super::next;

    fn follow(method: &str, status: u16, location: &str) -> Option<String> {
        let request = Request {
            method: method.to_owned(),
            url: Url::parse("http://a/b").unwrap(),
            headers: ["Authorization", "Content-Type", "X-Own"]
                .map(|name| (name.to_owned(), "x".to_owned()))
                .to_vec(),
            body: Some(b"body".to_vec()),
            timeout: Duration::ZERO,
            redirects: Redirects::Followed,
            max_bytes: 0,
        };
        let answer = Answer {
            status,
            url: String::new(),
            headers: vec![("location".to_owned(), location.to_owned())],
            body: Vec::new(),
            elapsed: Duration::ZERO,
        };
        let next = next(&request, &answer).unwrap()?;
        let names: Vec<String> = next.headers.into_iter().map(|(name, _)| name).collect();
        let body = if next.body.is_some() {
            "with body"
        } else {
            "no body"
        };
        Some(format!(
            "{} {} {body} {}",
            next.method,
            next.url,
            names.join(",")
        ))
    }

    #[track_caller]
    fn check(method: &str, status: u16, location: &str, expect: &str) {
        assert_eq!(follow(method, status, location).as_deref(), Some(expect));
    }

    #[test]
    fn the_method_stays_or_becomes_get() {
        check(
            "POST",
            302,
            "c",
            "GET http://a/c no body Authorization,X-Own",
        );
        check(
            "PUT",
            301,
            "c",
            "PUT http://a/c with body Authorization,Content-Type,X-Own",
        );
        check(
            "PUT",
            303,
            "c",
            "GET http://a/c no body Authorization,X-Own",
        );
        check(
            "HEAD",
            303,
            "c",
            "HEAD http://a/c with body Authorization,Content-Type,X-Own",
        );
        check(
            "POST",
            307,
            "c",
            "POST http://a/c with body Authorization,Content-Type,X-Own",
        );
        check(
            "POST",
            308,
            "c",
            "POST http://a/c with body Authorization,Content-Type,X-Own",
        );
    }

    #[test]
    fn secrets_do_not_go_elsewhere() {
        check(
            "GET",
            302,
            "http://e/",
            "GET http://e/ with body Content-Type,X-Own",
        );
        check(
            "GET",
            302,
            "https://a/",
            "GET https://a/ with body Authorization,Content-Type,X-Own",
        );
    }

    #[test]
    fn other_answers_lead_nowhere() {
        for status in [200, 300, 304, 404] {
            assert_eq!(follow("GET", status, "c"), None);
        }
    }
}
