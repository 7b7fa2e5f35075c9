#!/usr/bin/env python3
"""A hundred thousand users from a table, with the hashes of their passwords, through the management API of a running server.

    bench/people.py [--people 100000] [--portion 5000] [--binary target/release/symbolon] [--store postgres://…]

The server is killed (SIGKILL) while it takes a portion, started again, and told the file from that portion on; at last it is told the
whole file once more. Somebody searches all the while. It ends well only where every row was reported once, nobody was lost or made
twice, the record is whole, and those who came in log in by the hashes they came with. `--store` names a fresh database of
PostgreSQL; else the store is SQLite below bench/, which is removed afterwards.
"""

import argparse
import base64
import hashlib
import http.client
import json
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

sys.dont_write_bytecode = True
import prepare
import sides
import start

# A hash that others have published, of `U*U`.
BCRYPT = "{BCRYPT}$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
HEADING = "name,attribute.cn,attribute.email,attribute.sn,groups,passwordHash\r\n"
SURNAMES = 1000
FOUND = 50

GRAPH = """
["/directory/local"]
className = "symbolon.local"

["/method/password.1"]
className = "symbolon.password"
enabled = true
link.directory = ["/directory/local"]
samlDeclarationReference = "urn:bench:password"

["/site/bench"]
title = "Bench"
link.method = [{ enabled = true, to = "/method/password.1" }]

["/group/bench/staff"]
title = "Staff"

["/application/bench/agent"]
title = "Agent"
protocol = "agent"
link.allowedTo = ["/group/bench/staff"]
link.method = [{ enabled = true, to = "/method/password.1" }]
metadata.addresses = "127.0.0.0/8"
metadata.perMinute = 100000
"""


class Asker:
    """One connection that is kept, and opened again where the server was gone."""

    def __init__(self, port, token):
        self.port, self.token, self.connection = port, token, None

    def ask(self, method, path, body=None, kind=None, timeout=120):
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        if kind:
            headers["Content-Type"] = kind
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            return answer.status, answer.headers, answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise

    def json(self, method, path, body=None, kind=None):
        status, headers, text = self.ask(method, path, body, kind)
        if status != 200:
            sys.exit(f"{method} {path}: {status} {text[:2000].decode(errors='replace')}")
        return json.loads(text), headers


class Searcher(threading.Thread):
    """Asks for people again and again, and writes down how long each answer took."""

    def __init__(self, port, token):
        super().__init__(daemon=True)
        self.asker, self.times, self.gone, self.over = Asker(port, token), [], 0, threading.Event()

    def run(self):
        number = 0
        while not self.over.is_set():
            number += 1
            words = [f"vaino makin{number % SURNAMES}", f"user{number * 37}", "vaino"][number % 3]
            began = time.monotonic()
            try:
                status, _, _ = self.asker.ask("GET", "/sso-api/user?" + urllib.parse.urlencode({"site": "bench", "q": words, "limit": FOUND}))
                if status == 200:
                    self.times.append((time.monotonic() - began) * 1000)
                else:
                    self.gone += 1
            except (OSError, http.client.HTTPException):
                self.gone += 1
            self.over.wait(0.05)


def hashed(number):
    if number % 2:
        return BCRYPT
    digest = hashlib.sha1(f"password {number}saltsalt".encode()).digest() + b"saltsalt"
    return "{SSHA}" + base64.b64encode(digest).decode()


def row(number):
    return f'user{number},"Väinö, number {number}",user{number}@bench.test,Mäkinen{number % SURNAMES},bench/staff,{hashed(number)}\r\n'


def spread(times):
    ordered = sorted(times)
    return f"median {statistics.median(ordered):.1f} ms, p99 {ordered[int(len(ordered) * 0.99) - 1]:.1f} ms, slowest {ordered[-1]:.1f} ms ({len(ordered)})"


