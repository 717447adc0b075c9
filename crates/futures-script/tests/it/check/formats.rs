//! Findings for programs: JSON and SARIF, read back and compared with what their descriptions demand.

use futures_script::Code;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::check::command::{RESULTS, check, files};

fn printed(name: &str, format: &str, scripts: &[(&str, &str)], arguments: &[&str]) -> String {
    let folder = files(name, scripts);
    let output = check(&folder, &[&[format], arguments].concat());
    String::from_utf8(output.stdout).unwrap()
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn json() {
    let text = printed(
        "check-json",
        "--format=json",
        &[("results.rhai", RESULTS)],
        &["results.rhai"],
    );
    assert_snapshot!(text, @r#"
    {
      "version": 1,
      "findings": [
        {
          "file": "results.rhai",
          "code": "captured-assignment",
          "severity": "error",
          "message": "the task changes `results`, of which it has only a read-only copy",
          "label": "the task fails here",
          "start": {
            "line": 3,
            "column": 33
          },
          "end": {
            "line": 3,
            "column": 44
          },
          "notes": [
            {
              "message": "this starts the task",
              "start": {
                "line": 3,
                "column": 23
              },
              "end": {
                "line": 3,
                "column": 28
              }
            },
            {
              "message": "`results` is made outside of the task",
              "start": {
                "line": 1,
                "column": 5
              },
              "end": {
                "line": 1,
                "column": 11
              }
            }
          ],
          "help": "let the task return its value, and use that outside; or share: `let results = list();` is an array that all share: `results.push(x)`, `results.to_array()`"
        },
        {
          "file": "results.rhai",
          "code": "result-not-taken",
          "severity": "warning",
          "message": "nobody takes the result of this task; `with` waits for its end, and looks no further",
          "label": "what it returns is lost",
          "start": {
            "line": 4,
            "column": 10
          },
          "end": {
            "line": 4,
            "column": 15
          },
          "notes": [],
          "help": "keep the future, `let f = …`, and ask it: `f.result()` gives what the task returns, or throws what it throws"
        }
      ],
      "unreadable": [],
      "summary": {
        "files": 1,
        "errors": 1,
        "warnings": 1
      }
    }
    "#);
}

#[test]
fn json_has_the_same_keys_whatever_is_found() {
    let keys =
        |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    let scripts = [
        ("bad.rhai", "let x = [1;\n"),
        ("good.rhai", "print(1);\n"),
        ("results.rhai", RESULTS),
    ];
    let all = parsed(&printed("check-keys", "--format=json", &scripts, &["."]));
    let none = parsed(&printed(
        "check-keys",
        "--format=json",
        &scripts,
        &["good.rhai"],
    ));
    assert_eq!(keys(&all), ["findings", "summary", "unreadable", "version"]);
    assert_eq!(keys(&none), keys(&all));
    assert_eq!(none["findings"], json!([]));
    assert_eq!(
        none["summary"],
        json!({"errors": 0, "files": 1, "warnings": 0})
    );
    let findings = all["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 3);
    for found in findings {
        assert_eq!(
            keys(found),
            [
                "code", "end", "file", "help", "label", "message", "notes", "severity", "start"
            ]
        );
        assert_eq!(keys(&found["start"]), ["column", "line"]);
        for note in found["notes"].as_array().unwrap() {
            assert_eq!(keys(note), ["end", "message", "start"]);
        }
    }
    let unread = parsed(&printed(
        "check-keys",
        "--format=json",
        &scripts,
        &["nope.rhai"],
    ));
    assert_eq!(
        unread["unreadable"],
        json!(["cannot read nope.rhai: there is no such file"])
    );
}

#[test]
fn sarif() {
    let text = printed(
        "check-sarif",
        "--format=sarif",
        &[("sub dir/results.rhai", RESULTS)],
        &["."],
    );
    let mut log = parsed(&text);
    // What there is to say of each code is not repeated here.
    let rules = &mut log["runs"][0]["tool"]["driver"]["rules"];
    rules.as_array_mut().unwrap().truncate(1);
    rules[0]["help"] = json!("…");
    rules[0]["fullDescription"] = json!("…");
    log["runs"][0]["tool"]["driver"]["semanticVersion"] = json!("…");
    assert_snapshot!(serde_json::to_string_pretty(&log).unwrap(), @r#"
    {
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "runs": [
        {
          "columnKind": "utf16CodeUnits",
          "invocations": [
            {
              "executionSuccessful": true,
              "toolExecutionNotifications": []
            }
          ],
          "originalUriBaseIds": {
            "%SRCROOT%": {
              "description": {
                "text": "The folder in which futures check was started."
              }
            }
          },
          "results": [
            {
              "level": "error",
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "sub%20dir/results.rhai",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "endColumn": 46,
                      "endLine": 3,
                      "startColumn": 34,
                      "startLine": 3
                    }
                  }
                }
              ],
              "message": {
                "text": "the task changes `results`, of which it has only a read-only copy\nlet the task return its value, and use that outside; or share: `let results = list();` is an array that all share: `results.push(x)`, `results.to_array()`"
              },
              "relatedLocations": [
                {
                  "id": 1,
                  "message": {
                    "text": "this starts the task"
                  },
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "sub%20dir/results.rhai",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "endColumn": 30,
                      "endLine": 3,
                      "startColumn": 24,
                      "startLine": 3
                    }
                  }
                },
                {
                  "id": 2,
                  "message": {
                    "text": "`results` is made outside of the task"
                  },
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "sub%20dir/results.rhai",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "endColumn": 12,
                      "endLine": 1,
                      "startColumn": 5,
                      "startLine": 1
                    }
                  }
                }
              ],
              "ruleId": "captured-assignment",
              "ruleIndex": 14
            },
            {
              "level": "warning",
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "sub%20dir/results.rhai",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "endColumn": 16,
                      "endLine": 4,
                      "startColumn": 10,
                      "startLine": 4
                    }
                  }
                }
              ],
              "message": {
                "text": "nobody takes the result of this task; `with` waits for its end, and looks no further\nkeep the future, `let f = …`, and ask it: `f.result()` gives what the task returns, or throws what it throws"
              },
              "ruleId": "result-not-taken",
              "ruleIndex": 12
            }
          ],
          "tool": {
            "driver": {
              "name": "futures check",
              "rules": [
                {
                  "defaultConfiguration": {
                    "level": "error"
                  },
                  "fullDescription": "…",
                  "help": "…",
                  "id": "syntax-error",
                  "properties": {
                    "problem.severity": "error",
                    "tags": [
                      "futures"
                    ]
                  },
                  "shortDescription": {
                    "text": "The text is not a script."
                  }
                }
              ],
              "semanticVersion": "…"
            }
          }
        }
      ],
      "version": "2.1.0"
    }
    "#);
}

