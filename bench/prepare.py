#!/usr/bin/env python3
"""Prepares a folder for bench/radius.py and bench/agent.py: settings, people, tokens and applications, all through `symbolon ctl`.

    bench/prepare.py FOLDER [--binary target/release/symbolon] [--people 4096] [--holders 256]

Passwords are kept in clear, as the peers keep theirs in the same run: what is measured is the rest. The first `--holders` people
have a HOTP token as well. Applications: `pap` (a password alone), `totp` (the code of a TOTP token alone) and `hotp` over RADIUS, each known
by an address of its own, and `agent` (HOTP codes alone).
"""

import argparse
import json
import os
import pathlib
import socket
import subprocess
import sys

sys.dont_write_bytecode = True
import sides

SECRET = "a shared secret of the bench, long enough"

GRAPH = """
["/server"]
sessionMinutes = 1440

["/directory/local"]
className = "symbolon.local"

["/method/password.1"]
className = "symbolon.password"
configuration = ["policy.password.encoding {{PLAIN}}", "policy.password.encoding.unsafe true"]
enabled = true
link.directory = ["/directory/local"]
samlDeclarationReference = "urn:bench:password"

["/method/oath.1"]
className = "symbolon.oath"
configuration = ["oathMode event"]
enabled = true
link.directory = ["/directory/local"]
samlDeclarationReference = "urn:bench:hotp"

["/method/oath.2"]
className = "symbolon.oath"
enabled = true
link.directory = ["/directory/local"]
samlDeclarationReference = "urn:bench:totp"

["/site/bench"]
title = "Bench"
link.method = [
    {{ enabled = true, to = "/method/password.1" }},
    {{ enabled = true, to = "/method/oath.1" }},
    {{ enabled = true, to = "/method/oath.2" }},
]

["/group/bench/everyone"]
everyone = true
"""

APPLICATION = """
["/application/bench/{name}"]
title = "{name}"
protocol = "{protocol}"
link.allowedTo = ["/group/bench/everyone"]
link.method = [{{ enabled = true{opens}, to = "/method/{method}" }}]
{metadata}
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def application(name, protocol, method, metadata):
    opens = "" if method == "password.1" else ", opens = true"
    lines = "\n".join(f"metadata.{key} = {json.dumps(value)}" for key, value in metadata.items())
    return APPLICATION.format(name=name, protocol=protocol, method=method, opens=opens, metadata=lines)


def main():
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("folder", type=pathlib.Path)
    sides.takes_binary(words)
    words.add_argument("--people", type=int, default=4096)
    words.add_argument("--holders", type=int, default=256)
    given = words.parse_args()
    folder = given.folder.resolve()
    folder.mkdir(parents=True)
    http, radius = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
    (folder / "master.key").write_text(os.urandom(32).hex())
    (folder / "master.key").chmod(0o600)
    (folder / "symbolon.toml").write_text(
        f'public_url = "http://{http}"\nlisten = "{http}"\nstore = "sqlite:{folder}/symbolon.db"\nmaster_key = ["file:{folder}/master.key"]\n'
        f'radius = {{ listen = ["{radius}"] }}\nlog = {{ format = "text", level = "warn" }}\n')
    sides.people(folder / "people.csv", given.people)
    people = [line.split(",") for line in (folder / "people.csv").read_text().split()]
    (folder / "graph.toml").write_text(
        GRAPH.format()
        + application("pap", "radius", "password.1", {"addresses": ["127.0.0.2/32"], "secret": SECRET})
        + application("hotp", "radius", "oath.1", {"addresses": ["127.0.0.3/32"], "secret": SECRET})
        + application("totp", "radius", "oath.2", {"addresses": ["127.0.0.4/32"], "secret": SECRET})
        + application("agent", "agent", "oath.1", {"addresses": "127.0.0.0/8", "perMinute": 100_000_000}))
    (folder / "users.jsonl").write_text("".join(
        json.dumps({"site": "bench", "name": name, "passwordHash": "{PLAIN}" + password}) + "\n" for name, password, *_ in people))

    def ctl(*arguments):
        run = subprocess.run([given.binary, "ctl", "--config", str(folder / "symbolon.toml"), *map(str, arguments)], capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(f"symbolon ctl {' '.join(map(str, arguments))}: {run.stdout[-2000:]}{run.stderr[-2000:]}")
        return run.stdout

    ctl("apply", folder / "graph.toml")
    ctl("user", "import", folder / "users.jsonl")
    for kind, method, count in [("hotp", "oath.1", given.holders), ("totp", "oath.2", given.people)]:
        rows = [f"{kind}-{name},{kind},{secret},hex,{name}" for name, _, secret, _ in people[:count]]
        (folder / f"{kind}.csv").write_text("serial,type,secret,encoding,user\n" + "\n".join(rows) + "\n")
        ctl("token", "import", "--site", "bench", "--method", method, "--assign", folder / f"{kind}.csv")
    (folder / "bench.json").write_text(json.dumps({
        "http": http,
        "radius": radius,
        "logins": {
            "PAP": {"from": "127.0.0.2", "secret": SECRET, "kind": "pap", "layout": "password"},
            "TOTP": {"from": "127.0.0.4", "secret": SECRET, "kind": "totp", "layout": "code"},
        },
        "agent": {"path": "/validate/check", "layout": "code"},
    }, indent=1))
    print(f"prepared {folder}: {given.people} people, {given.holders} with a HOTP token")


if __name__ == "__main__":
    main()
