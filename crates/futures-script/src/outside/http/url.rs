//! Addresses of HTTP: what is in one, and where a relative one leads.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::percent::encode_path;

/// An address, `http://host:port/path?query`; what stands behind `#` is the reader's business and gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Url {
    scheme: Scheme,
    /// In lower case; an address of IPv6 without its brackets.
    host: String,
    port: u16,
    /// With the query; begins with `/`.
    path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Http,
    Https,
}

impl Scheme {
    fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "http" => Some(Scheme::Http),
            "https" => Some(Scheme::Https),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Scheme::Http => "http",
            Scheme::Https => "https",
        }
    }

    fn port(self) -> u16 {
        match self {
            Scheme::Http => 80,
            Scheme::Https => 443,
        }
    }
}

impl Url {
    /// Reads an address.
    ///
    /// # Errors
    /// What is wrong with it, in words that follow it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let Some((scheme, rest)) = text.split_once("://") else {
            return Err("an address begins with http:// or https://".to_owned());
        };
        let scheme =
            Scheme::parse(scheme).ok_or_else(|| format!("{scheme}: is neither http nor https"))?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if authority.contains('@') {
            let advice = "a name and a password belong into the header Authorization";
            return Err(advice.to_owned());
        }
        let (host, port) = host_and_port(authority)?;
        Ok(Url {
            scheme,
            host,
            port: port.unwrap_or(scheme.port()),
            path: normal_path(path),
        })
    }

    /// Where `reference`, found at this address, leads.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub(crate) fn join(&self, reference: &str) -> Result<Self, String> {
        let reference = reference.trim();
        let is_absolute = reference.split_once(':').is_some_and(|(scheme, _)| {
            !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        if is_absolute {
            return Url::parse(reference);
        }
        if let Some(rest) = reference.strip_prefix("//") {
            return Url::parse(&format!("{}://{rest}", self.scheme.name()));
        }
        let own_path = self.path.split('?').next().unwrap_or_default();
        let path = match reference.bytes().next() {
            None | Some(b'#') => self.path.clone(),
            Some(b'/') => reference.to_owned(),
            Some(b'?') => format!("{own_path}{reference}"),
            Some(_) => {
                let folder = own_path.rfind('/').map_or("/", |end| &own_path[..=end]);
                format!("{folder}{reference}")
            }
        };
        Ok(Url {
            path: normal_path(&path),
            ..self.clone()
        })
    }

    /// The same with these added to its query.
    pub(crate) fn with_query(mut self, query: &str) -> Self {
        if !query.is_empty() {
            self.path
                .push(if self.path.contains('?') { '&' } else { '?' });
            self.path.push_str(query);
        }
        self
    }

    /// The name or the address of the host, without brackets.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The host with its port, as an option names it.
    pub(crate) fn place(&self) -> String {
        format!("{}:{}", self.bracketed(), self.port)
    }

    /// May what is meant for `self` be told at `other`? The same place, or the same over TLS.
    pub(crate) fn trusts(&self, other: &Url) -> bool {
        let is_same = self.scheme == other.scheme && self.port == other.port;
        let is_safer = (self.scheme, self.port) == (Scheme::Http, Scheme::Http.port())
            && (other.scheme, other.port) == (Scheme::Https, Scheme::Https.port());
        self.host == other.host && (is_same || is_safer)
    }

    fn bracketed(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]", self.host)
        } else {
            self.host.clone()
        }
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme.name(), self.bracketed())?;
        if self.port != self.scheme.port() {
            write!(f, ":{}", self.port)?;
        }
        f.write_str(&self.path)
    }
}

fn host_and_port(authority: &str) -> Result<(String, Option<u16>), String> {
    let bracketed = authority
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'));
    let (host, port) = match bracketed {
        Some((host, port)) => {
            let host: Ipv6Addr = host
                .parse()
                .map_err(|_| format!("[{host}] is no address"))?;
            (host.to_string(), port)
        }
        None => {
            let end = authority.find(':').unwrap_or(authority.len());
            (authority[..end].to_ascii_lowercase(), &authority[end..])
        }
    };
    if host.is_empty() {
        return Err("it names no host".to_owned());
    }
    if !host.is_ascii() {
        let advice = "a host with other letters than a to z is written as xn--…";
        return Err(advice.to_owned());
    }
    let is_odd = |byte: u8| !(byte.is_ascii_alphanumeric() || b"-._:".contains(&byte));
    let looks_like_numbers = host
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if host.bytes().any(is_odd) || (looks_like_numbers && host.parse::<Ipv4Addr>().is_err()) {
        return Err(format!("`{host}` is no name of a host"));
    }
    let port = match port.strip_prefix(':') {
        Some("") => None,
        Some(port) => match port.parse() {
            Ok(port) if port > 0 => Some(port),
            _ => return Err(format!("`{port}` is no port")),
        },
        None if port.is_empty() => None,
        None => return Err(format!("`{port}` does not belong behind a host")),
    };
    Ok((host, port))
}

