//! The programs on the book's page about embedding, compiled and run as tests of documentation.

#![doc = include_str!("../../../docs/embedding.md")]