class Run:
    def __init__(self, given, folder):
        self.given, self.folder = given, folder
        self.port = prepare.free_port()
        store = given.store or f"sqlite:{folder}/symbolon.db"
        (folder / "master.key").write_text(os.urandom(32).hex())
        (folder / "master.key").chmod(0o600)
        (folder / "symbolon.toml").write_text(
            f'public_url = "http://127.0.0.1:{self.port}"\nlisten = "127.0.0.1:{self.port}"\nstore = "{store}"\n'
            f'master_key = ["file:{folder}/master.key"]\nlog = {{ format = "text", level = "warn" }}\n')
        (folder / "graph.toml").write_text(GRAPH)
        self.ctl("apply", folder / "graph.toml")
        self.token = self.ctl("management-token", "create", "bench").split()[-1]
        self.process = None
        self.asker = Asker(self.port, self.token)

    def ctl(self, *arguments):
        command = [self.given.binary, "ctl", "--config", str(self.folder / "symbolon.toml"), *map(str, arguments)]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(f"symbolon ctl {' '.join(map(str, arguments))}: {run.stdout[-2000:]}{run.stderr[-2000:]}")
        return run.stdout

    def serve(self):
        """Starts the server; milliseconds until it was ready."""
        began = time.monotonic()
        with open(self.folder / "log", "a") as log:
            command = [self.given.binary, "serve", "--config", str(self.folder / "symbolon.toml")]
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder)
        ready = start.until_ready(self.process, self.port, "/readyz", began)
        if ready is None:
            sys.exit(f"it did not become ready:\n{(self.folder / 'log').read_text()[-2000:]}")
        return ready

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)

    def portion(self, first):
        """Sends one portion; the report of each of its rows, by name."""
        last = min(first + self.given.portion, self.given.people)
        text = HEADING + "".join(row(number) for number in range(first, last))
        told, _ = self.asker.json("POST", "/sso-api/import/user?site=bench&format=csv&all=true", text.encode(), "text/csv")
        rows = {report["name"]: report["outcome"] for report in told["rows"]}
        if not told["complete"] or len(told["rows"]) != last - first or len(rows) != last - first:
            sys.exit(f"rows {first} to {last}: {len(rows)} of {last - first} reported, complete: {told['complete']}")
        return rows

    def take(self, begin, end, reports):
        """Takes portions until `end`; rows a second."""
        began = time.monotonic()
        for first in range(begin, end, self.given.portion):
            reports.update(self.portion(first))
        return (end - begin) / (time.monotonic() - began)

    def killed(self, first):
        """The server dies half a second into a portion, which so has no report."""
        kill = threading.Timer(0.5, lambda: self.process.send_signal(signal.SIGKILL))
        kill.start()
        try:
            self.portion(first)
        except (OSError, http.client.HTTPException):
            pass
        else:
            sys.exit("the portion was taken before the kill: name a larger --portion")
        self.process.wait()

    def count(self):
        _, headers = self.asker.json("GET", "/sso-api/user?site=bench&count=true&limit=1")
        return int(headers["total-count"])

    def recorded(self, action):
        _, _, text = self.asker.ask("GET", f"/sso-api/audit/export?format=jsonl&action={action}")
        return [json.loads(line)["event"] for line in text.splitlines()]

    def logs_in(self, name, password):
        body = urllib.parse.urlencode({"user": name, "pass": password, "realm": "bench"})
        key = self.key()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", "/validate/check", body, {"Content-Type": "application/x-www-form-urlencoded", **key})
        answer = json.loads(connection.getresponse().read())
        connection.close()
        return answer["result"]["value"] is True

    def key(self):
        """Agents are told apart by their addresses here."""
        return {}

    def searches(self):
        """Each kind of search alone, one after the other, on the whole."""
        kinds = {
            "first page of all": lambda n: {},
            "one name": lambda n: {"q": f"user{n * 137 % self.given.people}"},
            "a word that all have": lambda n: {"q": "vaino"},
            "two words": lambda n: {"q": f"vaino makinen{n % SURNAMES}"},
            "a word of nobody": lambda n: {"q": "nobodyatall"},
            "a common and a wrong word": lambda n: {"q": "vaino nobodyatall"},
            "of a group": lambda n: {"group": "bench/staff"},
            "a word, of a group": lambda n: {"group": "bench/staff", "q": f"makinen{n % SURNAMES}"},
            "counted to the end": lambda n: {"q": "vaino", "count": "true"},
        }
        for name, query in kinds.items():
            times = []
            for n in range(30):
                path = "/sso-api/user?" + urllib.parse.urlencode({"site": "bench", "limit": FOUND, **query(n)})
                began = time.monotonic()
                self.asker.json("GET", path)
                times.append((time.monotonic() - began) * 1000)
            print(f"  {name:<28} {spread(times)}")
        page, times = "/user?site=bench&limit=1000", []
        while page:
            began = time.monotonic()
            told, _ = self.asker.json("GET", "/sso-api" + page)
            times.append((time.monotonic() - began) * 1000)
            page = told["next"]
        print(f"  {'every page of 1 000':<28} {spread(times)}")

    def judged(self, reports):
        people = self.given.people
        wrong = {name: outcome for name, outcome in reports.items() if outcome not in ("made", "unchanged")}
        made = self.recorded("user.made")
        faults = {
            "every row is reported": len(reports) == people and not wrong,
            "everybody is there": self.count() == people,
            "each was made once": len(made) == people and len({event["name"] for event in made}) == people,
            "each got one password": len(self.recorded("credential.put")) == people,
            "a hash of {SSHA} logs in": self.logs_in("user4242", "password 4242"),
            "a wrong password does not": not self.logs_in("user4242", "password 4243"),
            "a hash of {BCRYPT} logs in": self.logs_in("user777", "U*U"),
        }
        return [what for what, holds in faults.items() if not holds]


