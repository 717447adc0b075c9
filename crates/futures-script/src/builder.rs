//! What an interpreter is made with.

use std::fmt;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rhai::{Engine, Variant};
use timeline::Recorder;

use crate::budget::Limits;
use crate::complaint::Complaint;
use crate::handles::HandleTypes;
use crate::input::{Input, InputOf};
use crate::interpreter::Interpreter;
use crate::known::Vocabulary;
use crate::log_level::LogLevel;
use crate::modules::ImportFrom;
use crate::output::{self, Output};
use crate::outside::Permissions;
use crate::reference::Entry;
use crate::remote::Clock;
use crate::settings::{Settings, Size, Unretrieved};
use crate::{ending, engine};

/// Makes an [`Interpreter`].
#[must_use = "a builder makes nothing before `build`"]
pub struct Builder {
    arguments: Vec<String>,
    pub(crate) settings: Settings,
    handles: HandleTypes,
    extensions: Vec<engine::Extension>,
    pub(crate) entries: Vec<&'static [Entry]>,
}

impl Builder {
    /// One that changes nothing.
    pub(crate) fn new() -> Self {
        Builder {
            arguments: Vec::new(),
            settings: Settings {
                vocabulary: Arc::default(),
                input: InputOf::default(),
                output: Output::default(),
                groups: None,
                complaints: Arc::new(output::complain),
                patience: ending::PATIENCE,
                limits: Limits::default(),
                log_level: LogLevel::default(),
                permissions: Arc::default(),
                answers: None,
                recording: None,
                roots: Arc::default(),
                import_from: ImportFrom::default(),
                unretrieved: Unretrieved::Fails,
                size: Size::Full,
                clock: Clock::default(),
                recorder: None,
                process: None,
            },
            handles: HandleTypes::default(),
            extensions: Vec::new(),
            entries: Vec::new(),
        }
    }

    /// What scripts find in `ARGS`.
    pub fn arguments(mut self, arguments: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arguments = arguments.into_iter().map(Into::into).collect();
        self
    }

    /// Where `print` goes: called with one line at a time, without its end, on the thread that prints. What
    /// `read_line` asks comes as a line too, and what a task in a process prints on a thread of its pool.
    ///
    /// By default that is standard output, to which each line goes at once. If nobody reads it any more, the script is
    /// stopped and fails with [`ScriptErrorKind::BrokenPipe`](crate::ScriptErrorKind::BrokenPipe).
    pub fn output(mut self, output: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.settings.output = Output::To(Arc::new(output));
        self
    }

    /// Holds back what a task, a thread or a callback prints until it ends, and prints it in one piece then, below its
    /// name. What the script itself prints is printed at once, and so are the log and complaints.
    ///
    /// Nothing is lost if a task fails or is killed. At most 16 MiB are held back for all tasks together; if there is
    /// more, a task is shown as far as it has come.
    ///
    /// ```
    /// use std::sync::{Arc, Mutex};
    ///
    /// let printed = Arc::new(Mutex::new(Vec::new()));
    /// let lines = printed.clone();
    /// futures_script::Interpreter::builder()
    ///     .output(move |text| lines.lock().unwrap().push(text.to_owned()))
    ///     .group_output()
    ///     .build()
    ///     .execute("groups", "to_thread(|| { print(1); print(2); }).result(); print(3);")
    ///     .unwrap();
    /// assert_eq!(*printed.lock().unwrap(), ["task 1:\n  1\n  2", "3"]);
    /// ```
    pub fn group_output(mut self) -> Self {
        self.settings.groups = Some(Arc::default());
        self
    }

    /// Where `read_line` reads; by default standard input, which all interpreters of a process share.
    ///
    /// It is read on a thread of its own, from the first `read_line` on, so that a read that blocks can be
    /// interrupted. The thread ends with the input, or stays in its last read.
    pub fn input(mut self, input: impl Read + Send + 'static) -> Self {
        self.settings.input = InputOf::AllRuns(Arc::new(Input::new(Box::new(input))));
        self
    }

    /// As [`input`](Self::input), for runs that each have an input of their own: `open` is called at the first
    /// `read_line` of each.
    pub fn input_for_each_run(
        mut self,
        open: impl Fn() -> Box<dyn Read + Send> + Send + Sync + 'static,
    ) -> Self {
        self.settings.input = InputOf::EachRun(Arc::new(open));
        self
    }

    /// Lets scripts import files below `folder`, `import "lib/words" as words;`, where the path begins at the file that
    /// imports, and a script itself is taken to be in `folder`. By default nothing can be imported.
    ///
    /// What leads out of the folder is refused: `..`, absolute paths and symbolic links. The files are read when a script
    /// begins, each once, and no other permission is needed for that.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("import_from-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder).unwrap();
    /// std::fs::write(folder.join("words.rhai"), "fn count(text) { text.split().len() }").unwrap();
    /// let interpreter = futures_script::Interpreter::builder().import_from(&folder).build();
    /// let n_words = interpreter.run("words", r#"
    ///     import "words" as words;
    ///     with thread_pool(2) as pool { pool.submit(words::count, "to be or not").result() }
    /// "#);
    /// assert_eq!(n_words.unwrap().as_int(), Ok(4));
    /// # std::fs::remove_dir_all(&folder).unwrap();
    /// ```
    pub fn import_from(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.import_from = ImportFrom::Folder(folder.into());
        self
    }

