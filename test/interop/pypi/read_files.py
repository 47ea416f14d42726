"""Reads every Parquet file of a folder with pyarrow and Polars into raw-cell.ts's form: `python read_files.py FOLDER` writes FOLDER/read.json."""

import json
import struct
import sys
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq


def float_cell(value):
    return "NaN" if value != value else struct.pack(">d", value).hex()


def decimal_cell(value):
    sign, digits, _ = value.as_tuple()
    number = int("".join(map(str, digits)))
    return str(-number if sign else number)


def cell(value):
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return float_cell(value)
    if isinstance(value, Decimal):
        return decimal_cell(value)
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    return str(value)


def stored(column):
    """Dates, times and timestamps as the integers they are."""
    kind = column.type
    if pa.types.is_date32(kind):
        return column.cast(pa.int32())
    if pa.types.is_time64(kind) or pa.types.is_timestamp(kind):
        return column.cast(pa.int64())
    if isinstance(kind, pa.BaseExtensionType):
        return pa.chunked_array([chunk.storage for chunk in column.chunks], kind.storage_type)
    return column


def rows_of(table):
    columns = [[cell(value) for value in stored(column).to_pylist()] for column in table.columns]
    return [list(row) for row in zip(*columns)]


FILTERED = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_string, pa.types.is_date32)


def lost_by_pyarrow(path, table):
    """Predicate push-down: each value must be found as often as it is in the table."""
    lost = []
    for name in table.column_names:
        if not any(is_kind(table[name].type) for is_kind in FILTERED):
            continue
        values = table[name].to_pylist()
        for value in dict.fromkeys(values):
            if value is None or value != value:
                continue
            found = pq.read_table(path, columns=[name], filters=[(name, "==", value)]).num_rows
            if found != values.count(value):
                lost.append(f"{name} == {value!r}: found {found} times instead of {values.count(value)}")
    return lost


def lost_by_polars(path, frame):
    lost = []
    lazy = pl.scan_parquet(path)
    for name, kind in frame.schema.items():
        if not (kind.is_integer() or kind == pl.String or kind == pl.Date):
            continue
        for value in frame[name].drop_nulls().unique().to_list():
            found = lazy.filter(pl.col(name) == value).select(pl.len()).collect().item()
            wanted = frame.filter(pl.col(name) == value).height
            if found != wanted:
                lost.append(f"{name} == {value!r}: found {found} times instead of {wanted}")
    return lost


def read_pyarrow(path):
    table = pq.ParquetFile(path, page_checksum_verification=True).read()
    lost = lost_by_pyarrow(path, table) if path.stem in FILTERED_FILES else []
    return table.column_names, rows_of(table), lost


def polars_to_raw(frame):
    """Times of Polars are nanoseconds; everything else comes as Arrow keeps it."""
    raw = frame.with_columns(
        pl.selectors.time().cast(pl.Int64) // 1000,
        pl.selectors.datetime().dt.epoch("us"),
        pl.selectors.date().cast(pl.Int32),
    )
    columns = [[cell(value) for value in column.to_list()] for column in raw.get_columns()]
    return [list(row) for row in zip(*columns)]


def read_polars(path):
    frame = pl.read_parquet(path)
    lost = lost_by_polars(path, frame) if path.stem in FILTERED_FILES else []
    return frame.columns, polars_to_raw(frame), lost


FILTERED_FILES = {"laid-out-zstd-both", "converted-compatible-37", "converted-smallest-37"}  # filters take long

folder = Path(sys.argv[1])
result = []
for path in sorted(folder.glob("*.parquet")):
    for name, read in (("pyarrow", read_pyarrow), ("Polars", read_polars)):
        try:
            columns, rows, lost = read(path)
        except Exception as error:  # a file that cannot be read is a finding, not the end
            columns, rows, lost = [], [], [f"cannot be read: {error}"]
            print(f"{path.name}, {name}: {error}", file=sys.stderr)
        result.append({"file": path.stem, "reader": name, "columns": columns, "rows": rows, "lost": lost})
(folder / "read.json").write_text(json.dumps(result))
