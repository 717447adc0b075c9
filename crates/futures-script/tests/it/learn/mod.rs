//! `futures learn`: courses, as learners and those who write them see them.

/// What `futures learn test` says of a course.
mod proving;
/// The folders with courses that these tests need.
mod support;
