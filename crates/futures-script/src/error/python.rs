//! What Python calls things that are called otherwise here.

/// What a Python reader may have meant by a function or method that does not exist.
pub(crate) fn function_hint(name: &str) -> Option<&'static str> {
    Some(match name {
        "str" => "`x.to_string()` or `${x}` in backticks makes a text",
        "float" => "`parse_float(text)` reads a number, `n.to_float()` converts one",
        "input" => "`read_line()` reads a line",
        "open" => {
            "`read_text(path)`, `read_lines(path)` and `write_text(path, text)` read and write files"
        }
        "getenv" | "environ" => "`env(name)` is a variable of the environment",
        "listdir" | "scandir" => "`list_dir(path)` lists a directory",
        "mkdir" | "makedirs" => "`make_dir(path)` makes a directory",
        "unlink" => "`remove_file(path)` removes a file",
        "rmdir" | "rmtree" => "`remove_dir(path)` removes a directory",
        "copyfile" | "copy" => "`copy_file(from, to)` copies a file",
        "loads" | "load" => "`parse_json(text)` and `read_json(path)` read JSON",
        "dumps" | "dump" => "`to_json(value)` and `write_json(path, value)` write JSON",
        "type" | "isinstance" => "`type_of(x)` names a type",
        "ThreadPoolExecutor" | "Executor" => "pools are made with `thread_pool(n)`",
        "ProcessPoolExecutor" => "pools of processes are made with `process_pool(n)`",
        "Thread" => "threads are made with `thread_of(f)` or `start_thread(f)`",
        "append" | "add" => "values are added with `push(value)`",
        "upper" => "the method is `to_upper()`",
        "lower" => "the method is `to_lower()`",
        "pow" => "a power is written `2 ** 3`",
        "time" | "monotonic" | "perf_counter" => "`now()` is the time in seconds",
        "any" => "the method is `items.some(|x| …)`",
        "all" => "the method is `items.all(|x| …)`",
        "rand" | "randint" | "uniform" => {
            "`random()` and `random(least, most)` give numbers by chance"
        }
        "startswith" => "the method is `starts_with(text)`",
        "endswith" => "the method is `ends_with(text)`",
        "items" => "maps have `keys()` and `values()`",
        "apply_async" | "apply" => "the method is `submit(f, …)`",
        "assert" => "write `check(condition, \"…\")`",
        "dict" => "maps are written `#{name: value}`",
        "length" | "size" => "the method is `len()`",
        "set_result" | "set_exception" => "a future ends with its task",
        _ => return None,
    })
}

/// What may have been meant by a method `name` that values of type `receiver` do not have.
pub(crate) fn method_hint(name: &str, receiver: &str) -> Option<&'static str> {
    Some(match (receiver, name) {
        ("Results" | "AsCompleted" | "Lines", _) => "`to_array()` makes an array of it",
        ("Queue", "empty") => "the method is `is_empty()`",
        ("Queue", "full") => "the method is `is_full()`",
        ("Queue", "get_nowait") => "`get(0)` does not wait",
        ("Queue", "put_nowait") => "`put(value, 0)` does not wait",
        ("Atomic", "sub" | "decrement" | "fetch_sub") => "`add(-n)` subtracts",
        ("Queue", "pop" | "take") => "values are taken with `get()`",
        ("Queue", "push" | "append" | "add") => "values are added with `put(value)`",
        ("Lock", "lock") => "a lock is taken with `acquire()`, or by `with lock { … }`",
        ("Lock", "unlock") => "a lock is given back with `release()`",
        ("Future", "then" | "map" | "add_callback") => "the method is `add_done_callback(f)`",
        ("Future", "get" | "join" | "wait") => "the method is `result()`",
        ("ThreadPool" | "ProcessPool", "close" | "join") => "the method is `shutdown()`",
        ("ThreadPool", "terminate_workers" | "kill_workers") => {
            "only processes can be ended, those of a `process_pool(n)`"
        }
        ("ProcessPool", "terminate") => "the method is `terminate_workers()`",
        ("ProcessPool", "kill") => "the method is `kill_workers()`",
        ("Atomic", "increment" | "fetch_add") => "the method is `add(n)`",
        _ => return None,
    })
}

/// What may have been meant by a property `name` that values of type `owner` do not have.
pub(crate) fn property_hint(name: &str, owner: &str) -> Option<&'static str> {
    Some(match (owner, name) {
        ("Atomic" | "Cell", "value") => "its value is `get()`",
        ("Response", "status_code") => "it is called `status`",
        ("Response", "content") => "its body is `text()` or `bytes()`",
        _ => return None,
    })
}

