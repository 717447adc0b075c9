//! The options of `futures run`.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use futures_script::timeline::Recorder;
use futures_script::{Answers, Builder, Interpreter, LogLevel, Simulation, closest};

use crate::again::quoted;
use crate::allowed::Allowed;
use crate::simulation::Simulated;

/// How a script is to be run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Options {
    pub(crate) allow_unretrieved: bool,
    /// What the script may do outside.
    pub(crate) allowed: Allowed,
    /// What the network and commands say in a simulation.
    pub(crate) answers: Option<CannedAnswers>,
    /// Certificates of authorities to be trusted, as PEM, and the options that named them.
    pub(crate) ca_certs: Vec<CaCert>,
    pub(crate) log_level: LogLevel,
    pub(crate) max_operations: Option<u64>,
    /// Is what tasks print shown when they end, task by task?
    pub(crate) is_grouped: bool,
    pub(crate) quick: bool,
    pub(crate) quiet: bool,
    pub(crate) timeline: Option<Timeline>,
    pub(crate) timeout: Option<Duration>,
    /// The file for what they say in the real world.
    pub(crate) record_answers: Option<PathBuf>,
    /// How it is simulated, if it is.
    pub(crate) simulated: Option<Simulated>,
}

/// A file of answers that has been read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CannedAnswers {
    path: PathBuf,
    answers: Answers,
}

impl CannedAnswers {
    /// The option as it can be typed into a shell.
    pub(crate) fn word(&self) -> String {
        quoted(&format!("--answers={}", self.path.display()))
    }
}

/// A file of certificates that has been read and looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CaCert {
    path: PathBuf,
    pem: Vec<u8>,
}

impl CaCert {
    /// The option as it can be typed into a shell.
    pub(crate) fn word(&self) -> String {
        quoted(&format!("--ca-cert={}", self.path.display()))
    }
}

/// Where a picture of the run goes, and as what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timeline {
    /// As text to standard output.
    Text,
}

impl Options {
    /// What they are called, without the hyphens.
    pub(crate) const NAMES: [&str; 24] = [
        "allow-all",
        "allow-env",
        "allow-header",
        "allow-net",
        "allow-read",
        "allow-run",
        "allow-unretrieved",
        "allow-write",
        "answers",
        "ca-cert",
        "help",
        "log-level",
        "max-operations",
        "max-steps",
        "output",
        "quick",
        "quiet",
        "record-answers",
        "replay",
        "scheduler",
        "sim",
        "sim-log",
        "timeline",
        "timeout",
    ];

    /// Those of every command that runs scripts.
    pub(crate) const SHARED: [&str; 15] = [
        "allow-all",
        "allow-env",
        "allow-header",
        "allow-net",
        "allow-read",
        "allow-run",
        "allow-unretrieved",
        "allow-write",
        "answers",
        "ca-cert",
        "log-level",
        "max-operations",
        "quick",
        "quiet",
        "timeout",
    ];

