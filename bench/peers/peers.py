"""The workload of actlas-bench in another engine: peers.py FOLDER ENGINE SHARE.

Prints one JSON object: engine, version, systems, seconds (the shortest of some runs) and, for each
conclusion, for how many systems it is true, false and unknown. SHARE 10 takes a tenth of the systems.
"""

import json
import os
import sys
import time
from itertools import combinations
from pathlib import Path

os.environ["POLARS_MAX_THREADS"] = "1"

import numpy as np

FOLDER, ENGINE, SHARE = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
WORK = json.loads((FOLDER / "rules.json").read_text())
ALL = WORK["systems"]
SYSTEMS = ALL // SHARE
RULES, ATOMS, WANTED = WORK["rules"], WORK["atoms"], WORK["conclusions"]


def columns(name, kind, count):
    return np.fromfile(FOLDER / name, dtype=kind).reshape(count, ALL)[:, :SYSTEMS]


def shortest(runs, work):
    best, result = float("inf"), None
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return best, result


def arrow():
    """All columns as an Arrow table with nulls for what is unknown."""
    import pyarrow as pa

    table = {}
    for at, fact in enumerate(columns("facts.i8", np.int8, 120)):
        table[f"f{at}"] = pa.array(fact == 2, mask=fact == 1)
    for at, number in enumerate(columns("numbers.f64", np.float64, 5)):
        table[f"n{at}"] = pa.array(number, mask=np.isnan(number))
    for at, choice in enumerate(columns("choices.u8", np.uint8, 2)):
        table[f"c{at}"] = pa.array(choice, mask=choice == 255)
    return pa.table(table)


def evaluate(rule, values, how):
    """A rule by recursion; `how` has every, some and opposite."""
    if "name" in rule:
        value = values[rule["name"]]
    else:
        parts = [evaluate(part, values, how) for part in rule["of"]]
        n = rule["n"]
        if n == len(parts):
            value = how.every(parts)
        elif n == 1:
            value = how.some(parts)
        else:
            value = how.count(n, parts)
    return how.opposite(value) if rule["not"] else value


