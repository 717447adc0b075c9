//! The kinds of errors: what throws them, and what to do.

use crate::reference::Entry;

pub(super) const ENTRIES: &[Entry] = &[
    Entry::error_kind(&["Thrown"], "The script threw something that has no kind of its own, such as a text.")
        .details("`e.value` is what was thrown. `throw error(\"MyKind\", \"…\")` gives it a kind.")
        .python("Exception"),
    Entry::error_kind(&["SyntaxError"], "The text is no script: something is missing, or cannot stand where it stands.")
        .details("It is found before the script begins, so none of it has run.")
        .python("SyntaxError"),
    Entry::error_kind(&["TypeError"], "A value of the wrong type, an operation that its type does not have, or the wrong number of arguments.")
        .details("`()` in the message means that there is no value: a function that returned nothing, or a key that the map lacks.")
        .python("TypeError"),
    Entry::error_kind(&["ValueError"], "A value of the right type that is not acceptable, such as `thread_pool(0)` or `parse_int(\"x\")`.")
        .python("ValueError"),
    Entry::error_kind(&["NameError"], "An unknown variable or function.")
        .details("A function sees no variables but its own, and constants as `global::NAME`.")
        .python("NameError"),
    Entry::error_kind(&["ImportError"], "A file that cannot be imported: it is not there, leads out of the folder of the script, or imports itself.")
        .details("It is found before the script begins, so none of it has run.")
        .python("ImportError")
        .see(&["import"]),
    Entry::error_kind(&["AttributeError"], "A method or a property that the value does not have.")
        .details("`futures api TYPE` lists those that it has.")
        .python("AttributeError"),
    Entry::error_kind(&["IndexError"], "An index outside of an array, a text or a blob.")
        .details("`get(index)` gives `()` there instead.")
        .python("IndexError"),
    Entry::error_kind(&["ArithmeticError"], "A whole number that grows larger than 64 bits, or is divided by zero.")
        .details("Floats have `inf` instead.")
        .python("ZeroDivisionError, OverflowError"),
    Entry::error_kind(&["ReadOnlyError"], "A change to a constant, or to what a task has captured.")
        .details("The change would be lost, since captures are copies: return the value, or share a `cell`, `list` or `atomic`."),
    Entry::error_kind(&["RecursionError"], "Calls more than 500 levels deep, or a value that is nested too deeply to be copied or compared.")
        .python("RecursionError"),
    Entry::error_kind(&["LimitError"], "A limit of the run was exceeded, such as `--max-operations`.")
        .details("No script can catch it."),
    Entry::error_kind(&["DataRaceError"], "A method that changes a variable, and the closure given to it, want it at the same time.")
        .details("`let copy = xs;` before it helps: `xs.retain(|x| x < copy.len())`."),
    Entry::error_kind(&["CheckFailed"], "Something does not hold that the script has checked.")
        .python("AssertionError")
        .see(&["check"]),
    Entry::error_kind(&["BrokenBarrierError"], "A barrier that not all will reach: somebody has given up.")
        .python("threading.BrokenBarrierError")
        .see(&["barrier"]),
    Entry::error_kind(&["Empty"], "Nothing came into a queue in time.").python("queue.Empty").see(&["queue"]),
    Entry::error_kind(&["Full"], "No room came free in a queue in time.").python("queue.Full").see(&["queue"]),
    Entry::error_kind(&["Unretrieved"], "The script ended well, but tasks have failed and nobody has asked for their results.")
        .details("Ask for `f.result()`, or for `f.exception()` if you do not care; `--allow-unretrieved` only reports them."),
    Entry::error_kind(&["Exit"], "The result of a task that has called `exit`.").python("SystemExit").see(&["exit"]),
    Entry::error_kind(&["Interrupted"], "The task was killed; or the script was stopped from outside, as by Ctrl-C.")
        .details("What stops the whole script cannot be caught.")
        .python("KeyboardInterrupt")
        .see(&["Future.kill"]),
    Entry::error_kind(&["TimedOut"], "The run took longer than it may: `--timeout`.").details("No script can catch it."),
    Entry::error_kind(&["BrokenPipeError"], "Nobody reads any more what the script prints.")
        .details("No script can catch it. The command ends well then, since whoever read had enough.")
        .python("BrokenPipeError"),
    Entry::error_kind(&["SystemError"], "Something that the operating system refuses or the place does not have: no thread to be had, input that cannot be read.")
        .python("OSError, SystemError"),
    Entry::error_kind(&["CancelledError"], "The result of a task that was cancelled before it began.")
        .python("concurrent.futures.CancelledError")
        .see(&["Future.cancel"]),
    Entry::error_kind(&["TimeoutError"], "A wait gave up; the task goes on.")
        .details("`f.cancel()` if it should not begin any more, `f.kill()` if it should end.")
        .python("TimeoutError")
        .see(&["Future.result"]),
    Entry::error_kind(&["TaskTimeout"], "The task ran longer than the `task_timeout` of its process pool, and was ended.")
        .see(&["process_pool"]),
    Entry::error_kind(&["Panic"], "A function of the program behind the script has panicked, which is a mistake in that program."),
    Entry::error_kind(&["TaskFailed"], "A task of the program behind the script has returned an error of its own."),
    Entry::error_kind(&["BrokenExecutor"], "The pool can run nothing any more: its processes died one after the other, or were ended.")
        .python("BrokenProcessPool"),
    Entry::error_kind(&["Abandoned"], "Whoever was to deliver the result is gone without one."),
    Entry::error_kind(&["DeadlockError"], "Tasks that wait for each other in a circle; or nobody in the script can ever go on.")
        .details("The first can be caught where the circle closes. The second ends the script, with a report of who waits for what."),
    Entry::error_kind(&["WorkerDied"], "The process that ran the task died: a crash, a signal, too much memory.")
        .details("Other tasks go on. `on_crash` of the pool says whether such a task is tried again.")
        .python("BrokenProcessPool")
        .see(&["process_pool"]),
    Entry::error_kind(&["PicklingError"], "A value cannot travel to another process or back: a lock, a future, a queue.")
        .details("The message says where in the value it is. Give the task numbers, texts, arrays, maps or functions.")
        .python("pickle.PicklingError"),
    Entry::error_kind(&["ShutDown"], "`submit` after `shutdown`, or after the end of the pool's `with`.").python("RuntimeError"),
    Entry::error_kind(&["QueueFull"], "The pool takes no more tasks than it has room for."),
    Entry::error_kind(
        &["PermissionError"],
        "Something outside that the script may not do: it was not allowed, or the operating system refuses it.",
    )
    .details("The message names the option of `futures run` that would allow it, such as `--allow-read=data/x.csv`.")
    .python("PermissionError"),
    Entry::error_kind(&["FileNotFoundError"], "There is no such file or folder.")
        .python("FileNotFoundError"),
    Entry::error_kind(&["FileExistsError"], "There is one already, where a new one was to be made.")
        .python("FileExistsError"),
    Entry::error_kind(&["IsADirectoryError"], "A folder stands where a file is wanted.")
        .python("IsADirectoryError"),
    Entry::error_kind(&["NotADirectoryError"], "A file stands where a folder is wanted.")
        .python("NotADirectoryError"),
    Entry::error_kind(
        &["OSError"],
        "The operating system refuses something for another reason: the disk is full, a program cannot be started.",
    )
    .python("OSError"),
    Entry::error_kind(
        &["ConnectionError"],
        "A server could not be reached, or broke off in the midst of its answer.",
    )
    .details("To try again after a while often helps.")
    .python("ConnectionError"),
    Entry::error_kind(
        &["HTTPError"],
        "`raise_for_status()` of an answer that says that the request failed: a status from 400 on.",
    )
    .python("requests.HTTPError"),
    Entry::error_kind(
        &["CalledProcessError"],
        "A command that was run with `check: true` ended with another code than 0.",
    )
    .details("The message has the code and the last lines of its standard error.")
    .python("subprocess.CalledProcessError")
    .see(&["run_command"]),
];
