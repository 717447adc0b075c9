"""How the time of each operation of `concurrent.futures` grows: `growth.py ROW WORKERS full|quick` prints
`size<TAB>microseconds` lines. What is done is the same, line for line, as in `src/growth`."""
import concurrent.futures
import faulthandler
import multiprocessing
import statistics
import sys
import threading
import time

TIME_LIMIT = 120
LONG_ENOUGH = 40_000_000
MOST_SAMPLES = 1000
BATCH = 100
LARGEST_FOR_A_LOOK = 10_000


def identity(value):
    return value


def double_plus_one(item):
    return item * 2 + 1


def ones(size):
    return b"1" * size


def thread_pool(n_workers):
    return concurrent.futures.ThreadPoolExecutor(n_workers)


def process_pool(n_workers):
    return concurrent.futures.ProcessPoolExecutor(n_workers, mp_context=multiprocessing.get_context("fork"))


def clock():
    return time.perf_counter_ns()


def microseconds(sample):
    """The median of what `sample` says that its timed part has taken."""
    begin = clock()
    samples = [sample()]
    if clock() - begin < LONG_ENOUGH:
        samples = [sample()]
        while clock() - begin < LONG_ENOUGH and len(samples) < MOST_SAMPLES:
            samples.append(sample())
    return statistics.median(samples) / 1e3


def make(new):
    def sample():
        begin = clock()
        pool = new()
        elapsed = clock() - begin
        pool.shutdown()
        return elapsed
    return microseconds(sample)


def make_threads(_, n):
    return make(lambda: thread_pool(n))


def make_processes(_, n):
    return make(lambda: process_pool(n))


def use_threads(_, n):
    def sample():
        begin = clock()
        everybody = threading.Barrier(n)
        with thread_pool(n) as pool:
            for future in [pool.submit(everybody.wait) for _ in range(n)]:
                future.result()
        return clock() - begin
    return microseconds(sample)


def use_processes(_, n):
    def sample():
        begin = clock()
        with process_pool(n) as pool:
            assert pool.submit(identity, 1).result() == 1
        return clock() - begin
    return microseconds(sample)


class Blocked:
    """A pool whose workers all wait for the gate."""

    def __init__(self, n_workers):
        self.gate = threading.Event()
        self.pool = thread_pool(n_workers)
        entered = threading.Semaphore(0)

        def block():
            entered.release()
            self.gate.wait()

        for _ in range(n_workers):
            self.pool.submit(block)
        for _ in range(n_workers):
            entered.acquire()

    def numbered(self, n):
        return [self.pool.submit(identity, number) for number in range(n)]


def collect(futures, n):
    assert sum(future.result() for future in futures) == n * (n - 1) // 2


def submit_one_more(n_workers, n):
    blocked = Blocked(n_workers)
    waiting = blocked.numbered(n)
    times = []
    for _ in range(7):
        begin = clock()
        waiting += [blocked.pool.submit(identity, number) for number in range(BATCH)]
        times.append((clock() - begin) / BATCH)
    blocked.gate.set()
    for future in waiting:
        future.result()
    return statistics.median(times) / 1e3


def submit(n_workers, n):
    def sample():
        blocked = Blocked(n_workers)
        begin = clock()
        futures = blocked.numbered(n)
        elapsed = clock() - begin
        blocked.gate.set()
        collect(futures, n)
        return elapsed
    return microseconds(sample)


def submit_calls(n_workers, n):
    with process_pool(n_workers) as pool:
        pool.submit(identity, 1).result()

        def sample():
            begin = clock()
            futures = [pool.submit(identity, number) for number in range(n)]
            elapsed = clock() - begin
            collect(futures, n)
            return elapsed
        return microseconds(sample)


def map_items(n_workers, n):
    with thread_pool(n_workers) as pool:
        def sample():
            begin = clock()
            mapped = list(pool.map(double_plus_one, range(n)))
            elapsed = clock() - begin
            assert len(mapped) == n
            return elapsed
        return microseconds(sample)


def result_of_thread(n_workers, n):
    with thread_pool(n_workers) as pool:
        def sample():
            future = pool.submit(ones, n)
            while not future.done():
                time.sleep(0)
            begin = clock()
            value = future.result()
            elapsed = clock() - begin
            assert len(value) == n
            return elapsed
        return microseconds(sample)


def result_of_process(n_workers, n):
    with process_pool(n_workers) as pool:
        pool.submit(identity, 1).result()

        def sample():
            begin = clock()
            value = pool.submit(ones, n).result()
            elapsed = clock() - begin
            assert len(value) == n
            return elapsed
        return microseconds(sample)


def from_the_start(n_workers, n, take):
    def sample():
        blocked = Blocked(n_workers)
        futures = blocked.numbered(n)
        begin = clock()
        blocked.gate.set()
        total = take(futures)
        elapsed = clock() - begin
        assert total == n * (n - 1) // 2
        return elapsed
    return microseconds(sample)


def as_completed(n_workers, n):
    return from_the_start(
        n_workers, n, lambda futures: sum(future.result() for future in concurrent.futures.as_completed(futures)))


def wait_for_all(n_workers, n):
    return from_the_start(
        n_workers, n, lambda futures: sum(future.result() for future in concurrent.futures.wait(futures).done))


def look_for_the_first(n_workers, n):
    blocked = Blocked(n_workers)
    futures = blocked.numbered(n)

    def sample():
        begin = clock()
        found = concurrent.futures.wait(futures, timeout=0, return_when=concurrent.futures.FIRST_COMPLETED)
        elapsed = clock() - begin
        assert not found.done
        return elapsed

    time_taken = microseconds(sample)
    blocked.gate.set()
    collect(futures, n)
    return time_taken


THREADS = [1, 10, 100, 1000]
PROCESSES = [1, 2, 4, 8, 16]
TASKS = [1_000, 10_000, 100_000]
CALLS = [1_000, 10_000]
BYTES = [1_000, 10_000, 100_000, 1_000_000]

ROWS = {
    "C1": (make_threads, THREADS),
    "C2": (use_threads, THREADS),
    "C3": (make_processes, PROCESSES),
    "C4": (use_processes, PROCESSES),
    "C5": (submit_one_more, TASKS),
    "C6": (submit, TASKS),
    "C7": (submit_calls, CALLS),
    "C8": (map_items, TASKS),
    "C9": (result_of_thread, BYTES),
    "C10": (result_of_process, BYTES),
    "C11": (as_completed, TASKS),
    "C12": (wait_for_all, TASKS),
    "C13": (look_for_the_first, TASKS),
}


def main():
    faulthandler.dump_traceback_later(TIME_LIMIT, exit=True)
    row, n_workers, size = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    operation, sizes = ROWS[row]
    for n in sizes:
        if size == "full" or n <= LARGEST_FOR_A_LOOK:
            print(f"{n}\t{operation(n_workers, n)}")


if __name__ == "__main__":
    main()
