#!/usr/bin/env python3
"""SAML responses a second, beside the rate at which the same library signs; and logins through a proxy, beside the provider behind it.

    bench/saml.py [--binary target/dist/symbolon] [--only idp]

A session is there, a request comes by address, the response goes by form, its assertion and itself signed. `raw` is what AWS-LC signs on
as many threads as the server has, `made` the responses that the wire crate makes of it without a server. A login through the proxy
is one of somebody whom the proxy does not know and who has a session at the provider: the proxy signs its request, the provider twice, the
proxy twice again. Rounds go from one to the next, so that a busy minute hits all of them. Medians; the spread stands beside.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import sides
from pair import ACS, KEYS, houses, request, session
from sides import Server, shown


class Raw:
    """The library alone, and the wire crate alone."""

    def __init__(self, program, name, algorithm, signatures, threads):
        self.name, self.algorithm, self.signatures = name, algorithm, signatures
        self.environment = {"SYMBOLON_BENCH_SIGNING": f"{name} {algorithm}", "SYMBOLON_BENCH_THREADS": str(threads)}
        self.program, self.levels = program, False

    def run(self, seconds, _):
        environment = {**os.environ, **self.environment, "SYMBOLON_BENCH_SECONDS": str(seconds)}
        printed = subprocess.run([self.program], env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
        told = json.loads(printed)
        return {"per_second": told["per_second"], "processor_us": {"": told["ticks"] / sides.TICKS * 1e6 / told["count"]}}


class Logins:
    """Responses of a server, and the processor time of each server that has to do with them."""

    def __init__(self, name, algorithm, front, servers, loader):
        self.name, self.algorithm, self.front, self.servers, self.loader = name, algorithm, front, servers, loader
        self.signatures, self.levels = 2 if len(servers) == 1 else 5, True

    def run(self, seconds, level):
        home = self.loader["home"]
        asked = home / "request.xml"
        asked.write_text(request(self.front, self.algorithm))
        # Samples of each run go on to be verified; one of each browser's first is among them.
        kept = home / "samples" / f"{self.name}-{self.algorithm}".replace(" ", "-")
        kept.mkdir(parents=True, exist_ok=True)
        forget = ["--forget", self.front.address] if len(self.servers) > 1 else []
        server = Server(self.name, self.front.process.pid, ["--sso", f"http://{self.front.address}/saml2/sso", "--acs", ACS], None)
        others = [Server("provider", house.process.pid, [], None) for house in self.servers if house is not self.front]
        before = [other.processor() for other in others]
        told = sides.load(self.loader["program"], server, "--request", asked, "--cookies", self.loader["cookies"], "--window", level,
                          "--seconds", seconds, "--warmup", 0, "--keep", kept, *forget)
        if told["rejected"] or told["lost"]:
            sys.exit(f"{self.name}: {told['rejected']} responses that say no, {told['lost']} logins without any")
        count = max(told["accepted"], 1)
        told["processor_us"] = {"": told["processor_us"]} | {
            other.name: (other.processor() - was) * 1e6 / count for other, was in zip(others, before)}
        return told


def signing(binary):
    """Builds the bench of the wire crate as the server was built, and gives the program."""
    profile = {"debug": "dev"}.get(pathlib.Path(binary).resolve().parent.name, pathlib.Path(binary).resolve().parent.name)
    profile = profile if profile in ("dev", "release", "dist") else "release"
    command = [*os.environ.get("CARGO", "cargo").split(), "bench", "--no-run", "--locked", "--quiet", "--profile", profile, "-p", "symbolon-saml",
               "--bench", "signing", "--message-format", "json"]
    built = subprocess.run(command, cwd=sides.ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    found = [json.loads(line).get("executable") for line in built.splitlines()]
    return next(path for path in reversed(found) if path)


def measure(given, rows, runs):
    levels = {row: given.levels if row.levels else [given.threads] for row in rows}
    # Each is warm before it counts, so that processor time is of what is counted alone.
    for row in rows:
        row.run(0.5, max(levels[row]))
    for _ in range(given.rounds):
        for row in rows:
            for level in levels[row]:
                told = row.run(given.seconds, level)
                runs.setdefault((row, level), []).append(told)
                print(f"  {KEYS[row.algorithm]:<9} {row.name:<16} {level:>3} {shown(told['per_second']):>9}/s", file=sys.stderr)


def show(runs):
    print(f"\n{'key':<9} {'what':<16} {'at once':>7} {'a second':>9} {'(spread)':>17} {'p50 ms':>8} {'p99 ms':>8} {'CPU us':>16} {'signatures':>10} "
          f"{'/ raw':>7} {'signing':>8}")
    middle = lambda told, key: statistics.median(run[key] for run in told)
    raw = {row.algorithm: told for (row, _), told in runs.items() if row.name == "raw"}
    for (row, level), told in runs.items():
        rates = [run["per_second"] for run in told]
        each = {name: statistics.median(run["processor_us"][name] for run in told) for name in told[0]["processor_us"]}
        alone = raw[row.algorithm]
        one = statistics.median(run["processor_us"][""] for run in alone)
        times = [f"{middle(told, key) / 1000:8.3f}" if key in told[0] else f"{'':8}" for key in ("p50_us", "p99_us")]
        spread = f"{shown(min(rates))} to {shown(max(rates))}"
        print(f"{KEYS[row.algorithm]:<9} {row.name:<16} {level:>7} {shown(statistics.median(rates)):>9} {spread:>17} {' '.join(times)} "
              f"{' + '.join(f'{us:.0f}' for us in each.values()):>16} {row.signatures:>10} "
              f"{statistics.median(rates) / middle(alone, 'per_second'):7.3f} {row.signatures * one / sum(each.values()):8.2f}")


def limits(runs):
    """Logins through the proxy beside the provider's own responses."""
    for (row, level), told in runs.items():
        if row.name == "through a proxy":
            own = next(t for (r, l), t in runs.items() if (r.name, r.algorithm, l) == ("responses", row.algorithm, level))
            rate = lambda runs_: statistics.median(run["per_second"] for run in runs_)
            print(f"{KEYS[row.algorithm]}, {level} at once: {shown(rate(told))} logins a second through the proxy, where the provider alone gives "
                  f"{shown(rate(own))} responses a second: {rate(told) / rate(own):.2f}")