    /// Those that say what scripts may do and how much, for a process of our own.
    pub(crate) fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        if self.allow_unretrieved {
            words.push("--allow-unretrieved".to_owned());
        }
        if self.log_level != LogLevel::default() {
            let level = self.log_level.to_string().to_lowercase();
            words.push(format!("--log-level={level}"));
        }
        if let Some(most) = self.max_operations {
            words.push(format!("--max-operations={most}"));
        }
        if self.is_grouped {
            words.push("--output=grouped".to_owned());
        }
        if self.quick {
            words.push("--quick".to_owned());
        }
        words.extend(self.allowed.given());
        let ca_certs = self.ca_certs.iter();
        words.extend(ca_certs.map(|ca_cert| format!("--ca-cert={}", ca_cert.path.display())));
        words
    }

    /// What a simulated run is to be run with.
    pub(crate) fn simulation(&self) -> Simulation {
        self.simulated.clone().unwrap_or_default().simulation()
    }

    /// Reads a file of answers.
    pub(crate) fn set_answers(&mut self, path: PathBuf) -> Result<(), String> {
        let shown = path.display();
        let json = fs::read_to_string(&path)
            .map_err(|error| format!("--answers: cannot read '{shown}': {error}"))?;
        let answers = Answers::parse(&json)
            .map_err(|error| format!("--answers: '{shown}': {}", error.message()))?;
        self.answers = Some(CannedAnswers { path, answers });
        Ok(())
    }

    /// Reads a file of certificates.
    pub(crate) fn set_ca_cert(&mut self, path: PathBuf) -> Result<(), String> {
        let pem = fs::read(&path)
            .map_err(|error| format!("--ca-cert: cannot read '{}': {error}", path.display()))?;
        let trusted = Interpreter::builder().trust(&pem);
        if let Err(error) = trusted {
            return Err(format!(
                "--ca-cert: '{}': {}",
                path.display(),
                error.message()
            ));
        }
        self.ca_certs.push(CaCert { path, pem });
        Ok(())
    }

    pub(crate) fn set_log_level(&mut self, name: &str) -> Result<(), String> {
        let known = ["debug", "info", "warning", "error", "off"];
        self.log_level = LogLevel::from_name(name).ok_or_else(|| {
            let hint = match closest(name, known) {
                Some(meant) => format!("; did you mean '{meant}'?"),
                None => ": it is debug, info, warning, error or off".to_owned(),
            };
            format!("unknown log level '{name}'{hint}")
        })?;
        Ok(())
    }

    /// A whole number, perhaps with underscores as in scripts.
    pub(crate) fn set_max_operations(&mut self, number: &str) -> Result<(), String> {
        let most = number
            .replace('_', "")
            .parse()
            .ok()
            .filter(|most| *most > 0);
        if most.is_none() {
            return Err(format!(
                "--max-operations must be a whole number above 0, not '{number}'"
            ));
        }
        self.max_operations = most;
        Ok(())
    }

    pub(crate) fn set_output(&mut self, how: &str) -> Result<(), String> {
        self.is_grouped = match how {
            "lines" => false,
            "grouped" => true,
            _ => return Err(format!("--output must be lines or grouped, not '{how}'")),
        };
        Ok(())
    }

    pub(crate) fn set_timeline(&mut self, target: &str) -> Result<(), String> {
        if target != "-" {
            return Err(format!(
                "--timeline must be -, for text on standard output, not '{target}'"
            ));
        }
        self.timeline = Some(Timeline::Text);
        Ok(())
    }

    pub(crate) fn set_timeout(&mut self, seconds: &str) -> Result<(), String> {
        let number: Option<f64> = seconds.parse().ok();
        let time = number.and_then(|number| Duration::try_from_secs_f64(number).ok());
        let time = time.filter(|time| !time.is_zero());
        if time.is_none() {
            return Err(format!(
                "--timeout must be a number of seconds above 0, not '{seconds}'"
            ));
        }
        self.timeout = time;
        Ok(())
    }

    /// Applies them to an interpreter that is being made; `recorder` is for the picture, if one is wanted.
    pub(crate) fn configure(&self, mut builder: Builder, recorder: &Recorder) -> Builder {
        builder = builder
            .log_level(self.log_level)
            .permissions(self.allowed.permissions.clone());
        if let Some(canned) = &self.answers {
            builder = builder.answers(canned.answers.clone());
        }
        for ca_cert in &self.ca_certs {
            // It was tried when it was read.
            builder = match builder.trust(&ca_cert.pem) {
                Ok(builder) => builder,
                Err(_) => unreachable!("the certificates have been looked at"),
            };
        }
        if self.quiet {
            builder = builder.complaints(|_| {});
        }
        if self.is_grouped {
            builder = builder.group_output();
        }
        if self.quick {
            builder = builder.quick();
        }
        if self.allow_unretrieved {
            builder = builder.allow_unretrieved();
        }
        if let Some(most) = self.max_operations {
            builder = builder.max_operations(most);
        }
        if self.timeline.is_some() {
            builder = builder.recorder(recorder);
        }
        if let Some(time) = self.timeout {
            builder = builder.time_limit(time);
        }
        builder
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn times_and_numbers() {
        for wrong in ["", "x", "-1", "0", "nan", "inf", "1e300", "1s"] {
            let mut options = Options::default();
            assert_eq!(
                options.set_timeout(wrong),
                Err(format!(
                    "--timeout must be a number of seconds above 0, not '{wrong}'"
                ))
            );
            assert_eq!(options.timeout, None);
        }
        for wrong in ["", "x", "-1", "0", "1.5", "99999999999999999999"] {
            let mut options = Options::default();
            assert_eq!(
                options.set_max_operations(wrong),
                Err(format!(
                    "--max-operations must be a whole number above 0, not '{wrong}'"
                ))
            );
        }
    }

    #[test]
    fn pictures() {
        for wrong in ["", "out.svg", "stdout", "text"] {
            let mut options = Options::default();
            assert_eq!(
                options.set_timeline(wrong),
                Err(format!(
                    "--timeline must be -, for text on standard output, not '{wrong}'"
                ))
            );
            assert_eq!(options.timeline, None);
        }
    }

    #[test]
    fn levels() {
        #[track_caller]
        fn check(name: &str, expect: &str) {
            let mut options = Options::default();
            assert_eq!(options.set_log_level(name), Err(expect.to_owned()));
        }
        check(
            "loud",
            "unknown log level 'loud': it is debug, info, warning, error or off",
        );
        check(
            "warnign",
            "unknown log level 'warnign'; did you mean 'warning'?",
        );
    }
}
