"""Compares systems.parquet and cells.parquet in FOLDER with systems.jsonl and cells.csv, as DuckDB and
Polars read them: check_parquet.py FOLDER. Ends with an error at the first difference."""

import csv
import json
import sys
from pathlib import Path

import duckdb
import polars

folder = Path(sys.argv[1])
systems, cells = str(folder / "systems.parquet"), str(folder / "cells.parquet")
outcomes = [json.loads(line) for line in (folder / "systems.jsonl").open(encoding="utf-8")]


def value(outcome, column):
    point, dot, layer = column.rpartition(".established")
    said = outcome["established"] if dot else outcome["indicated"]
    name = point if dot else column
    if name in said["points"]:
        return "true"
    return "false" if name in said["excluded"] else "unknown"


def same(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: found {found!r}, expected {expected!r}")


with duckdb.connect() as connection:
    relation = connection.sql(f"SELECT * FROM read_parquet('{systems}')")
    names, duck = relation.columns, relation.fetchall()
    points = [name for name in names if "." in name]
    same("DuckDB, systems", len(duck), len(outcomes))
    given = 0
    for row, outcome in zip(duck, outcomes):
        row = dict(zip(names, row))
        same("DuckDB, id", row["id"], outcome["id"])
        same("DuckDB, class", row["class_indicated"], outcome["indicated"]["class"])
        for name in points:
            expected = value(outcome, name)
            # A point that the record does not carry is null, and said nowhere to be true or false.
            same(f"DuckDB, {row['id']}, {name}", row[name] or "unknown", expected)
            given += row[name] is not None
    # What SQL drops: nothing, of systems that carry the point.
    for column in (name for name in points if not name.endswith(".established")):
        kept = connection.sql(
            f"SELECT count(*) FROM read_parquet('{systems}') WHERE \"{column}\" <> 'true'"
        ).fetchall()[0][0]
        expected = sum(
            row[names.index(column)] is not None and value(outcome, column) != "true"
            for row, outcome in zip(duck, outcomes)
        )
        same(f"DuckDB, not true, {column}", kept, expected)
    duck_cells = connection.sql(f"SELECT * FROM read_parquet('{cells}')").fetchall()

frame = polars.read_parquet(systems)
same("Polars, columns", frame.columns, list(names))
same("Polars, systems", frame.rows(), duck)
same("Polars, cells", polars.read_parquet(cells).rows(), duck_cells)
with (folder / "cells.csv").open(encoding="utf-8", newline="") as file:
    lines = list(csv.reader(file))[1:]
same("cells", [[str(cell) for cell in row] for row in duck_cells], lines)
print(
    f"DuckDB {duckdb.__version__} and Polars {polars.__version__} read what JSON lines and CSV say: "
    f"{len(duck)} systems, {len(points)} columns of points, {given} outcomes, {len(duck_cells)} cells"
)