class Packed:
    """Two bitmaps a value: known true, known false."""

    version = np.__version__

    @staticmethod
    def fold(operation, rails):
        result = operation(rails[0], rails[1])
        for rail in rails[2:]:
            operation(result, rail, out=result)
        return result

    def every(self, parts):
        if len(parts) == 1:
            return parts[0]
        return (
            self.fold(np.bitwise_and, [true for true, _ in parts]),
            self.fold(np.bitwise_or, [false for _, false in parts]),
        )

    def some(self, parts):
        return self.opposite(self.every([self.opposite(part) for part in parts]))

    def count(self, n, parts):
        # reached[k]: at least k + 1 of the parts seen so far.
        def reach(wanted, rails):
            reached = []
            for rail in rails:
                for k in range(min(wanted, len(reached) + 1) - 1, -1, -1):
                    step = rail if k == 0 else reached[k - 1] & rail
                    if k < len(reached):
                        reached[k] = reached[k] | step
                    else:
                        reached.append(step)
            return reached[wanted - 1]

        return (
            reach(n, [true for true, _ in parts]),
            reach(len(parts) - n + 1, [false for _, false in parts]),
        )

    def opposite(self, value):
        return value[1], value[0]

    @staticmethod
    def pack(flags):
        room = np.zeros((SYSTEMS + 63) // 64 * 8, np.uint8)
        bits = np.packbits(flags, bitorder="little")
        room[: len(bits)] = bits
        return room.view(np.uint64)

    def run(self):
        facts = [
            (self.pack(fact == 2), self.pack(fact == 0))
            for fact in columns("facts.i8", np.int8, 120)
        ]
        numbers = columns("numbers.f64", np.float64, 5)
        choices = columns("choices.u8", np.uint8, 2)

        def work():
            values = {f"f{at}": fact for at, fact in enumerate(facts)}
            for at, atom in enumerate(ATOMS):
                if "number" in atom:
                    column = numbers[atom["number"]]
                    known, holds = ~np.isnan(column), column >= atom["at_least"]
                else:
                    column = choices[atom["choice"]]
                    known, holds = column != 255, column == atom["is"]
                values[f"a{at}"] = self.pack(holds & known), self.pack(~holds & known)
            for at, rule in enumerate(RULES):
                values[f"r{at}"] = evaluate(rule, values, self)
            return [values[f"r{at}"] for at in WANTED]

        seconds, found = shortest(3, work)
        ones = lambda rail: int(np.bitwise_count(rail).sum())
        pairs = [(ones(true), ones(false)) for true, false in found]
        return seconds, [[true, false, SYSTEMS - true - false] for true, false in pairs]


class Polars:
    """Lazy expressions over nullable booleans, one layer of rules after the other."""

    def __init__(self):
        import polars

        self.pl, self.version = polars, polars.__version__

    def every(self, parts):
        result = parts[0]
        for part in parts[1:]:
            result = result & part
        return result

    def some(self, parts):
        result = parts[0]
        for part in parts[1:]:
            result = result | part
        return result

    def count(self, n, parts):
        return self.some([self.every(some) for some in combinations(parts, n)])

    def opposite(self, value):
        return ~value

    def plan(self, frame):
        col = self.pl.col

        def test(atom):
            if "number" in atom:
                return col(f"n{atom['number']}") >= atom["at_least"]
            return col(f"c{atom['choice']}") == atom["is"]

        lazy = frame.lazy().with_columns(
            [test(atom).alias(f"a{at}") for at, atom in enumerate(ATOMS)]
        )
        names = Names(col)
        for layer in range(1, max(WORK["layers"]) + 1):
            lazy = lazy.with_columns(
                [
                    evaluate(rule, names, self).alias(f"r{at}")
                    for at, rule in enumerate(RULES)
                    if WORK["layers"][at] == layer
                ]
            )
        return lazy.select([f"r{at}" for at in WANTED])

    def run(self):
        frame = self.pl.from_arrow(arrow())
        seconds, found = shortest(3, lambda: self.plan(frame).collect())
        counts = []
        for at in WANTED:
            column = found[f"r{at}"]
            true, unknown = int(column.sum() or 0), column.null_count()
            counts.append([true, SYSTEMS - true - unknown, unknown])
        return seconds, counts


class Names:
    def __init__(self, of):
        self.of = of

    def __getitem__(self, name):
        return self.of(name)


class Duck:
    """One nested SELECT a layer; SQL's own three-valued logic."""

    def __init__(self):
        import duckdb

        self.duckdb, self.version = duckdb, duckdb.__version__

    def every(self, parts):
        return "(" + " AND ".join(parts) + ")"

    def some(self, parts):
        return "(" + " OR ".join(parts) + ")"

    def count(self, n, parts):
        return self.some([self.every(some) for some in combinations(parts, n)])

    def opposite(self, value):
        return f"(NOT {value})"

    def query(self):
        def test(atom):
            if "number" in atom:
                return f"n{atom['number']} >= {atom['at_least']!r}"
            return f"c{atom['choice']} = {atom['is']}"

        tests = ", ".join(f"({test(atom)}) AS a{at}" for at, atom in enumerate(ATOMS))
        query = f"SELECT *, {tests} FROM systems"
        names = Names(lambda name: name)
        for layer in range(1, max(WORK["layers"]) + 1):
            rules = ", ".join(
                f"{evaluate(rule, names, self)} AS r{at}"
                for at, rule in enumerate(RULES)
                if WORK["layers"][at] == layer
            )
            query = f"SELECT *, {rules} FROM ({query})"
        return f"SELECT {', '.join(f'r{at}' for at in WANTED)} FROM ({query})"

    def run(self):
        con = self.duckdb.connect()
        con.execute("SET threads = 1")
        con.execute("SET preserve_insertion_order = false")
        con.register("given", arrow())
        con.execute("CREATE TABLE systems AS SELECT * FROM given")
        query = self.query()

        def work():
            con.execute(f"CREATE OR REPLACE TEMP TABLE found AS {query}")

        seconds, _ = shortest(2, work)
        counted = ", ".join(
            f"count(*) FILTER (WHERE r{at}), count(*) FILTER (WHERE NOT r{at})" for at in WANTED
        )
        row = con.execute(f"SELECT {counted} FROM found").fetchone()
        pairs = zip(row[::2], row[1::2])
        return seconds, [[true, false, SYSTEMS - true - false] for true, false in pairs]


engine = {"numpy": Packed, "polars": Polars, "duckdb": Duck}[ENGINE]()
seconds, counts = engine.run()
print(
    json.dumps(
        {
            "engine": ENGINE,
            "version": engine.version,
            "systems": SYSTEMS,
            "seconds": seconds,
            "counts": counts,
        }
    )
)
