"""pyarrow: the streaming CSV reader into the Parquet writer. Started as `python pyarrow_csv.py IN OUT COLUMNS THREADS`."""

import json
import re
import sys

import meter  # noqa: F401 (tells what was used at exit)
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

BLOCK_BYTES = 8 << 20

TYPES = {
    "int": pa.int32(),
    "long": pa.int64(),
    "double": pa.float64(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "string": pa.string(),
}


def arrow_type(name: str) -> pa.DataType:
    decimal = re.fullmatch(r"decimal\((\d+),(\d+)\)", name)
    return pa.decimal128(int(decimal[1]), int(decimal[2])) if decimal else TYPES[name]


source, target, columns, threads = sys.argv[1:]
schema = pa.schema([(column["name"], arrow_type(column["type"])) for column in json.loads(columns)])
pa.set_cpu_count(int(threads))
reader = pyarrow.csv.open_csv(
    source,
    read_options=pyarrow.csv.ReadOptions(use_threads=int(threads) > 1, block_size=BLOCK_BYTES),
    parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
    convert_options=pyarrow.csv.ConvertOptions(
        column_types=schema, strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""]
    ),
)
with pyarrow.parquet.ParquetWriter(target, schema, compression="zstd", compression_level=1) as writer:
    for batch in reader:
        writer.write_batch(batch)
