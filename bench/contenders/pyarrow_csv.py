"""pyarrow: the streaming CSV reader into the Parquet writer. Started as `python pyarrow_csv.py IN OUT COLUMNS THREADS CODEC`."""

import json
import re
import sys

import meter  # noqa: F401 (tells what was used at exit)
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

# pyarrow's own defaults: measured faster and smaller than larger blocks, and than a row group for each batch.
BLOCK_BYTES = 1 << 20
ROW_GROUP_ROWS = 1 << 20

TYPES = {
    "int": pa.int32(),
    "long": pa.int64(),
    "double": pa.float64(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", "UTC"),
    "string": pa.string(),
    "uuid": pa.string(),  # its CSV reader makes no UUIDs
}


def arrow_type(name: str) -> pa.DataType:
    decimal = re.fullmatch(r"decimal\((\d+),(\d+)\)", name)
    return pa.decimal128(int(decimal[1]), int(decimal[2])) if decimal else TYPES[name]


source, target, columns, threads, codec = sys.argv[1:]
schema = pa.schema([(column["name"], arrow_type(column["type"])) for column in json.loads(columns)])
pa.set_cpu_count(int(threads))
pa.set_io_thread_count(1)
reader = pyarrow.csv.open_csv(
    source,
    read_options=pyarrow.csv.ReadOptions(use_threads=int(threads) > 1, block_size=BLOCK_BYTES),
    parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
    convert_options=pyarrow.csv.ConvertOptions(
        column_types=schema, strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""]
    ),
)
level = {"compression_level": 1} if codec == "zstd" else {}
with pyarrow.parquet.ParquetWriter(target, schema, compression=codec, **level) as writer:
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in reader:
        waiting.append(batch)
        rows += batch.num_rows
        if rows >= ROW_GROUP_ROWS:
            writer.write_table(pa.Table.from_batches(waiting), row_group_size=rows)
            waiting, rows = [], 0
    if waiting:
        writer.write_table(pa.Table.from_batches(waiting), row_group_size=rows)
