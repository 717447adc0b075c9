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


def submitted_tasks(executor, tasks):
    n_tasks = tasks(10_000)

    def one_at_a_time():
        for number in range(n_tasks):
            executor.submit(identity, number).result()

    total, submit = timed(n_tasks, lambda: submit_and_collect(executor, n_tasks))
    return {"total": total, "submit": submit, "trip": timed(n_tasks, clock(one_at_a_time))[0]}


def mapped_items(executor, tasks):
    n_items = tasks(100_000)

    def single():
        assert sum(executor.map(lambda item: item * 2 + 1, range(n_items))) == n_items * n_items

    def chunked():
        chunks = [range(start, min(start + CHUNK_SIZE, n_items)) for start in range(0, n_items, CHUNK_SIZE)]
        total = 0
        for chunk in executor.map(map_chunk, chunks):
            for item in chunk:
                total += item
        assert total == n_items * n_items

    return {"single": timed(n_items, clock(single))[0], "chunked": timed(n_items, clock(chunked))[0]}


def sum_of_squares(limit):
    total = 0
    for number in range(limit):
        total += number * number
    return total


def count_primes(limit):
    count = 0
    for candidate in range(2, limit):
        is_prime = True
        divisor = 2
        while divisor * divisor <= candidate:
            if candidate % divisor == 0:
                is_prime = False
                break
            divisor += 1
        if is_prime:
            count += 1
    return count


def fib(number):
    return number if number < 2 else fib(number - 1) + fib(number - 2)


def scaling(executor, tasks):
    limit = tasks(4_000)

    def seconds_on(pool):
        begin = time.perf_counter()
        for future in [pool.submit(count_primes, limit) for _ in range(8)]:
            future.result()
        return time.perf_counter() - begin

    with concurrent.futures.ThreadPoolExecutor(1) as alone:
        return {"primes": statistics.median(seconds_on(alone) / seconds_on(executor) for _ in range(5))}


def computing(executor, tasks):
    n_steps, n_candidates, n_calls = tasks(500_000), tasks(10_000), 21_891
    work = {
        "squares": (n_steps, sum_of_squares, n_steps),
        "primes": (n_candidates, count_primes, n_candidates),
        "calls": (n_calls, fib, 20),
    }
    return {
        key: timed(n_units, clock(lambda: executor.submit(function, argument).result()))[0]
        for key, (n_units, function, argument) in work.items()
    }


def main():
    faulthandler.dump_traceback_later(TIME_LIMIT, exit=True)
    row, n_workers, size = sys.argv[1], int(sys.argv[2]), sys.argv[3]

    def tasks(full):
        return full if size == "full" else full // 10

    with concurrent.futures.ThreadPoolExecutor(n_workers) as executor:
        if row == "T7":
            values = pending(executor, tasks, n_workers)
        else:
            rows = {"T1": throughput, "T2": round_trip, "T5": producers, "T6": as_completed, "map": map_in_chunks,
                    "S1": submitted_tasks, "S2": mapped_items, "S3": scaling, "S5": computing}
            values = rows[row](executor, tasks)
    for key, value in values.items():
        print(f"{key}\t{value}")


main()