/// What a Python reader may have meant by a variable or module that does not exist.
pub(crate) fn variable_hint(name: &str) -> Option<&'static str> {
    Some(match name {
        "None" | "none" => "nothing is written `()`",
        "True" | "TRUE" => "write `true`",
        "False" | "FALSE" => "write `false`",
        "self" => "the value of a method call is `this`",
        "pass" => "an empty block is written `{ }`",
        "time" => "`sleep(seconds)` and `now()` are built in",
        "math" => "its functions are built in: `sqrt(x)`, `floor(x)`, `PI()`",
        "sys" => "`ARGS` and `exit(code)` are built in",
        "os" => {
            "`env(name)`, `list_dir(path)`, `join_path(a, b)`, `cpu_count()` and the like are built in"
        }
        "requests" | "urllib" | "httpx" => {
            "`http_get(url)` and `http_post(url, body)` are built in"
        }
        "json" => "`parse_json(text)`, `to_json(value)` and `read_json(path)` are built in",
        "csv" => "`read_csv(path)` and `write_csv(path, rows)` are built in",
        "re" => {
            "`regex_search(pattern, text)`, `regex_replace(pattern, to, text)` and the like are built in"
        }
        "subprocess" => "`run_command(program, args)` is built in",
        "pathlib" | "shutil" => {
            "`read_text(path)`, `copy_file(from, to)`, `file_name(path)` and the like are built in"
        }
        "hashlib" => "`sha256(text)` and `sha256_file(path)` are built in",
        "random" => "`random()` and `random(least, most)` are built in",
        "logging" => "`log.info(text)` is built in",
        "threading" => "`lock()`, `event()`, `thread_of(f)` and the like are built in",
        "queue" => "`queue(size)` is built in",
        "asyncio" => "`gather(futures)` and `to_thread(f)` are built in",
        "concurrent" | "futures" | "executor" => "`thread_pool(n)` and the like are built in",
        "functools" | "itertools" => "closures, `zip()` and `enumerate()` are built in",
        "ThreadPoolExecutor" => "pools are made with `thread_pool(n)`",
        "ProcessPoolExecutor" | "multiprocessing" => {
            "pools of processes are made with `process_pool(n)`"
        }
        _ => return None,
    })
}

/// What a Python reader may have meant by importing `name`.
pub(crate) fn import_hint(name: &str) -> Option<&'static str> {
    let is_module = name.starts_with(|char: char| char.is_ascii_lowercase());
    variable_hint(name).filter(|_| is_module)
}

/// What may have been meant by a call of the function `name` with a first argument of type `receiver`, which does not fit.
pub(crate) fn argument_hint(name: &str, receiver: &str) -> Option<&'static str> {
    Some(match (name, receiver) {
        ("print", _) => "several values are put into one text, `${a} ${b}` in backticks",
        ("int", "string") => "`parse_int(text)` reads a number",
        ("format", _) => "such as `format(3.14159, \".2\")`",
        ("log", "string") => "the log is written with `log.info(text)`",
        ("join", "string") => "the items come first, `items.join(\", \")`",
        ("get", "map") => "`map.key ?? 0` is a value or, where there is none, another one",
        ("shutdown", "ThreadPool") => {
            "Python's arguments are a map: `shutdown(#{wait: false, cancel_futures: true})`"
        }
        ("thread_pool" | "process_pool", "integer") => {
            "with options the number is one of them, `#{max_workers: 4, …}`"
        }
        ("gather", _) => "the futures are given as one array, `gather([f, g])`",
        ("debug" | "info" | "warning" | "error" | "log_debug", "Log") => {
            "values are put into the text, `n is ${n}` in backticks"
        }
        ("set", "array") => {
            "there are no sets; `items.dedup()` leaves out what is equal to the item before it, and `sort()` brings it there"
        }
        ("append", "array") => "single values are added with `push(value)`",
        _ => return None,
    })
}

/// How a value of type `name` is made a condition.
pub(super) fn condition_hint(name: &str) -> Option<&'static str> {
    Some(match name {
        "array" | "map" | "string" | "blob" | "Queue" | "List" => "is it empty? ask `is_empty()`",
        "integer" | "float" | "i64" | "f64" => "compare it, as in `x != 0`",
        "()" => "compare it, as in `x != ()`",
        _ => return None,
    })
}

/// What may have been meant by an operator on a value of type `name`.
pub(super) fn operand_hint(name: &str) -> Option<&'static str> {
    Some(match name {
        "Future" => "the value of a Future is `result()`",
        "Cell" => "a Cell has `get()` and `set(value)`",
        "Atomic" => "an Atomic has `get()` and `add(n)`",
        "()" => "`()` stands for nothing: perhaps a function returned no value",
        _ => return None,
    })
}
