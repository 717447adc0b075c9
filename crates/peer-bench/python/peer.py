"""One measurement of CPython's ThreadPoolExecutor: `peer.py ROW WORKERS full|quick` prints `key<TAB>value` lines."""
import concurrent.futures
import faulthandler
import statistics
import sys
import threading
import time

TIME_LIMIT = 120
REPETITIONS = 3
PRODUCERS = 4
CHUNK_SIZE = 1000


def identity(number):
    return number


def double_plus_one(item):
    return item * 2 + 1


def map_chunk(chunk):
    return [double_plus_one(item) for item in chunk]


def timed(n_units, run):
    """The median nanoseconds per unit of each part that `run` times, after one run to warm up."""
    run()
    times = [run() for _ in range(REPETITIONS)]
    return [statistics.median(part) / n_units for part in zip(*times)]


def clock(run):
    def timed_run():
        begin = time.perf_counter_ns()
        run()
        return [time.perf_counter_ns() - begin]
    return timed_run


def submit_and_collect(executor, n_tasks):
    begin = time.perf_counter_ns()
    futures = [executor.submit(identity, number) for number in range(n_tasks)]
    submitted = time.perf_counter_ns() - begin
    total = sum(future.result() for future in futures)
    assert total == n_tasks * (n_tasks - 1) // 2
    return [time.perf_counter_ns() - begin, submitted]


def throughput(executor, tasks):
    n_tasks = tasks(50_000)
    total, submit = timed(n_tasks, lambda: submit_and_collect(executor, n_tasks))
    return {"total": total, "submit": submit}


def round_trip(executor, tasks):
    n_trips = tasks(10_000)
    times = []
    for trip in range(n_trips + n_trips // 10):
        begin = time.perf_counter_ns()
        executor.submit(identity, 1).result()
        times.append(time.perf_counter_ns() - begin)
    times = sorted(times[n_trips // 10:])
    return {"median": statistics.median(times), "p99": times[int((n_trips - 1) * 0.99)]}


def producers(executor, tasks):
    n_each = tasks(50_000) // PRODUCERS

    def run():
        threads = [threading.Thread(target=submit_and_collect, args=(executor, n_each)) for _ in range(PRODUCERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return {"total": timed(n_each * PRODUCERS, clock(run))[0]}


def as_completed(executor, tasks):
    n_tasks = tasks(50_000)

    def run():
        futures = [executor.submit(identity, number) for number in range(n_tasks)]
        total = sum(future.result() for future in concurrent.futures.as_completed(futures))
        assert total == n_tasks * (n_tasks - 1) // 2

    return {"total": timed(n_tasks, clock(run))[0]}


def resident_bytes():
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmRSS"):
                return int(line.split()[1]) * 1024
    return 0


def pending(executor, tasks, n_workers):
    n_tasks = tasks(200_000)
    gate = threading.Event()
    entered = threading.Semaphore(0)

    def block():
        entered.release()
        gate.wait()

    for _ in range(n_workers):
        executor.submit(block)
    for _ in range(n_workers):
        entered.acquire()
    before = resident_bytes()
    futures = []
    for number in range(n_tasks):
        futures.append(executor.submit(identity, number))
    grown = resident_bytes() - before
    gate.set()
    for future in futures:
        future.result()
    return {"bytes": grown / n_tasks}


def map_in_chunks(executor, tasks):
    n_items = tasks(1_000_000)
    items = list(range(n_items))

    def run():
        mapped = []
        chunks = [items[start:start + CHUNK_SIZE] for start in range(0, n_items, CHUNK_SIZE)]
        for chunk in executor.map(map_chunk, chunks):
            mapped += chunk
        assert mapped[-1] == n_items * 2 - 1

    return {"total": timed(n_items, clock(run))[0]}


def main():
    faulthandler.dump_traceback_later(TIME_LIMIT, exit=True)
    row, n_workers, size = sys.argv[1], int(sys.argv[2]), sys.argv[3]

    def tasks(full):
        return full if size == "full" else full // 10

    with concurrent.futures.ThreadPoolExecutor(n_workers) as executor:
        if row == "T7":
            values = pending(executor, tasks, n_workers)
        else:
            rows = {"T1": throughput, "T2": round_trip, "T5": producers, "T6": as_completed, "map": map_in_chunks}
            values = rows[row](executor, tasks)
    for key, value in values.items():
        print(f"{key}\t{value}")


main()
