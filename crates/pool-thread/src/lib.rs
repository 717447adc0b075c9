//! A thread pool with the whole of Python's `ThreadPoolExecutor`.
