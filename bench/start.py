#!/usr/bin/env python3
"""Time until ready and memory when idle, of a release build of Symbolon and of a peer, in turn on the same machine.

    bench/start.py [--rounds 11] [--no-peer] [--binary target/release/symbolon]

Ready is the first 200 after the process was started, asked again every half millisecond. Idle is two seconds after that,
from /proc/PID/smaps_rollup. The peer is glewlwyd from Debian with its packaged SQLite database, a small server in C; both
listen on loopback only, and both keep their data on the same disk. Medians; the spread stands beside.
"""

import argparse
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
IDLE = 2.0
PATIENCE = 60.0


class Program:
    """Something that serves HTTP on loopback; `path` answers 200 when it is ready."""

    def __init__(self, name, command, path):
        self.name, self.command, self.path = name, command, path


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def answers(port, path):
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: */*\r\nConnection: close\r\n\r\n".encode()
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as s:
            s.sendall(request)
            return s.recv(64).split(b" ", 2)[1:2] == [b"200"]
    except OSError:
        return False


def until_ready(process, port, path, began):
    while not answers(port, path):
        if process.poll() is not None or time.monotonic() - began > PATIENCE:
            return None
        time.sleep(0.0005)
    return (time.monotonic() - began) * 1000


def memory(pid):
    """RSS and PSS of one process in MiB."""
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return tuple(int(re.search(rf"^{key}:\s+(\d+) kB", text, re.M).group(1)) / 1024 for key in ("Rss", "Pss"))


def measure(program, folder, idle):
    port = free_port()
    with open(folder / "log", "w") as log:
        command = program.command(port)
        began = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder)
        try:
            ready = until_ready(process, port, program.path, began)
            if ready is None:
                sys.exit(f"{program.name} did not become ready:\n{(folder / 'log').read_text()}")
            if not idle:
                return ready, None
            time.sleep(IDLE)
            return ready, memory(process.pid)
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def symbolon(binary, folder):
    def command(port):
        return [binary, "demo", "--dir", str(folder / "data"), "--listen", f"127.0.0.1:{port}"]

    return Program("symbolon demo", command, "/readyz")


def glewlwyd(folder):
    """As packaged; database and port are our own."""
    packaged = pathlib.Path("/etc/glewlwyd/glewlwyd.conf")
    database = folder / "glewlwyd.db"
    source = pathlib.Path("/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3")
    with sqlite3.connect(database) as made:
        made.executescript(source.read_text())
    made.close()

    def command(port):
        text = packaged.read_text()
        text = re.sub(r"(?m)^@include.*glewlwyd-db.*$", f'database = {{ type = "sqlite3" path = "{database}" }};', text)
        for key, value in {
            "port": port, "external_url": f'"http://127.0.0.1:{port}/"', "log_mode": '"console"', "log_level": '"WARNING"',
        }.items():
            text = re.sub(rf"(?m)^{key}\s*=.*$", f"{key}={value}", text)
        # Not among the packaged settings: without it, it listens on every address.
        text = re.sub(r"(?m)^#?\s*bind_address\s*=.*$", "", text) + '\nbind_address="127.0.0.1"\n'
        text = re.sub(r"(?m)^#?\s*static_files_path\s*=.*$", "", text) + 'static_files_path="/usr/share/glewlwyd/webapp/"\n'
        (folder / "glewlwyd.conf").write_text(text)
        return ["glewlwyd", "-c", str(folder / "glewlwyd.conf")]

    return Program("glewlwyd", command, "/config")


def version(package):
    return subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True).stdout


def flushes(folder):
    """How often a second this disk takes one 4 KiB page for good."""
    count, page = 0, b"\1" * 4096
    fd = os.open(folder / "flushes", os.O_RDWR | os.O_CREAT)
    try:
        os.pwrite(fd, page, 0)
        os.fsync(fd)
        began = time.monotonic()
        while time.monotonic() - began < 1:
            os.pwrite(fd, page, 0)
            os.fdatasync(fd)
            count += 1
        return count / (time.monotonic() - began)
    finally:
        os.close(fd)


def middle(values):
    return statistics.median(values)


def told(name, ready, memories):
    rss, pss = ([m[i] for m in memories] for i in (0, 1))
    print(f"{name:<16} {middle(ready):9.0f} {min(ready):7.0f} to {max(ready):<6.0f} {middle(rss):9.1f} {middle(pss):9.1f}")
    return middle(ready), middle(rss), middle(pss)


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--rounds", type=int, default=11)
    options.add_argument("--idle-rounds", type=int, default=3, help="of these, memory is read in so many")
    options.add_argument("--binary", default=str(ROOT / "target/release/symbolon"))
    options.add_argument("--no-peer", action="store_true")
    given = options.parse_args()
    if not os.access(given.binary, os.X_OK):
        sys.exit("build it first: cargo build --release --locked -p symbolon")
    if not given.no_peer and not shutil.which("glewlwyd"):
        subprocess.run(["bash", "-c", ". peers/lib.sh && install glewlwyd"], cwd=ROOT, check=True)

    with tempfile.TemporaryDirectory(dir=ROOT / "bench", prefix="run-") as home:
        folders = {name: pathlib.Path(home) / name for name in ("symbolon", "glewlwyd")}
        for folder in folders.values():
            folder.mkdir()
        programs = [symbolon(given.binary, folders["symbolon"])]
        if not given.no_peer:
            programs.append(glewlwyd(folders["glewlwyd"]))
        print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
              f"{flushes(pathlib.Path(home)):.0f} flushes/s, binary {os.path.getsize(given.binary) / 2**20:.1f} MiB")
        first, _ = measure(programs[0], folders["symbolon"], False)
        figures = {p.name: ([], []) for p in programs}
        for number in range(given.rounds):
            for program, folder in zip(programs, folders.values()):
                ready, idle = measure(program, folder, number < given.idle_rounds)
                figures[program.name][0].append(ready)
                figures[program.name][1].extend([idle] if idle else [])
    print(f"{'':<16} {'ready ms':>9} {'(spread)':>17} {'RSS MiB':>9} {'PSS MiB':>9}")
    ours, *theirs = [told(name, *measured) for name, measured in figures.items()]
    print(f"symbolon demo, first start (makes its world): {first:.0f} ms")
    if theirs:
        ratio = [a / b for a, b in zip(ours, theirs[0])]
        print(f"symbolon / glewlwyd {version('glewlwyd')}: ready {ratio[0]:.2f}, RSS {ratio[1]:.2f}, PSS {ratio[2]:.2f}; "
              f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
