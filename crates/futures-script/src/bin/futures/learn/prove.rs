//! `futures learn test`: proves a course, for those who write it.

use std::process::ExitCode;

use futures_core::host;
use pool_thread::ThreadPool;

use crate::arguments::ProveCourse;
use crate::learn::command::{Desk, Done, NOT_YET, say};
use crate::learn::course::{CHECKS, Course, Exercise, SOLUTIONS, WRONG};
use crate::learn::info::INFO;
use crate::learn::names;
use crate::learn::paint::Paint;
use crate::learn::place::Work;
use crate::learn::proof::{Proof, prove};
use crate::learn::trouble::Trouble;

pub(crate) fn test(desk: &Desk, what: &ProveCourse) -> Done {
    if let Work::Copy(folder) = &desk.place.work {
        return Err(Trouble::with_help(
            format!(
                "{} is a learner's copy, and `test` is for the course itself",
                folder.display()
            ),
            "`futures learn verify` tries your scripts; `futures learn --course DIR test` proves a course",
        ));
    }
    let course = &desk.place.course;
    let paint = Paint::for_output();
    let exercises: Vec<Exercise> = if what.names.is_empty() {
        course.exercises.clone()
    } else {
        let named = what
            .names
            .iter()
            .map(|name| names::meant(course, name).cloned());
        named.collect::<Result<_, _>>()?
    };
    let files = course.files().list()?;
    let mut faults = Vec::new();
    if what.names.is_empty() {
        faults = faults_of_course(course, &files);
    }
    for fault in &faults {
        say(&format!("{} {fault}", paint.bad("✗")));
    }
    let proofs = prove_all(desk, what, exercises, files, |proof| {
        if let Some(told) = told(proof, what, paint) {
            say(&told);
        }
    })?;
    if desk.stops.is_stopped() {
        return Ok(desk.interrupted());
    }
    let n_faulty = proofs
        .iter()
        .filter(|proof| !proof.faults.is_empty())
        .count();
    let n_proved = proofs.len() - n_faulty;
    let exercises = match proofs.len() {
        1 => "1 exercise".to_owned(),
        several => format!("{several} exercises"),
    };
    say(&match (n_faulty, faults.len()) {
        (0, 0) => paint.good(&format!("{exercises}, all proved")),
        (0, _) => paint.bad(&format!(
            "{exercises}, all proved, but the course has faults"
        )),
        _ => paint.bad(&format!(
            "{exercises}, {n_proved} proved, {n_faulty} with faults"
        )),
    });
    let is_good = n_faulty + faults.len() == 0;
    Ok(ExitCode::from(if is_good { 0 } else { NOT_YET }))
}

/// Proves exercises, so many at once, and tells of them in their order.
fn prove_all(
    desk: &Desk,
    what: &ProveCourse,
    exercises: Vec<Exercise>,
    files: Vec<String>,
    tell: impl Fn(&Proof),
) -> Result<Vec<Proof>, Trouble> {
    let pool = ThreadPool::builder()
        .max_workers(what.jobs.unwrap_or_else(host::cpus))
        .thread_name_prefix("proof")
        .build()
        .map_err(|error| Trouble::new(error.to_string()))?;
    let (course, stops) = (desk.place.course.clone(), desk.stops.clone());
    let prove = move |exercise: Exercise| prove(&course, &exercise, &files, &stops);
    let mut all = Vec::new();
    for proof in pool.map(prove, exercises) {
        let proof =
            proof.map_err(|error| Trouble::new(format!("the test itself failed: {error}")))?;
        if desk.stops.is_stopped() {
            break;
        }
        tell(&proof);
        all.push(proof);
    }
    Ok(all)
}

/// What is wrong with the course as a whole.
fn faults_of_course(course: &Course, files: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    if course.exercises.is_empty() {
        faults.push(format!("{INFO} names no exercise"));
    }
    for (chapter, title) in course.chapters.iter().enumerate() {
        if !course.exercises.iter().any(|it| it.chapter == chapter) {
            faults.push(format!("the chapter `{title}` of {INFO} has no exercises"));
        }
    }
    for path in files {
        let (folder, name) = path.split_once('/').unwrap_or(("", path));
        let name = match folder {
            CHECKS | SOLUTIONS => name.strip_suffix(".rhai"),
            WRONG => name.split('/').next(),
            _ => None,
        };
        if let Some(name) = name
            && course.number(name) == 0
        {
            faults.push(format!("{path} belongs to no exercise of {INFO}"));
        }
    }
    faults
}

/// What is said of a proof, if anything.
fn told(proof: &Proof, what: &ProveCourse, paint: Paint) -> Option<String> {
    let mut lines = Vec::new();
    if proof.faults.is_empty() {
        if what.quiet && !what.words {
            return None;
        }
        lines.push(format!(
            "{} {}: {} wrong ones rejected, the solution holds in {} orders and on real threads",
            paint.good("✓"),
            proof.name,
            proof.n_wrong,
            proof.schedules
        ));
    } else {
        lines.push(format!("{} {}", paint.bad("✗"), proof.name));
        for fault in &proof.faults {
            lines.extend(fault.lines().map(|line| format!("    {line}")));
        }
    }
    if what.words {
        lines.extend(proof.words.lines().map(|line| format!("    {line}")));
    }
    Some(lines.join("\n"))
}