/// What the standard demands of the objects that are used here, by its sections, and what code hosts demand beyond it.
#[test]
fn sarif_is_as_the_standard_has_it() {
    let scripts = [
        ("a.rhai", RESULTS),
        ("b.rhai", "let x = [1;\n"),
        ("good.rhai", "print(1);\n"),
    ];
    for paths in [
        &["."][..],
        &["good.rhai"],
        &["nope.rhai", "a.rhai"],
        &["../check-standard/a.rhai"],
    ] {
        let log = parsed(&printed(
            "check-standard",
            "--format=sarif",
            &scripts,
            paths,
        ));
        assert_eq!(log["version"], "2.1.0");
        assert!(
            log["$schema"]
                .as_str()
                .unwrap()
                .ends_with("sarif-2.1.0.json")
        );
        let [run] = log["runs"].as_array().unwrap().as_slice() else {
            panic!("one run");
        };
        let rules = check_tool(&run["tool"]["driver"]);
        assert_eq!(run["columnKind"], "utf16CodeUnits");
        // Absent would mean that nobody has looked, and null that nobody could.
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.is_empty(), paths == ["good.rhai"]);
        for result in results {
            check_result(result, &rules);
        }
        let [invocation] = run["invocations"].as_array().unwrap().as_slice() else {
            panic!("one invocation");
        };
        let notifications = invocation["toolExecutionNotifications"].as_array().unwrap();
        assert_eq!(
            notifications.len(),
            usize::from(paths.contains(&"nope.rhai"))
        );
        assert_eq!(invocation["executionSuccessful"], notifications.is_empty());
        for notification in notifications {
            text(&notification["message"]["text"]);
        }
    }
}

