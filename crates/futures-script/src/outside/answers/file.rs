//! What stands in a file of answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::text::Text;

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) requests: Vec<KnownRequest>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) commands: Vec<KnownCommand>,
}

/// A request, and what is answered to it one time after the other; the last answer stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KnownRequest {
    #[serde(default = "get")]
    pub(super) method: String,
    pub(super) url: String,
    /// Any body, if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<Text>,
    pub(super) answers: Vec<RequestAnswer>,
}

fn get() -> String {
    "GET".to_owned()
}

/// One answer to a request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RequestAnswer {
    /// 200, unless it says something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    /// Where it came from in the end, if that is somewhere else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub(crate) body: Text,
    /// That there is no answer, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<Mishap>,
    /// What the error says, unless it is as usual.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
    /// How much virtual time it takes.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) seconds: f64,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Mishap {
    Timeout,
    Connection,
}

/// A command, and what comes of it one time after the other; the last answer stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KnownCommand {
    /// The program and its arguments.
    pub(super) command: Vec<String>,
    /// Any input, if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) input: Option<Text>,
    pub(super) answers: Vec<CommandAnswer>,
}

/// What comes of a command once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct CommandAnswer {
    #[serde(skip_serializing_if = "is_nought")]
    pub(crate) code: i32,
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub(crate) stdout: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub(crate) stderr: Text,
    /// That it does not end in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<Late>,
    /// How much virtual time it takes.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) seconds: f64,
}

/// That a command does not end in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Late {
    Timeout,
}

fn is_zero(seconds: &f64) -> bool {
    *seconds == 0.0
}

fn is_nought(code: &i32) -> bool {
    *code == 0
}