def main():
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--people", type=int, default=100_000)
    words.add_argument("--portion", type=int, default=5_000)
    sides.takes_binary(words)
    words.add_argument("--store", help="postgres://… of a fresh database")
    given = words.parse_args()
    with tempfile.TemporaryDirectory(dir=sides.ROOT / "bench", prefix="run-") as home:
        folder = pathlib.Path(home)
        print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {start.flushes(folder):.0f} flushes/s, "
              f"{'PostgreSQL' if given.store else 'SQLite'}, {given.people} people, portions of {given.portion}")
        run = Run(given, folder)
        try:
            faults = measured(run, given)
        finally:
            run.stop()
        # It ends with another code where one event is missing or another than it was.
        run.ctl("audit", "verify")
    print(f"load at the end {os.getloadavg()[0]:.1f}; " + ("everything held" if not faults else "NOT HELD: " + ", ".join(faults)))
    sys.exit(1 if faults else 0)


def measured(run, given):
    reports, half = {}, given.people // 2 // given.portion * given.portion
    run.serve()
    searcher = Searcher(run.port, run.token)
    searcher.start()
    first = run.take(0, half, reports)
    run.killed(half)
    again = run.serve()
    there = run.count()
    if there < half or any(outcome != "unchanged" for outcome in run.portion(half - given.portion).values()):
        return [f"what was told outlives a kill: {there} of at least {half}"]
    second = run.take(half, given.people, reports)
    searcher.over.set()
    searcher.join()
    print(f"rows a second: {first:.0f} for the first half, {second:.0f} for the second; {there - half} rows of the killed portion were there, ready again after {again:.0f} ms")
    print(f"searches meanwhile: {spread(searcher.times)}, {searcher.gone} while the server was down")
    faults = run.judged(reports)
    twice = {}
    rate = run.take(0, given.people, twice)
    if set(twice.values()) != {"unchanged"}:
        faults.append("the same file again changes nothing")
    print(f"the same file again: {rate:.0f} rows a second; memory {sides.Server('', run.process.pid, [], None).memory():.0f} MiB PSS")
    print("searches over all, one at a time, 50 on a page:")
    run.searches()
    return faults


if __name__ == "__main__":
    main()