/// The identifiers of the rules.
fn check_tool(driver: &Value) -> Vec<String> {
    text(&driver["name"]);
    let version = driver["semanticVersion"].as_str().unwrap();
    assert_eq!(version.split('.').count(), 3);
    let rules = driver["rules"].as_array().unwrap();
    assert_eq!(rules.len(), Code::all().len());
    let check_rule = |rule: &Value| {
        text(&rule["shortDescription"]["text"]);
        text(&rule["fullDescription"]["text"]);
        text(&rule["help"]["text"]);
        text(&rule["help"]["markdown"]);
        level(&rule["defaultConfiguration"]["level"]);
        let short = rule["shortDescription"]["text"].as_str().unwrap();
        let full = rule["fullDescription"]["text"].as_str().unwrap();
        assert!(
            short.len() <= 1024 && full.len() <= 1024,
            "a limit of code hosts"
        );
        rule["id"].as_str().unwrap().to_owned()
    };
    let mut ids: Vec<String> = rules.iter().map(check_rule).collect();
    let all = ids.clone();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all.len(), "the id of a rule is unique");
    all
}

fn check_result(result: &Value, rules: &[String]) {
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(result["ruleId"], rules[index]);
    level(&result["level"]);
    text(&result["message"]["text"]);
    let [location] = result["locations"].as_array().unwrap().as_slice() else {
        panic!("one location");
    };
    check_location(location);
    let related = result["relatedLocations"].as_array();
    for (index, location) in related.into_iter().flatten().enumerate() {
        assert_eq!(location["id"], index + 1);
        text(&location["message"]["text"]);
        check_location(location);
    }
}

fn check_location(location: &Value) {
    let place = &location["physicalLocation"];
    let uri = place["artifactLocation"]["uri"].as_str().unwrap();
    let is_of_uri = |char: char| char.is_ascii_alphanumeric() || "-._~/%:".contains(char);
    assert!(uri.chars().all(is_of_uri), "{uri}");
    match place["artifactLocation"]["uriBaseId"].as_str() {
        Some(base) => {
            assert_eq!(base, "%SRCROOT%");
            assert!(
                !uri.starts_with('/') && !uri.split('/').any(|part| part == ".."),
                "{uri}"
            );
        }
        None => assert!(uri.starts_with("file:///"), "{uri}"),
    }
    let number = |key: &str| place["region"][key].as_u64().unwrap();
    let first = (number("startLine"), number("startColumn"));
    let last = (number("endLine"), number("endColumn"));
    assert!(first.0 >= 1 && first.1 >= 1);
    assert!(
        first < last,
        "a region has an end behind its last character"
    );
}

fn text(value: &Value) {
    assert!(
        value.as_str().is_some_and(|text| !text.is_empty()),
        "{value}"
    );
}

fn level(value: &Value) {
    assert!(
        ["error", "warning"].contains(&value.as_str().unwrap()),
        "{value}"
    );
}

/// The columns of the line with `ä` and `😀` in it, as JSON and SARIF count them.
#[test]
fn columns_are_characters_in_json_and_units_of_utf_16_in_sarif() {
    let scripts = [("results.rhai", RESULTS)];
    let json = parsed(&printed(
        "check-columns",
        "--format=json",
        &scripts,
        &["results.rhai"],
    ));
    let sarif = parsed(&printed(
        "check-columns",
        "--format=sarif",
        &scripts,
        &["results.rhai"],
    ));
    let line = RESULTS.lines().nth(2).unwrap();
    let before: String = line.split("results.push").next().unwrap().to_owned();
    let found = &json["findings"][0];
    assert_eq!(found["code"], "captured-assignment");
    assert_eq!(
        found["start"],
        json!({"line": 3, "column": before.chars().count() + 1})
    );
    assert_eq!(
        found["end"]["column"],
        json!(before.chars().count() + "results.push".len())
    );
    let region = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    let units = before.encode_utf16().count();
    assert_eq!(region["startColumn"], json!(units + 1));
    assert_eq!(region["endColumn"], json!(units + "results.push".len() + 1));
}
