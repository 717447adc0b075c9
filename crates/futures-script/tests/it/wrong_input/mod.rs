//! Wrong input, and what the language says to it: each message word for word, one file for each noun.

mod arguments;
mod captures;
mod caught;
mod futures;
mod imports;
mod names;
mod numbers;
mod pools;
mod python_habits;
mod python_words;
mod sharing;
mod silence;
mod syntax;
mod throwing;
mod unheard;
mod waiting;
