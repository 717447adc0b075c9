//! The sections of the reference, in the order in which one reads them.

/// A section of the reference, which is also a page of `docs/reference`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Statements and words of the language.
    Language,
    /// Pools of threads and of processes.
    Pools,
    /// Futures, and waiting for them.
    Futures,
    /// Threads by hand.
    Threads,
    /// What threads and tasks share.
    Sharing,
    /// Errors as values.
    Errors,
    /// The kinds of errors.
    ErrorKinds,
    /// What tests of scripts are made of.
    Testing,
    /// What a script prints, reads and logs.
    Output,
    /// Files and folders.
    Files,
    /// Values as text: JSON and CSV.
    Data,
    /// HTTP.
    Http,
    /// Other programs, the environment and the machine.
    System,
    /// Time and chance.
    Time,
    /// Whole numbers and floats.
    Numbers,
    /// True and false, comparisons.
    Logic,
    /// Texts.
    Strings,
    /// Arrays.
    Arrays,
    /// Maps.
    Maps,
    /// Ranges, and what `for` walks through.
    Ranges,
    /// Arrays of bytes.
    Blobs,
    /// Functions as values.
    Functions,
    /// Types of values, and conversions.
    Types,
}

impl Section {
    /// All sections, in order.
    pub const ALL: [Section; 23] = [
        Section::Language,
        Section::Pools,
        Section::Futures,
        Section::Threads,
        Section::Sharing,
        Section::Errors,
        Section::ErrorKinds,
        Section::Testing,
        Section::Output,
        Section::Files,
        Section::Data,
        Section::Http,
        Section::System,
        Section::Time,
        Section::Numbers,
        Section::Logic,
        Section::Strings,
        Section::Arrays,
        Section::Maps,
        Section::Ranges,
        Section::Blobs,
        Section::Functions,
        Section::Types,
    ];

    /// The word for it, on the command line and in the name of its page.
    pub fn word(self) -> &'static str {
        self.said().0
    }

    /// Its title.
    pub fn title(self) -> &'static str {
        self.said().1
    }

    /// What is in it, in a sentence.
    pub fn summary(self) -> &'static str {
        self.said().2
    }

    fn said(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Section::Language => (
                "language",
                "The language",
                "Statements and words: how scripts are written.",
            ),
            Section::Pools => (
                "pools",
                "Pools",
                "Workers that tasks are given to: threads of this process, or other processes.",
            ),
            Section::Futures => (
                "futures",
                "Futures",
                "Results that are perhaps not there yet, and how to wait for one or many.",
            ),
            Section::Threads => (
                "threads",
                "Threads",
                "Threads that a script starts by hand.",
            ),
            Section::Sharing => (
                "sharing",
                "Sharing",
                "What tasks and threads share: locks, queues, lists, cells and their like. Each stays one object, \
                 however often it is captured or copied.",
            ),
            Section::Errors => ("errors", "Errors", "What is thrown and caught."),
            Section::ErrorKinds => (
                "error-kinds",
                "Kinds of errors",
                "What `e.kind` may be: what throws an error of each kind, and what to do about it.",
            ),
            Section::Testing => (
                "testing",
                "Testing",
                "Checks by which a script tests its own answers.",
            ),
            Section::Output => (
                "output",
                "Output and input",
                "What a script prints, logs and reads, and how it ends itself.",
            ),
            Section::Files => (
                "files",
                "Files",
                "Files and folders, which a script may use as far as it is allowed to.",
            ),
            Section::Data => (
                "data",
                "JSON, CSV and checksums",
                "Values as text, and texts as values.",
            ),
            Section::Http => (
                "http",
                "HTTP",
                "Requests to servers, as far as they are allowed.",
            ),
            Section::System => (
                "system",
                "The system",
                "Other programs, the environment and the machine.",
            ),
            Section::Time => (
                "time",
                "Time and chance",
                "Clocks, sleep and random numbers.",
            ),
            Section::Numbers => (
                "numbers",
                "Numbers",
                "Whole numbers of 64 bits, and floats.",
            ),
            Section::Logic => (
                "logic",
                "Comparisons and logic",
                "`true`, `false`, and what compares values.",
            ),
            Section::Strings => (
                "strings",
                "Strings",
                "Texts, which are rows of characters, and single characters.",
            ),
            Section::Arrays => ("arrays", "Arrays", "Rows of values, Python's lists."),
            Section::Maps => (
                "maps",
                "Maps",
                "Values by name, Python's dictionaries with strings as keys, in the order of the keys.",
            ),
            Section::Ranges => (
                "ranges",
                "Ranges and iteration",
                "Whole numbers in a row, and what works on everything that `for` walks through.",
            ),
            Section::Blobs => ("blobs", "Blobs", "Rows of bytes, Python's `bytearray`."),
            Section::Functions => (
                "functions",
                "Functions as values",
                "Closures and function values.",
            ),
            Section::Types => (
                "types",
                "Types",
                "Which types there are, and how to ask for one.",
            ),
        }
    }
}
