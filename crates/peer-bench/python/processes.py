"""One measurement of a process pool in Python: `processes.py PEER ROW WORKERS full|quick` prints `key<TAB>value` lines.

A file of its own: the workers of `spawn` and of loky read it again.
"""
import concurrent.futures
import faulthandler
import multiprocessing
import os
import signal
import statistics
import sys
import time

TIME_LIMIT = 120
REPETITIONS = 3
CHUNK_SIZE = 1000
TIMES = 10
LIMIT = 0.05
MEBIBYTE = 1 << 20


def increment(number):
    return number + 1


def identity(value):
    return value


def process_number(_):
    return os.getpid()


def hang(_):
    time.sleep(1000)


class Executor:
    """What follows `concurrent.futures`."""

    can_go_on = False

    def __init__(self, make):
        self.executor = make()

    def submit(self, function, argument):
        return self.executor.submit(function, argument)

    def wait(self, call):
        return call.result()

    def map_chunks(self, function, items):
        return self.executor.map(function, items, chunksize=CHUNK_SIZE)

    def close(self):
        self.executor.shutdown()


class Multiprocessing:
    can_go_on = False

    def __init__(self, n_workers):
        self.pool = multiprocessing.get_context("fork").Pool(n_workers)

    def submit(self, function, argument):
        return self.pool.apply_async(function, (argument,))

    def wait(self, call):
        return call.get()

    def map_chunks(self, function, items):
        return self.pool.map(function, items, chunksize=CHUNK_SIZE)

    def close(self):
        self.pool.close()
        self.pool.join()


class Pebble:
    can_go_on = True

    def __init__(self, n_workers):
        import pebble

        self.pool = pebble.ProcessPool(max_workers=n_workers, context=multiprocessing.get_context("fork"))

    def submit(self, function, argument, timeout=None):
        return self.pool.schedule(function, args=(argument,), timeout=timeout)

    def wait(self, call):
        return call.result()

    def map_chunks(self, function, items):
        return self.pool.map(function, items, chunksize=CHUNK_SIZE).result()

    def close(self):
        self.pool.stop()
        self.pool.join()


def start(peer, n_workers):
    if peer == "multiprocessing.Pool":
        return Multiprocessing(n_workers)
    if peer == "pebble":
        return Pebble(n_workers)
    if peer == "loky":
        import loky

        return Executor(lambda: loky.ProcessPoolExecutor(n_workers))
    context = multiprocessing.get_context(peer.split()[1])
    return Executor(lambda: concurrent.futures.ProcessPoolExecutor(n_workers, mp_context=context))


def timed(n_units, run):
    """The median nanoseconds per unit of each part that `run` times, after one run to warm up."""
    run()
    times = [run() for _ in range(REPETITIONS)]
    return [statistics.median(part) / n_units for part in zip(*times)]


def calls(pool, tasks):
    n_calls = tasks(10_000)

    def run():
        begin = time.perf_counter_ns()
        under_way = [pool.submit(increment, number) for number in range(n_calls)]
        submitted = time.perf_counter_ns() - begin
        assert sum(pool.wait(call) for call in under_way) == n_calls * (n_calls + 1) // 2
        return [time.perf_counter_ns() - begin, submitted]

    total, submit = timed(n_calls, run)
    return {"total": total, "submit": submit}


def chunks(pool, tasks):
    n_items = tasks(1_000_000)

    def run():
        begin = time.perf_counter_ns()
        assert sum(pool.map_chunks(increment, range(n_items))) == n_items * (n_items + 1) // 2
        return [time.perf_counter_ns() - begin]

    return {"total": timed(n_items, run)[0]}


def round_trip(pool, tasks):
    n_trips = tasks(5_000)
    times = []
    for trip in range(n_trips + n_trips // 10):
        begin = time.perf_counter_ns()
        pool.wait(pool.submit(increment, 1))
        times.append(time.perf_counter_ns() - begin)
    times = sorted(times[n_trips // 10:])
    return {"median": statistics.median(times), "p99": times[int((n_trips - 1) * 0.99)]}


def payload(pool, size):
    data = bytes(size)
    times = []
    for trip in range(21 if size == MEBIBYTE else 4):
        begin = time.perf_counter_ns()
        assert len(pool.wait(pool.submit(identity, data))) == size
        times.append(size / (time.perf_counter_ns() - begin))
    return {"vector": statistics.median(times[1:])}


def first_result(peer, n_workers):
    times = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        pool = start(peer, n_workers)
        pool.wait(pool.submit(increment, 1))
        times.append((time.perf_counter() - begin) * 1e3)
        pool.close()
    return {"first": statistics.median(times)}


def deaths(peer, key):
    errors, nexts = [], []
    pool = start(peer, 1)
    for _ in range(TIMES):
        worker = pool.wait(pool.submit(process_number, None))
        call = pool.submit(hang, None)
        time.sleep(0.05)
        begin = time.perf_counter()
        os.kill(worker, signal.SIGKILL)
        try:
            pool.wait(call)
        except Exception:
            errors.append((time.perf_counter() - begin) * 1e3)
        if not pool.can_go_on:
            # It is broken: whoever wants another result must make a new one.
            pool.close()
            pool = start(peer, 1)
        pool.wait(pool.submit(increment, 1))
        nexts.append((time.perf_counter() - begin) * 1e3)
    pool.close()
    return {key: statistics.median({"error": errors, "next": nexts}[key])}


def lateness(pool):
    times = []
    for _ in range(TIMES):
        pool.wait(pool.submit(increment, 1))
        begin = time.perf_counter()
        try:
            pool.wait(pool.submit(hang, None, LIMIT))
        except TimeoutError:
            times.append((time.perf_counter() - begin - LIMIT) * 1e3)
    return {"late": statistics.median(times)}


def measure(peer, row, n_workers, tasks):
    if row == "P4":
        return first_result(peer, n_workers)
    if row in ("P5", "P5n"):
        return deaths(peer, {"P5": "error", "P5n": "next"}[row])
    pool = start(peer, n_workers)
    assert pool.wait(pool.submit(increment, 1)) == 2
    rows = {
        "P1": lambda: calls(pool, tasks),
        "P1c": lambda: chunks(pool, tasks),
        "P2": lambda: round_trip(pool, tasks),
        "P3s": lambda: payload(pool, MEBIBYTE),
        "P3": lambda: payload(pool, 64 * MEBIBYTE),
        "P6": lambda: lateness(pool),
    }
    values = rows[row]()
    pool.close()
    return values


def main():
    faulthandler.dump_traceback_later(TIME_LIMIT, exit=True)
    peer, row, n_workers, size = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
    values = measure(peer, row, n_workers, lambda full: full if size == "full" else full // 10)
    for key, value in values.items():
        print(f"{key}\t{value}")


if __name__ == "__main__":
    main()
