//! Which hosts a script may connect to.

use std::fmt;
use std::net::Ipv6Addr;

/// A host, or all below a domain, at one port or at all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HostRule {
    name: Name,
    port: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Name {
    /// In lower case, without brackets and the dot at the end.
    Exactly(String),
    /// Everything that ends with a dot and this.
    Below(String),
}

impl HostRule {
    /// `example.org`, `example.org:8080`, `*.example.org`, `127.0.0.1`, `[::1]:80` or `::1`.
    ///
    /// # Errors
    /// What it is instead.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.contains("//") || text.contains('/') {
            return Err(format!(
                "'{text}' must be a host such as example.org:8080, not a URL"
            ));
        }
        let (host, port) = split(text);
        let port = port
            .map(|port| match port.parse() {
                Ok(0) | Err(_) => Err(format!("'{port}' in '{text}' is no port: 1 to 65535 are")),
                Ok(port) => Ok(port),
            })
            .transpose()?;
        let is_host = |host: &str| {
            !host.is_empty() && !host.contains(|char: char| char.is_whitespace() || char == '*')
        };
        let name = match host.strip_prefix("*.") {
            Some(domain) => Name::Below(plain(domain)),
            None => Name::Exactly(plain(host)),
        };
        let (Name::Exactly(checked) | Name::Below(checked)) = &name;
        if !is_host(checked) {
            return Err(format!(
                "'{text}' is no host such as example.org or *.example.org"
            ));
        }
        Ok(HostRule { name, port })
    }

    /// Does it allow for a connection to this host at this port?
    pub(crate) fn allows(&self, host: &str, port: u16) -> bool {
        let host = plain(host);
        let is_name = match &self.name {
            Name::Exactly(name) => *name == host,
            Name::Below(domain) => is_below(&host, domain),
        };
        is_name && self.port.is_none_or(|only| only == port)
    }

    /// Does it allow for everything that `other` does?
    pub(crate) fn covers(&self, other: &HostRule) -> bool {
        let name = match (&self.name, &other.name) {
            (Name::Exactly(mine), Name::Exactly(theirs)) => mine == theirs,
            (Name::Exactly(_), Name::Below(_)) => false,
            (Name::Below(mine), Name::Exactly(theirs)) => is_below(theirs, mine),
            (Name::Below(mine), Name::Below(theirs)) => mine == theirs || is_below(theirs, mine),
        };
        name && (self.port.is_none() || self.port == other.port)
    }
}

impl fmt::Display for HostRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.name, self.port) {
            (Name::Exactly(name), Some(_)) if name.contains(':') => write!(f, "[{name}]")?,
            (Name::Exactly(name), _) => f.write_str(name)?,
            (Name::Below(domain), _) => write!(f, "*.{domain}")?,
        }
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

/// The host and the port, if there is one. An IPv6 address without brackets has more than one colon and no port.
fn split(text: &str) -> (&str, Option<&str>) {
    if let Some((host, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return match rest.strip_prefix(':') {
            Some(port) => (host, Some(port)),
            None if rest.is_empty() => (host, None),
            // What follows the bracket makes it no host.
            None => ("", None),
        };
    }
    match text.split_once(':') {
        Some((host, port)) if !port.contains(':') => (host, Some(port)),
        _ => (text, None),
    }
}

/// A host in the one form in which it is compared.
fn plain(host: &str) -> String {
    let host = host.strip_prefix('[').unwrap_or(host);
    let host = host.strip_suffix(']').unwrap_or(host);
    match host.parse::<Ipv6Addr>() {
        Ok(address) => address.to_string(),
        Err(_) => host.strip_suffix('.').unwrap_or(host).to_lowercase(),
    }
}

fn is_below(host: &str, domain: &str) -> bool {
    let before = host.strip_suffix(domain);
    before.is_some_and(|before| before.len() > 1 && before.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::HostRule;

    #[track_caller]
    fn check(rule: &str, host: &str, port: u16, expect: bool) {
        let rule = HostRule::parse(rule).expect("a rule");
        assert_eq!(rule.allows(host, port), expect);
    }

    #[test]
    fn hosts_are_compared_by_name_and_port() {
        check("example.org", "example.org", 80, true);
        check("example.org", "example.org", 8080, true);
        check("Example.ORG", "eXample.org", 80, true);
        check("example.org.", "example.org", 80, true);
        check("example.org", "example.org.", 80, true);
        check("example.org", "www.example.org", 80, false);
        check("example.org", "example.org.evil.net", 80, false);
        check("example.org", "notexample.org", 80, false);
        check("example.org:8080", "example.org", 8080, true);
        check("example.org:8080", "example.org", 80, false);
        check("*.example.org", "www.example.org", 443, true);
        check("*.example.org", "a.b.example.org", 443, true);
        check("*.example.org", "example.org", 443, false);
        check("*.example.org", ".example.org", 443, false);
        check("*.example.org", "notexample.org", 443, false);
        check("*.example.org:443", "www.example.org", 80, false);
        check("127.0.0.1", "127.0.0.1", 1, true);
        check("127.0.0.1", "127.0.0.11", 1, false);
        check("[::1]:80", "::1", 80, true);
        check("[::1]:80", "[::1]", 80, true);
        check("[::1]:80", "[::1]", 81, false);
        check("::1", "[0:0:0:0:0:0:0:1]", 81, true);
        check("[::1]", "::2", 81, false);
    }

    #[track_caller]
    fn check_refused(rule: &str, expect: &str) {
        assert_eq!(HostRule::parse(rule).unwrap_err(), expect);
    }

    #[test]
    fn what_is_no_host_is_refused() {
        check_refused("", "'' is no host such as example.org or *.example.org");
        check_refused("*", "'*' is no host such as example.org or *.example.org");
        check_refused("*.", "'*.' is no host such as example.org or *.example.org");
        check_refused(
            "a.*.b",
            "'a.*.b' is no host such as example.org or *.example.org",
        );
        check_refused(
            "[::1]x",
            "'[::1]x' is no host such as example.org or *.example.org",
        );
        check_refused("a:b", "'b' in 'a:b' is no port: 1 to 65535 are");
        check_refused("a:0", "'0' in 'a:0' is no port: 1 to 65535 are");
        check_refused("a:65536", "'65536' in 'a:65536' is no port: 1 to 65535 are");
        let url = "'http://a/' must be a host such as example.org:8080, not a URL";
        check_refused("http://a/", url);
    }

    #[track_caller]
    fn check_covers(rule: &str, other: &str, expect: bool) {
        let rules = [rule, other].map(|rule| HostRule::parse(rule).expect("a rule"));
        assert_eq!(rules[0].covers(&rules[1]), expect);
    }

    #[test]
    fn a_rule_may_cover_another() {
        check_covers("a.org", "a.org", true);
        check_covers("a.org", "a.org:80", true);
        check_covers("a.org:80", "a.org", false);
        check_covers("*.org", "a.org:80", true);
        check_covers("*.org", "*.a.org", true);
        check_covers("*.a.org", "*.org", false);
        check_covers("a.org", "*.a.org", false);
    }

    #[test]
    fn a_rule_is_shown_as_it_can_be_given() {
        for rule in [
            "a.org",
            "a.org:80",
            "*.a.org:80",
            "[::1]:80",
            "::1",
            "127.0.0.1:1",
        ] {
            assert_eq!(HostRule::parse(rule).expect("a rule").to_string(), rule);
        }
    }
}
