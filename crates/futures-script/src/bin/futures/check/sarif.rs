//! Findings for code hosts and editors: SARIF 2.1.0, a standard of OASIS.

use std::env;
use std::path::{Component, Path};

use futures_script::{Code, Finding, Span};
use serde_json::{Value, json};

use crate::check::command::Report;
use crate::check::json::{name_of, written};
use crate::check::place;
use crate::script::Script;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What relative paths begin at: where the sources were checked out, as code hosts call it.
const ROOT: &str = "%SRCROOT%";

/// Everything as one run.
pub(crate) fn report(all: &Report) -> String {
    let results: Vec<Value> = all
        .findings()
        .map(|(script, it)| result(script, it))
        .collect();
    let troubles: Vec<Value> = all
        .unreadable
        .iter()
        .map(|it| json!({"level": "error", "message": {"text": it.why}}))
        .collect();
    written(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "futures check",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": Code::all().iter().copied().map(rule).collect::<Vec<_>>(),
            }},
            "invocations": [{
                "executionSuccessful": troubles.is_empty(),
                "toolExecutionNotifications": troubles,
            }],
            "originalUriBaseIds": {
                ROOT: {"description": {"text": "The folder in which futures check was started."}},
            },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    }))
}

fn rule(code: Code) -> Value {
    let explanation = code.explanation();
    let (meaning, reason) = (explanation.meaning(), explanation.reason());
    let (example, mended) = (explanation.example(), explanation.mended());
    let help = format!("{meaning}\n\n{reason}");
    let markdown = format!(
        "{help}\n\n```rhai\n{example}\n```\n\nMended:\n\n```rhai\n{mended}\n```\n\n{}",
        code.silenced_by()
    );
    json!({
        "id": code.name(),
        "shortDescription": {"text": explanation.summary()},
        "fullDescription": {"text": meaning},
        "help": {"text": help, "markdown": markdown},
        "defaultConfiguration": {"level": name_of(code.severity())},
        "properties": {"problem.severity": name_of(code.severity()), "tags": ["futures"]},
    })
}

fn result(script: &Script, finding: &Finding) -> Value {
    let index = Code::all().iter().position(|code| *code == finding.code());
    let text = match finding.help() {
        Some(help) => format!("{}\n{help}", finding.message()),
        None => finding.message().to_owned(),
    };
    let related: Vec<Value> = finding
        .notes()
        .iter()
        .enumerate()
        .map(|(index, note)| {
            let mut location = location(script, note.span());
            location["id"] = json!(index + 1);
            location["message"] = json!({"text": note.words()});
            location
        })
        .collect();
    let mut result = json!({
        "ruleId": finding.code().name(),
        "ruleIndex": index,
        "level": name_of(finding.severity()),
        "message": {"text": text},
        "locations": [location(script, finding.span())],
    });
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    result
}

fn location(script: &Script, span: Span) -> Value {
    let column = |line, column| place::utf16_column(&script.text, line, column);
    let (first_line, last_line) = (span.first_line(), span.last_line());
    json!({"physicalLocation": {
        "artifactLocation": artifact(script),
        "region": {
            "startLine": first_line,
            "startColumn": column(first_line, span.first_column()),
            "endLine": last_line,
            // The standard's end is behind the last character.
            "endColumn": column(last_line, span.last_column() + 1),
        },
    }})
}

fn artifact(script: &Script) -> Value {
    let path = Path::new(&script.name);
    let here = env::current_dir().unwrap_or_default();
    let relative = path.strip_prefix(&here).unwrap_or(path);
    let is_below = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if script.is_from_input || is_below {
        return json!({"uri": uri(relative), "uriBaseId": ROOT});
    }
    let whole = path.canonicalize().unwrap_or_else(|_| here.join(path));
    json!({"uri": format!("file://{}", uri(&whole))})
}

/// The path with slashes, and with everything encoded that means something in a URI.
fn uri(path: &Path) -> String {
    let mut text = String::new();
    for part in path.components() {
        match part {
            Component::CurDir => continue,
            Component::RootDir => {
                text.push('/');
                continue;
            }
            _ if !text.is_empty() && !text.ends_with('/') => text.push('/'),
            _ => {}
        }
        for byte in part.as_os_str().as_encoded_bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    text.push(char::from(*byte));
                }
                byte => text += &format!("%{byte:02X}"),
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::uri;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri(Path::new("./a/b.rhai")), "a/b.rhai");
        assert_eq!(uri(Path::new("a b/ä:%.rhai")), "a%20b/%C3%A4%3A%25.rhai");
        assert_eq!(uri(Path::new("/a/b")), "/a/b");
        assert_eq!(uri(Path::new("<stdin>")), "%3Cstdin%3E");
    }
}