/// A path as it is sent: without `.` and `..`, and without what stands behind `#`.
fn normal_path(path: &str) -> String {
    let path = path.split('#').next().unwrap_or_default();
    let (path, query) = match path.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (path, None),
    };
    let mut parts: Vec<&str> = Vec::new();
    let all: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
    for (index, part) in all.iter().enumerate() {
        let is_last = index + 1 == all.len();
        match *part {
            "." | ".." => {
                if *part == ".." {
                    parts.pop();
                }
                if is_last {
                    parts.push("");
                }
            }
            part => parts.push(part),
        }
    }
    let path = format!("/{}", parts.join("/"));
    let path = query.map_or(path.clone(), |query| format!("{path}?{query}"));
    encode_path(&path)
}

#[cfg(test)]
mod tests {
    use super::Url;

    #[track_caller]
    fn check(text: &str, expect: Result<&str, &str>) {
        let url = Url::parse(text).map(|url| url.to_string());
        assert_eq!(url.as_deref().map_err(|why| &**why), expect);
    }

    #[test]
    fn addresses_are_read() {
        check("http://example.org", Ok("http://example.org/"));
        check("HTTP://Example.ORG:80/a?b#c", Ok("http://example.org/a?b"));
        check(
            "https://example.org:8443?x=1",
            Ok("https://example.org:8443/?x=1"),
        );
        check(
            "http://[::1]:8080/a/../b/./c/..",
            Ok("http://[::1]:8080/b/"),
        );
        check(" http://127.0.0.1/a b ", Ok("http://127.0.0.1/a%20b"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        check(
            "example.org",
            Err("an address begins with http:// or https://"),
        );
        check("ftp://example.org", Err("ftp: is neither http nor https"));
        check("http://", Err("it names no host"));
        check("http://:80/", Err("it names no host"));
        check("http://a:b/", Err("`b` is no port"));
        check("http://a:70000/", Err("`70000` is no port"));
        check("http://a b/", Err("`a b` is no name of a host"));
        check("http://1.2.3/", Err("`1.2.3` is no name of a host"));
        check("http://[1]/", Err("[1] is no address"));
        check(
            "http://me:secret@example.org/",
            Err("a name and a password belong into the header Authorization"),
        );
        check(
            "http://müller.de/",
            Err("a host with other letters than a to z is written as xn--…"),
        );
    }

    #[track_caller]
    fn check_join(base: &str, reference: &str, expect: &str) {
        let joined = Url::parse(base).unwrap().join(reference).unwrap();
        assert_eq!(joined.to_string(), expect);
    }

    #[test]
    fn relative_addresses_begin_where_they_stand() {
        let base = "http://a.org:81/b/c?d";
        check_join(base, "e", "http://a.org:81/b/e");
        check_join(base, "/e", "http://a.org:81/e");
        check_join(base, "../e/./f", "http://a.org:81/e/f");
        check_join(base, "?e", "http://a.org:81/b/c?e");
        check_join(base, "#e", "http://a.org:81/b/c?d");
        check_join(base, "//e.org/f", "http://e.org/f");
        check_join(base, "https://e.org", "https://e.org/");
        check_join(base, "../../../e", "http://a.org:81/e");
    }

    #[test]
    fn secrets_stay_where_they_belong() {
        let at = |text: &str| Url::parse(text).unwrap();
        assert!(at("http://a/").trusts(&at("http://a/b")));
        assert!(at("http://a/").trusts(&at("https://a/")));
        assert!(!at("https://a/").trusts(&at("http://a/")));
        assert!(!at("http://a/").trusts(&at("http://b/")));
        assert!(!at("http://a/").trusts(&at("http://a:8080/")));
    }
}
