"""Polars from Python: the streaming scan into the streaming Parquet sink. Started as `python polars_csv.py IN OUT COLUMNS THREADS CODEC`."""

import json
import re
import sys

import meter  # noqa: F401 (tells what was used at exit)
import polars as pl

TYPES = {
    "int": pl.Int32,
    "long": pl.Int64,
    "double": pl.Float64,
    "date": pl.Date,
    "timestamp": pl.Datetime("us"),
    "timestamptz": pl.Datetime("us", "UTC"),
    "string": pl.String,
    "uuid": pl.String,  # it has no UUIDs
}


def polars_type(name: str) -> pl.DataType:
    decimal = re.fullmatch(r"decimal\((\d+),(\d+)\)", name)
    return pl.Decimal(int(decimal[1]), int(decimal[2])) if decimal else TYPES[name]


source, target, columns, _threads, codec = sys.argv[1:]  # threads: POLARS_MAX_THREADS
schema = {column["name"]: polars_type(column["type"]) for column in json.loads(columns)}
level = {"compression_level": 1} if codec == "zstd" else {}
pl.scan_csv(source, schema=schema).sink_parquet(target, compression=codec, **level)
