#!/usr/bin/env python3
"""Logins a second over RADIUS: Symbolon beside FreeRADIUS, in turn on the same machine.

    bench/radius.py --prepared FOLDER [--binary target/release/symbolon]
    bench/radius.py --only freeradius

FreeRADIUS stands in for itself four times: people from a file and no log; the same with each answer written to SQLite first, once
exactly as the package ships it and once tuned, with a database in WAL mode; the same with PostgreSQL. All have the same people and
secrets, all require a Message-Authenticator, all are on loopback, and all
data is on the same disk. Rounds go from one to the next, so that a busy minute hits all of them. Medians; the spread stands beside.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import sides
from sides import Server, Table, peer

# What the roles of peers/freeradius.sh are called in the table.
LABELS = {"sqlite-shipped": "sqlite (as shipped)", "sqlite": "sqlite (tuned, WAL)"}

# Requests on the way, as sockets and identifiers on each.
LEVELS = {1: (1, 1), 8: (4, 2), 32: (4, 8), 256: (4, 64), 1024: (4, 256)}


def freeradius(role, home, users, **environment):
    """FreeRADIUS in one role of peers/freeradius.sh."""
    name = f"freeradius-{role}"
    script = {"folder": home / "peers", "FREERADIUS_NAME": name, **environment}
    said = peer("freeradius.sh", "start", role, FREERADIUS_USERS=str(users), **script)
    server = Server(f"freeradius {LABELS.get(role, role)}", int(said["FREERADIUS_PID"]), ["--server", said["FREERADIUS_ADDRESS"], "--secret", said["FREERADIUS_SECRET"]],
                    lambda: peer("freeradius.sh", "stop", **script))
    server.rows = (lambda: int(peer("freeradius.sh", "rows", **script))) if role != "files" else None
    return server


def start_symbolon(binary, folder):
    """Symbolon on a prepared folder: one server in the table for each kind of login that bench.json names under `logins`."""
    process, said = sides.symbolon(binary, folder)
    servers = []
    for kind, client in said["logins"].items():
        arguments = ["--server", said["radius"], "--from", client["from"], "--secret", client["secret"], "--kind", client["kind"], "--layout", client["layout"]]
        server = Server(f"symbolon {kind}", process.pid, arguments, (lambda: sides.ended(process)) if not servers else lambda: None)
        server.rows = None
        servers.append(server)
    return servers


def contestants(given, home, users):
    servers = []
    if given.only != "freeradius":
        servers += start_symbolon(given.binary, given.prepared)
    if given.only != "symbolon":
        servers.append(freeradius("files", home, users))
        servers.append(freeradius("sqlite-shipped", home, users))
        servers.append(freeradius("sqlite", home, users))
        if given.postgresql:
            database = peer("postgresql.sh", "start", folder=home / "peers")
            servers.append(freeradius("postgresql", home, users, **{key: database[key] for key in ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")}))
    return servers


def measure(given, servers, users, program):
    table, accepted = Table("logins"), {}
    for level in given.levels:
        sockets, window = LEVELS[level]
        for _ in range(given.rounds):
            for server in servers:
                once = []
                if "totp" in server.arguments:
                    # A code counts once in its step: each run has a step of its own, asks everybody once and has no warm-up.
                    time.sleep(30 - time.time() % 30)
                    once = ["--warmup", 0]
                told = sides.load(program, server, "--users", users, "--sockets", sockets, "--window", window,
                                  "--seconds", given.seconds, "--packets", given.packets, *once)
                accepted[server.name] = accepted.get(server.name, 0) + told["accepted"]
                table.add(level, server, told)
    for server in servers:
        if server.rows and server.rows() < accepted[server.name]:
            sys.exit(f"{server.name} wrote fewer rows than it let people in")
    return table


def options():
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--only", choices=["freeradius", "symbolon"])
    words.add_argument("--prepared", type=pathlib.Path, help="folder with Symbolon's settings, people and bench.json")
    sides.takes_binary(words)
    words.add_argument("--levels", type=lambda text: [int(n) for n in text.split(",")], default=[1, 32, 256, 1024])
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--seconds", type=float, default=4)
    words.add_argument("--people", type=int, default=4096, help="where no prepared folder names them")
    words.add_argument("--packets", type=int, default=1_000_000, help="requests made beforehand; with more logins they repeat")
    words.add_argument("--no-postgresql", dest="postgresql", action="store_false")
    given = words.parse_args()
    if unknown := set(given.levels) - set(LEVELS):
        words.error(f"--levels {unknown}: only {list(LEVELS)}")
    if given.only != "freeradius" and not given.prepared:
        words.error("Symbolon needs --prepared FOLDER; --only freeradius does without")
    return given


def main():
    given = options()
    program = sides.generators() / "radius-load"
    peer("freeradius.sh", "install", *(["postgresql"] if given.postgresql else []), folder="/nowhere")
    if given.postgresql:
        peer("postgresql.sh", "install", folder="/nowhere")
    # FreeRADIUS gives up its rights and must still reach its folder, so this one is open to look through.
    home = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("SYMBOLON_BENCH_DIR", sides.ROOT / "bench"), prefix="run-"))
    home.chmod(0o755)
    servers = []
    try:
        users = home / "people.csv"
        if given.prepared:
            shutil.copy(given.prepared / "people.csv", users)
        else:
            sides.people(users, given.people)
        print(sides.machine(home))
        servers = contestants(given, home, users)
        table = measure(given, servers, users, program)
        table.show(servers)
        print("\nmemory after it all, PSS MiB: " + ", ".join(f"{server.name} {server.memory():.0f}" for server in servers))
        print(f"FreeRADIUS {version('freeradius')}; at the end: {sides.machine(home)}")
    finally:
        for server in servers:
            server.end()
        if given.prepared and (home / "people.csv").exists():
            # Codes that were spent stay spent: the next run with this folder goes on from there.
            shutil.copy(home / "people.csv", given.prepared / "people.csv")
        if given.postgresql and given.only != "symbolon":
            peer("postgresql.sh", "stop", folder=home / "peers")
        shutil.rmtree(home, ignore_errors=True)


def version(package):
    return subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
