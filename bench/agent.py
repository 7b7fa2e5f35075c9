#!/usr/bin/env python3
"""Codes checked a second over HTTP: Symbolon's agent API beside privacyIDEA and glewlwyd, in turn on the same machine.

    bench/agent.py --prepared FOLDER [--binary target/release/symbolon]
    bench/agent.py --only peers

HOTP codes, each used once, so that every answer is a grant that was written down. privacyIDEA runs under gunicorn with SQLite and
with PostgreSQL, with the policy that asks for no PIN (its PIN hash would be all that is measured); glewlwyd with its packaged SQLite.
Rounds go from one to the next, so that a busy minute hits all of them. Medians; the spread stands beside.
"""

import argparse
import os
import pathlib
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
import sides
from sides import Server, Table, peer


def privacyidea(home, holders, name, **environment):
    script = {"folder": home / name, **environment}
    said = peer("privacyidea.sh", "start", PRIVACYIDEA_HOTP=str(holders), **script)
    arguments = ["--server", said["PRIVACYIDEA_URL"].removeprefix("http://"), "--realm", said["PRIVACYIDEA_REALM"]]
    return Server(f"privacyIDEA {name}", int(said["PRIVACYIDEA_PID"]), arguments, lambda: peer("privacyidea.sh", "stop", **script))


def glewlwyd(home, holders):
    said = peer("glewlwyd.sh", "start", folder=home / "glewlwyd", GLEWLWYD_HOTP=str(holders))
    arguments = ["--server", said["GLEWLWYD_URL"].removeprefix("http://"), "--api", "glewlwyd"]
    return Server("glewlwyd", int(said["GLEWLWYD_PID"]), arguments, lambda: peer("glewlwyd.sh", "stop", folder=home / "glewlwyd"))


def start_symbolon(binary, folder):
    """Symbolon on a prepared folder; `agent` in bench.json says how its agent API is asked."""
    process, said = sides.symbolon(binary, folder)
    asked = said["agent"]
    arguments = ["--server", said["http"], "--path", asked["path"], "--layout", asked["layout"]]
    return Server("symbolon", process.pid, arguments, lambda: sides.ended(process))


def contestants(given, home, holders):
    servers = []
    if given.only != "peers":
        servers.append(start_symbolon(given.binary, given.prepared))
    if given.only != "symbolon":
        servers.append(privacyidea(home, holders, "sqlite"))
        if given.postgresql:
            database = peer("postgresql.sh", "start", folder=home / "database")
            place = "{PGUSER}:{PGPASSWORD}@{PGHOST}:{PGPORT}/symbolon".format(**database)
            servers.append(privacyidea(home, holders, "postgresql", PRIVACYIDEA_DATABASE=f"postgresql+psycopg2://{place}"))
        servers.append(glewlwyd(home, holders))
    return servers


def measure(given, servers, home, program):
    table, owned = Table("codes"), {}
    for server in servers:
        # Counters are kept for each server by itself; a peer was made for this run and knows of none yet.
        owned[server.name] = home / f"{server.name.replace(' ', '-')}.csv"
        lines = (home / "people.csv").read_text().split()
        if server.name != "symbolon":
            lines = [line.rsplit(",", 1)[0] + ",0" for line in lines]
        owned[server.name].write_text("\n".join(lines) + "\n")
    for level in given.levels:
        for _ in range(given.rounds):
            for server in servers:
                told = sides.load(program, server, "--users", owned[server.name], "--window", level, "--seconds", given.seconds)
                table.add(level, server, told)
    return table, owned


def options():
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--only", choices=["peers", "symbolon"])
    words.add_argument("--prepared", type=pathlib.Path, help="folder with Symbolon's settings, people and bench.json")
    sides.takes_binary(words)
    words.add_argument("--levels", type=lambda text: [int(n) for n in text.split(",")], default=[1, 4, 32])
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--seconds", type=float, default=4)
    words.add_argument("--people", type=int, default=64, help="how many of them the peers know; making one takes a moment")
    words.add_argument("--no-postgresql", dest="postgresql", action="store_false")
    given = words.parse_args()
    if given.only != "peers" and not given.prepared:
        words.error("Symbolon needs --prepared FOLDER; --only peers does without")
    if max(given.levels) > given.people:
        words.error("there must be a person for each request on the way: raise --people")
    return given


def main():
    given = options()
    program = sides.generators() / "http-load"
    for script in ("privacyidea.sh", "glewlwyd.sh", *(["postgresql.sh"] if given.postgresql else [])):
        peer(script, "install", folder="/nowhere")
    home = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("SYMBOLON_BENCH_DIR", sides.ROOT / "bench"), prefix="run-"))
    home.chmod(0o755)
    servers, owned = [], {}
    try:
        if given.prepared:
            lines = (given.prepared / "people.csv").read_text().splitlines()[: given.people]
            (home / "people.csv").write_text("\n".join(lines) + "\n")
        else:
            sides.people(home / "people.csv", given.people)
        print(sides.machine(home))
        servers = contestants(given, home, holders(home))
        table, owned = measure(given, servers, home, program)
        table.show(servers)
        print("\nmemory after it all, PSS MiB: " + ", ".join(f"{server.name} {server.memory():.0f}" for server in servers))
        print(f"at the end: {sides.machine(home)}")
    finally:
        for server in servers:
            server.end()
        keep(given, owned)
        if given.postgresql and given.only != "symbolon":
            peer("postgresql.sh", "stop", folder=home / "database")
        shutil.rmtree(home, ignore_errors=True)


def holders(home):
    """Names and secrets as the peers' scripts take them."""
    path, lines = home / "holders.csv", [line.split(",") for line in (home / "people.csv").read_text().split()]
    path.write_text("".join(f"{name},{secret}\n" for name, _, secret, *_ in lines))
    return path


def keep(given, owned):
    """Codes that Symbolon took stay spent: the next run with this folder goes on from there."""
    if given.prepared and "symbolon" in owned:
        used = owned["symbolon"].read_text().splitlines()
        rest = (given.prepared / "people.csv").read_text().splitlines()[len(used):]
        (given.prepared / "people.csv").write_text("\n".join(used + rest) + "\n")


if __name__ == "__main__":
    main()
