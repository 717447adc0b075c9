//! `--seeds`: a script must hold under many simulated schedules, and print the same lines.

use crate::test::case::{MOST_LINES, Plan, answers, input, said};
use crate::test::child::{Start, Why};
use crate::test::find::Case;
use crate::test::header::{Header, Input, Mode};
use crate::test::lines::Line;
use crate::test::running::Running;
use crate::test::snapshot::Snapshot;
use crate::test::verdict::{Failure, Tested, Verdict};

/// Runs the script under so many schedules, after its test has come to `verdict`.
pub(crate) fn hold(
    plan: &Plan,
    case: &Case,
    header: &Header,
    n_seeds: u64,
    running: &Running,
    tested: &mut Tested,
    verdict: Verdict,
) -> Result<Verdict, Failure> {
    if header.mode == Mode::Explored {
        return Ok(verdict);
    }
    if let Some(code @ 1..) = header.exit {
        tested.not_simulated = Some(format!("it is meant to end with exit code {code}"));
        return Ok(verdict);
    }
    let mut words = vec!["explore".to_owned(), format!("--seeds={n_seeds}")];
    // The lines of a script that asks for input stand behind its questions, of which a search has none.
    let has_no_input = header.input == Input::Text(String::new());
    if header.mode != Mode::Sim && has_no_input {
        let snapshot = Snapshot::of(&case.path);
        let path = snapshot.path().to_string_lossy().into_owned();
        words.push(format!("--expect={path}"));
    }
    words.extend(answers(case, header));
    words.extend(plan.script(case, header));
    // A run that never ends fails by the number of its steps, so the search needs no limit of its own.
    let start = Start {
        words,
        input: input(case, header),
        limit: None,
    };
    let ended = start.run(running);
    let ended = ended
        .map_err(|error| Failure::new(format!("it could not be simulated: {error}"), Vec::new()))?;
    tested.time += ended.time;
    if ended.why == Why::Interrupted {
        return Ok(Verdict::NotRun);
    }
    if ended.why == Why::ByItself && ended.status.is_some_and(|status| status.success()) {
        return Ok(verdict);
    }
    if let Some(why) = cannot_be_simulated(&ended.stderr) {
        tested.not_simulated = Some(why);
        return Ok(verdict);
    }
    let mut lines = said(&ended.stdout, MOST_LINES);
    if !ended.stderr.is_empty() {
        lines.push(Line::remark("--- stderr"));
        lines.extend(said(&ended.stderr, MOST_LINES));
    }
    Err(Failure::new("fails in a simulated schedule", lines))
}

/// The message of a script that asks for something outside that no simulation has: a server, or another program.
fn cannot_be_simulated(stderr: &str) -> Option<String> {
    let rest = stderr.split_once("error[PermissionError]: ")?.1;
    let message = rest.lines().next()?;
    message
        .contains(" in a simulation")
        .then(|| message.to_owned())
}
