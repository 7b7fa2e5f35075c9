"""What the benches that compare share: peers, the load generators, memory and processor time of a server, tables.

Imported, not run.
"""

import argparse
import json
import os
import pathlib
import random
import re
import shlex
import socket
import sqlite3
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOAD = ROOT / "bench/load"
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """One that is measured: its name, its first process, how the load generator is to ask it, and how it is ended."""

    def __init__(self, name, pid, arguments, end):
        self.name, self.pid, self.arguments, self.end = name, pid, arguments, end

    def processes(self):
        found, waiting = [], [self.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            try:
                waiting += [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
            except OSError:
                pass
        return found

    def memory(self):
        """PSS in MiB, of all its processes."""
        total = 0
        for pid in self.processes():
            text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss:\s+(\d+) kB", text, re.M).group(1))
        return total / 1024

    def processor(self):
        """Seconds of processor time that its processes have used."""
        total = 0
        for pid in self.processes():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS


def takes_binary(words):
    """The option that says which build is measured."""
    words.add_argument("--binary", type=built, default=str(ROOT / "target/release/symbolon"))


def built(path):
    # Servers run in a folder of their own.
    path = pathlib.Path(path).resolve()
    if not os.access(path, os.X_OK):
        raise argparse.ArgumentTypeError(f"{path} is not there: cargo build --release --locked -p symbolon makes target/release/symbolon")
    return path


def peer(script, *arguments, folder, **environment):
    """Starts a peer (or asks its script for something) and gives the variables that it prints."""
    found = {**os.environ, "PEERS_DIR": str(folder), **environment}
    printed = subprocess.run([str(ROOT / "peers" / script), *arguments], env=found, stdout=subprocess.PIPE, text=True)
    if printed.returncode != 0:
        sys.exit(f"peers/{script} {' '.join(arguments)} failed")
    words = [word for line in printed.stdout.splitlines() if line.startswith("export ") for word in shlex.split(line)[1:]]
    return dict(word.split("=", 1) for word in words) or printed.stdout.strip()


def symbolon(binary, folder):
    """Starts Symbolon on a prepared folder and gives its process and what bench.json says of it.

    The folder holds symbolon.toml, bench.json, people.csv (NAME,PASSWORD,SECRET in hex,COUNTER) and whatever the settings point to;
    bench/README.md says what bench.json tells.
    """
    said = json.loads((folder / "bench.json").read_text())
    with open(folder / "symbolon.log", "w") as log:
        process = subprocess.Popen([str(binary), "serve", "--config", str(folder / "symbolon.toml")], stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=log, cwd=folder)
    host, port = said["http"].rsplit(":", 1)
    until = time.monotonic() + 60
    while not ready(host, int(port)):
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            sys.exit(f"Symbolon did not become ready:\n{(folder / 'symbolon.log').read_text()[-4000:]}")
        time.sleep(0.05)
    return process, said


def ready(host, port):
    try:
        with socket.create_connection((host, port), 5) as s:
            s.sendall(f"GET /readyz HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
            return s.recv(64).split(b" ", 2)[1:2] == [b"200"]
    except OSError:
        return False


def ended(process):
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def people(path, count):
    """Invented people: names, passwords and secrets for codes."""
    chance = random.Random(1)
    lines = [f"user{n},password{n},{chance.randbytes(20).hex()},0" for n in range(count)]
    path.write_text("\n".join(lines) + "\n")


def generators():
    """Builds the load generators and gives the folder where they lie."""
    target = os.environ.get("CARGO_TARGET_DIR", str(LOAD / "target"))
    cargo = os.environ.get("CARGO", "cargo")
    subprocess.run([cargo, "build", "--release", "--locked", "--quiet"], cwd=LOAD, check=True, env={**os.environ, "CARGO_TARGET_DIR": target})
    return pathlib.Path(target) / "release"


def load(program, server, *arguments):
    """One run against a server: what the generator counted, and the processor time of each login."""
    before = server.processor()
    run = subprocess.run([str(program), *server.arguments, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
    if not run.stdout.strip():
        sys.exit(f"{program.name} gave up on {server.name}")
    told = json.loads(run.stdout)
    if told["bad"]:
        sys.exit(f"{server.name} gave {told['bad']} answers that are not what they should be")
    # The warm-up is in the processor time and not in the count; it is an eighth or less and the same for all.
    told["processor_us"] = (server.processor() - before) * 1e6 / max(told["accepted"], 1)
    return told


def grouped(folder, size=64, seconds=1.0):
    """Rows a second that Python's own SQLite commits durably in groups of so many: a raw rate of this disk."""
    database = sqlite3.connect(folder / "grouped.sqlite", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE IF NOT EXISTS audit (id INTEGER PRIMARY KEY, body BLOB)")
    rows, body = 0, [(b"\1" * 256,)] * size
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        database.execute("BEGIN IMMEDIATE")
        database.executemany("INSERT INTO audit (body) VALUES (?)", body)
        database.execute("COMMIT")
        rows += size
    took = time.monotonic() - began
    database.close()
    return rows / took


def middle(runs, key):
    return statistics.median(run[key] for run in runs)


def machine(folder):
    from start import flushes

    return (f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {flushes(folder):.0f} flushes/s, "
            f"{grouped(folder):.0f} rows/s in groups of 64")


def shown(rate):
    return f"{rate:.0f}" if rate >= 1000 else f"{rate:.1f}"


class Table:
    """Runs of each level and each server, and how the first server compares with the others."""

    def __init__(self, unit):
        self.unit, self.runs = unit, {}

    def add(self, level, server, told):
        self.runs.setdefault(level, {}).setdefault(server.name, []).append(told)
        print(f"  {level:>5} {server.name:<30} {shown(told['per_second']):>9}/s  lost {told['lost']}", file=sys.stderr)

    def show(self, servers):
        # Ours stand first; each has a column with its rate against the row's server.
        ours = [s.name for s in servers if s.name.startswith("symbolon")]
        print(f"\n{'on the way':>10} {'':<30} {self.unit + '/s':>10} {'(spread)':>17} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'CPU us':>7} "
              f"{'refused':>8} {'lost':>6}" + "".join(f" {name + ' /':>22}" for name in ours))
        for level, row in self.runs.items():
            for name, runs in row.items():
                rates = [run["per_second"] for run in runs]
                spread = f"{shown(min(rates))} to {shown(max(rates))}"
                ratios = "".join(f" {middle(row[our], 'per_second') / max(statistics.median(rates), 1):22.2f}" for our in ours if our in row)
                print(f"{level:>10} {name:<30} {shown(statistics.median(rates)):>10} {spread:>17} {middle(runs, 'p50_us') / 1000:8.3f} "
                      f"{middle(runs, 'p95_us') / 1000:8.3f} {middle(runs, 'p99_us') / 1000:8.3f} {middle(runs, 'processor_us'):7.1f} "
                      f"{sum(r['rejected'] + r['challenged'] for r in runs):8} {sum(r['lost'] for r in runs):6}{ratios}")
