"""S6, code that calls nothing but itself: `loops.py S6 WORKERS full|quick` prints `key<TAB>value` lines, ns per step."""
import faulthandler
import statistics
import sys
import time

TIME_LIMIT = 120
REPETITIONS = 3


def add_up(n):
    total = 0
    for number in range(n):
        total += number
    return total


def count_to(n):
    count = 0
    total = 0
    while count < n:
        total += count
        count += 1
    return total


def float_steps(n):
    x = 0.5
    for step in range(n):
        x = 3.7 * x * (1.0 - x)
    return x


def pushes(n):
    items = []
    for number in range(n):
        items.append(number)
    return len(items)


def key_counts(n):
    counts = {}
    for number in range(n):
        key = f"k{number % 100}"
        counts[key] = counts.get(key, 0) + 1
    return len(counts)


def growing_text(n):
    text = ""
    for step in range(n):
        text += "x"
    return len(text)


def closure_calls(n):
    following = lambda number: number + 1
    total = 0
    for step in range(n):
        total = following(total)
    return total


def map_and_filter(n):
    tripled = list(map(lambda number: number * 3, list(range(n))))
    return len(list(filter(lambda number: number % 2 == 0, tripled)))


def per_unit(n_units, function, argument):
    """The median nanoseconds per unit, after one run to warm up."""
    function(argument)
    times = []
    for _ in range(REPETITIONS):
        begin = time.perf_counter_ns()
        function(argument)
        times.append(time.perf_counter_ns() - begin)
    return statistics.median(times) / n_units


def main():
    faulthandler.dump_traceback_later(TIME_LIMIT, exit=True)
    n = 100_000 if sys.argv[3] == "full" else 10_000
    values = {
        "add_up": per_unit(n, add_up, n),
        "count_to": per_unit(n, count_to, n),
        "floats": per_unit(n, float_steps, n),
        "pushes": per_unit(n, pushes, n),
        "keys": per_unit(n, key_counts, n),
        "text": per_unit(n, growing_text, n),
        "closure": per_unit(n, closure_calls, n),
        "map_filter": per_unit(n, map_and_filter, n),
    }
    for key, value in values.items():
        print(f"{key}\t{value}")


main()
