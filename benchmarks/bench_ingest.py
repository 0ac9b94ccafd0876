"""How fast does a folder go in, and how much memory does that take?

    python benchmarks/bench_ingest.py FOLDER… [--jobs 1 --jobs 2] [--again]

Each run is the real command in a process of its own with an empty data folder. Prints documents
and pages per second, the peak memory of the command and of its largest child (resident set, in
MiB), and every file that failed, with the reason. ``--again`` ingests a second time, when all is
known. Do nothing else on the machine meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

# Runs the command and tells, on the last line, what it and its children needed at most.
_MEASURED = """
import json, resource, sys
from ingest.cli.main import main
sys.argv = ["watwerkt", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
print(json.dumps({"peak": [resource.getrusage(each).ru_maxrss for each in who]}))
"""


def ingest(folders: Sequence[str], data: Path, jobs: int) -> None:
    """Ingest once and print what it took."""
    started = time.perf_counter()
    command = [sys.executable, "-P", "-c", _MEASURED, "ingest", "--json", "--jobs", str(jobs)]
    path = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [*command, *folders],
        env={**os.environ, "WATWERKT_DATA": str(data), "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    )
    seconds = time.perf_counter() - started
    *outcomes, last = map(json.loads, done.stdout.splitlines())
    counts = Counter(outcome["status"] for outcome in outcomes)
    pages = sum(outcome["pages"] or 0 for outcome in outcomes)
    own, child = (kib / 1024 for kib in last["peak"])
    told = ", ".join(f"{count} {status}" for status, count in counts.most_common())
    print(
        f"{jobs} jobs: {seconds:7.1f} s  {len(outcomes) / seconds:7.1f} documents/s  "
        f"{pages / seconds:7.1f} pages/s  {own:5.0f} + {child:5.0f} MiB  ({told}; {pages} pages)",
        flush=True,
    )
    for outcome in outcomes:
        if outcome["status"] == "failed":
            print(f"    {outcome['source']}: {outcome['error']}")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description="How fast does a folder go in?")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--jobs", type=int, action="append")
    parser.add_argument("--again", action="store_true")
    options = parser.parse_args()
    for jobs in options.jobs or [1, 2]:
        with tempfile.TemporaryDirectory() as data:
            ingest(options.folders, Path(data), jobs)
            if options.again:
                ingest(options.folders, Path(data), jobs)


if __name__ == "__main__":
    main()