def verified(home, house, before):
    """xmlsec1 verifies both signatures of the samples, by the keys of the metadata."""
    trusted = {}
    for which in filter(None, (house, before)):
        for n, certificate in enumerate(dict.fromkeys(re.findall(r"<ds:X509Certificate>([^<]+)<", which.fetched("/saml2/metadata")))):
            path = home / f"{which.folder.name}-{n}.pem"
            path.write_text(f"-----BEGIN CERTIFICATE-----\n{certificate}\n-----END CERTIFICATE-----\n")
            trusted.setdefault(which, []).append(path)
    counts = {}
    for folder in sorted((home / "samples").iterdir()):
        keys = trusted[before if folder.name.startswith("through") else house]
        samples = sorted(folder.iterdir())
        for sample in samples[:: max(len(samples) // 8, 1)]:
            text = sample.read_text()
            for element, name in (("Response", "urn:oasis:names:tc:SAML:2.0:protocol:Response"), ("Assertion", "urn:oasis:names:tc:SAML:2.0:assertion:Assertion")):
                identifier = re.search(rf"<saml[a-z]*:{element} [^>]*\bID=\"([^\"]+)\"", text).group(1)
                node = f"//*[local-name()='{element}']/*[local-name()='Signature']"
                command = ["xmlsec1", "--verify", "--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:protocol:Response", "--id-attr:ID",
                           "urn:oasis:names:tc:SAML:2.0:assertion:Assertion", "--node-xpath", node]
                tried = [subprocess.run([*command, "--pubkey-cert-pem", str(key), str(sample)], capture_output=True, text=True) for key in keys]
                if not any(run.returncode == 0 for run in tried) or f'URI="#{identifier}"' not in text:
                    sys.exit(f"a signature of {folder.name} does not hold: {sample.name}\n{tried[-1].stderr[-1500:]}\n{text[:3000]}")
            counts[folder.name] = counts.get(folder.name, 0) + 1
    return ", ".join(f"{count} of {name}" for name, count in counts.items())


def options():
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    sides.takes_binary(words)
    words.add_argument("--only", choices=["idp"], help="without the proxy")
    words.add_argument("--levels", type=lambda text: [int(n) for n in text.split(",")], default=[1, 16], help="requests on the way")
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--seconds", type=float, default=2)
    words.add_argument("--threads", type=int, default=os.cpu_count(), help="of each server, and of what signs without one")
    return words.parse_args()


def main():
    given = options()
    if not shutil.which("xmlsec1"):
        sys.exit("samples are verified with xmlsec1: apt-get install xmlsec1")
    os.environ["TOKIO_WORKER_THREADS"] = str(given.threads)
    program, signs = sides.generators() / "saml-load", signing(given.binary)
    home = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("SYMBOLON_BENCH_DIR", sides.ROOT / "bench"), prefix="run-"))
    running, runs = [], {}
    try:
        print(f"{sides.machine(home)}, {given.threads} threads each")
        ours, before = houses(given, home, running)
        cookies = home / "cookies.txt"
        asked = request(ours, "RS256")
        held = (session(ours, n, asked) for n in range(max(given.levels)))
        cookies.write_text("".join(f"{ours.address} {'; '.join(f'{k}={v}' for k, v in kept.items())}\n" for kept in held))
        loader = {"program": program, "cookies": cookies, "home": home}
        rows = []
        for algorithm in KEYS:
            rows += [Raw(signs, "raw", algorithm, 1, given.threads), Raw(signs, "made", algorithm, 2, given.threads)]
            rows.append(Logins("responses", algorithm, ours, [ours], loader))
            if before:
                rows.append(Logins("through a proxy", algorithm, before, [before, ours], loader))
        measure(given, rows, runs)
        show(runs)
        print()
        limits(runs)
        print(f"both signatures verified with xmlsec1: {verified(home, ours, before)}")
        for which in running:
            print(f"memory after it all, PSS MiB: {which.folder.name} {Server('', which.process.pid, [], None).memory():.0f}")
        print(f"at the end: {sides.machine(home)}")
    finally:
        for which in running:
            which.end()
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