    /// How long a run may take. One that takes longer is stopped, and fails with
    /// [`ScriptErrorKind::TimedOut`](crate::ScriptErrorKind::TimedOut).
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.settings.limits.time = Some(limit);
        self
    }

    /// How many operations all threads of a run together may do: about one for each operator, call and statement.
    ///
    /// A run that does more is stopped, and fails with
    /// [`ScriptErrorKind::Limit`](crate::ScriptErrorKind::Limit). Each process of a `process_pool` counts
    /// its own, and stops the run when it has done as many. Counting takes time, the more the
    /// more threads count at once.
    pub fn max_operations(mut self, most: u64) -> Self {
        self.settings.limits.operations = Some(most);
        self
    }

    /// Where everything goes that no code of the script is there to hear, such as the failure of a callback: called
    /// with one [`Complaint`] at a time, on the thread that has it.
    ///
    /// By default they are written to standard error. A program may show them in its own way:
    ///
    /// ```
    /// use std::sync::{Arc, Mutex};
    ///
    /// let kinds = Arc::new(Mutex::new(Vec::new()));
    /// let seen = kinds.clone();
    /// let interpreter = futures_script::Interpreter::builder()
    ///     .complaints(move |complaint| {
    ///         seen.lock().unwrap().extend(complaint.error().map(|error| error.kind_name()));
    ///     })
    ///     .build();
    /// interpreter.run("call back", "to_thread(|| 1).add_done_callback(|f| f.result() / 0);").unwrap();
    /// assert_eq!(*kinds.lock().unwrap(), ["ArithmeticError"]);
    /// ```
    pub fn complaints(mut self, complaints: impl Fn(&Complaint) + Send + Sync + 'static) -> Self {
        self.settings.complaints = Arc::new(complaints);
        self
    }

    /// How long the end of a block or a script that has failed may wait for its tasks before that is told, by a
    /// [`Complaint::Waiting`]; by default a second.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.settings.patience = patience;
        self
    }

    /// Which lines of the script's log are written, to where [`complaints`](Self::complaints) go; by default
    /// [`LogLevel::Info`] and what is more important.
    pub fn log_level(mut self, level: LogLevel) -> Self {
        self.settings.log_level = level;
        self
    }

    /// What scripts may do outside of themselves: read and write files, connect, run commands, see the environment.
    ///
    /// By default nothing, and each refusal is a `PermissionError`. The same holds in the processes of a `process_pool`.
    pub fn permissions(mut self, permissions: Permissions) -> Self {
        self.settings.permissions = Arc::new(permissions);
        self
    }

    /// Lets a script end well though tasks have failed and nobody has asked for their results. They are still reported.
    pub fn allow_unretrieved(mut self) -> Self {
        self.settings.unretrieved = Unretrieved::IsReported;
        self
    }

    /// Makes `scaled(full, quick)` the second of the two, so that a test need not wait for a lesson in full size.
    pub fn quick(mut self) -> Self {
        self.settings.size = Size::Quick;
        self
    }

    /// Who hears what happens in the pools, threads and tasks of a script, for a picture of it:
    ///
    /// ```
    /// use futures_script::timeline::{Recorder, Text};
    ///
    /// let recorder = Recorder::new();
    /// let interpreter = futures_script::Interpreter::builder().recorder(&recorder).build();
    /// interpreter.run("squares", "with thread_pool(2) as pool { pool.map(|n| n * n, 1..9).to_array() }").unwrap();
    /// println!("{}", Text::new().draw(&recorder.timeline()));
    /// ```
    ///
    /// `sleep` counts as work, since that is what it stands for in a lesson; other waits are waits. If a run is stopped,
    /// the picture ends there. A recorder is for one run; of several it makes one picture.
    pub fn recorder(mut self, recorder: &Recorder) -> Self {
        self.settings.recorder = Some(recorder.clone());
        self
    }

    /// Adds functions and types of the embedding program.
    ///
    /// They may be called from any thread. One that blocks should do so through [`futures_core::host`].
    /// The engine's hooks (`on_print`, `on_progress`, `on_var` …) and limits are taken; changing them breaks the language.
    pub fn register(mut self, extension: impl FnOnce(&mut Engine) + 'static) -> Self {
        self.extensions.push(Box::new(extension));
        self
    }

    /// Says that clones of a `T` are one and the same object, as an `Arc` inside makes them.
    ///
    /// A value of such a type stays usable from all tasks that have captured it, and its methods may block. Values of
    /// other types are cloned for each task.
    pub fn handle_type<T: Variant + Clone>(mut self) -> Self {
        self.handles.add::<T>();
        self
    }

    /// Makes the interpreter.
    pub fn build(self) -> Interpreter {
        let mut vocabulary = Vocabulary {
            handles: self.handles,
            arguments: self.arguments,
            constants: Vec::new(),
            entries: self.entries,
        };
        let engine = engine::build(&mut vocabulary, self.extensions);
        let settings = Settings {
            vocabulary: Arc::new(vocabulary),
            ..self.settings
        };
        Interpreter::made_of(Arc::new(engine), settings)
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("arguments", &self.arguments)
            .finish_non_exhaustive()
    }
}
