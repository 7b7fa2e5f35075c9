"""Two Symbolons that know each other: an identity provider, and a SAML proxy before it; and people with a session at the provider.

Imported, not run.
"""

import base64
import html.parser
import http.client
import json
import os
import subprocess
import sys
import time
import urllib.parse
import zlib

import prepare
import sides

KEYS = {"RS256": "RSA-3072", "ES256": "P-256"}
ACS = "http://app.bench.invalid/acs"

GRAPH = """
["/server"]
sessionMinutes = 1440

["/site/bench"]
title = "Bench"
{links}

["/group/bench/everyone"]
everyone = true
"""

PASSWORD = """
["/directory/local"]
className = "symbolon.local"

["/method/password.1"]
className = "symbolon.password"
configuration = ["policy.password.encoding {PLAIN}", "policy.password.encoding.unsafe true"]
enabled = true
link.directory = ["/directory/local"]
samlDeclarationReference = "urn:bench:password"
"""

ELSEWHERE = """
["/method/{name}"]
className = "symbolon.saml"
configuration = ["signingAlgorithm {algorithm}"]
enabled = true
metadata = {metadata}
samlDeclarationReference = "urn:bench:{name}"
"""

DESCRIPTOR = """<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{entity}">\
<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:AssertionConsumerService index="0" \
Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="{acs}"/></md:SPSSODescriptor></md:EntityDescriptor>"""

# %ID% is the load generator's.
REQUEST = """<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" \
ID="_{run}%ID%" Version="2.0" IssueInstant="{now}" Destination="{sso}"><saml:Issuer>{entity}</saml:Issuer></samlp:AuthnRequest>"""


class House:
    """A Symbolon with a folder of its own."""

    def __init__(self, binary, folder):
        folder.mkdir()
        self.binary, self.folder, self.process = binary, folder, None
        self.address = f"127.0.0.1:{prepare.free_port()}"
        (folder / "master.key").write_text(os.urandom(32).hex())
        (folder / "master.key").chmod(0o600)
        (folder / "symbolon.toml").write_text(
            f'public_url = "http://{self.address}"\nlisten = "{self.address}"\nstore = "sqlite:{folder}/symbolon.db"\n'
            f'master_key = ["file:{folder}/master.key"]\nlog = {{ format = "text", level = "warn" }}\n')
        (folder / "bench.json").write_text(json.dumps({"http": self.address}))

    def ctl(self, *arguments):
        run = subprocess.run([self.binary, "ctl", "--config", str(self.folder / "symbolon.toml"), *map(str, arguments)],
                             capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(f"symbolon ctl {' '.join(map(str, arguments))}: {run.stdout[-2000:]}{run.stderr[-2000:]}")

    def apply(self, text):
        (self.folder / "graph.toml").write_text(text)
        self.ctl("apply", self.folder / "graph.toml")

    def start(self):
        self.process, _ = sides.symbolon(self.binary, self.folder)

    def end(self):
        if self.process:
            sides.ended(self.process)
            self.process = None

    def fetched(self, path):
        status, _, body = get(self.address, path)
        if status != 200:
            sys.exit(f"http://{self.address}{path} answered {status}: {body[:2000]}")
        return body


def application(name, algorithm, method, registration):
    lines = "\n".join(f"metadata.{key} = {json.dumps(value)}" for key, value in registration.items())
    return (f'["/application/bench/{name}"]\ntitle = "{name}"\nprotocol = "saml"\nlink.allowedTo = ["/group/bench/everyone"]\n'
            f'link.method = [{{ enabled = true, to = "/method/{method}" }}]\nmetadata.signing_algorithm = "{algorithm}"\n{lines}\n')


def provided(algorithm):
    """The application that the load generator plays."""
    entity = f"http://app.bench.invalid/{algorithm}"
    return {"entity_id": entity, "descriptor": DESCRIPTOR.format(entity=entity, acs=ACS)}


def graph(methods, more):
    links = "link.method = [" + ", ".join(f'{{ enabled = true, to = "/method/{name}" }}' for name in methods) + "]"
    return GRAPH.format(links=links) + more


def provider(house, people, relying):
    """The identity provider: people with passwords, an application for each kind of key, and whoever relies on it beside."""
    own = "".join(application(f"own-{a}", a, "password.1", provided(a)) for a in KEYS)
    others = "".join(application(f"proxy-{a}", a, "password.1", registration) for a, registration in relying.items())
    house.apply(graph(["password.1"], PASSWORD + own + others))
    if not relying:
        users = ({"site": "bench", "name": f"user{n}", "passwordHash": f"{{PLAIN}}password{n}"} for n in range(people))
        (house.folder / "users.jsonl").write_text("".join(json.dumps(user) + "\n" for user in users))
        house.ctl("user", "import", house.folder / "users.jsonl")


def proxy(house, metadata):
    """The proxy: for each kind of key a method that asks the provider, and an application that is sent on to it."""
    methods = {a: f"saml.{n}" for n, a in enumerate(KEYS, 1)}
    more = "".join(ELSEWHERE.format(name=name, algorithm=a, metadata=json.dumps(metadata)) for a, name in methods.items())
    more += "".join(application(f"own-{a}", a, name, provided(a)) for a, name in methods.items())
    house.apply(graph(methods.values(), more))
    house.start()
    relying = {}
    for algorithm, name in methods.items():
        entity = f"http://{house.address}/saml2/sp/{name}/metadata"
        # Names are encrypted to nobody here, as at the application: what is compared is the same on both sides.
        relying[algorithm] = {"entity_id": entity, "descriptor": house.fetched(f"/saml2/sp/{name}/metadata"), "encrypt": "never"}
    return relying


def houses(given, home, running):
    """Starts both and lets them know each other; whatever runs is in `running`, so that it can be ended."""
    ours = House(given.binary, home / "provider")
    running.append(ours)
    provider(ours, max(given.levels), {})
    ours.start()
    if given.only == "idp":
        return ours, None
    before = House(given.binary, home / "proxy")
    running.append(before)
    relying = proxy(before, ours.fetched("/saml2/metadata"))
    # Each has to know the other's metadata.
    ours.end()
    provider(ours, max(given.levels), relying)
    ours.start()
    return ours, before


def get(address, path, cookies=None, form=None):
    line = http.client.HTTPConnection(address, timeout=30)
    headers = {"Accept": "text/html", **({"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())} if cookies else {})}
    if form is not None:
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    line.request("GET" if form is None else "POST", path, None if form is None else urllib.parse.urlencode(form), headers)
    answer = line.getresponse()
    body = answer.read().decode()
    for cookie in answer.headers.get_all("Set-Cookie") or []:
        name, value = cookie.split(";")[0].split("=", 1)
        if cookies is not None:
            cookies[name] = value
    line.close()
    return answer.status, answer.headers.get("Location"), body


class Prompt(html.parser.HTMLParser):
    """The form that asks for a password."""

    def __init__(self, page):
        super().__init__()
        self.forms = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if tag == "form":
            self.forms.append((known.get("action"), {}))
        elif tag == "input" and self.forms and "name" in known:
            self.forms[-1][1][known["name"]] = known.get("value") or ""

    def found(self):
        return next((form for form in self.forms if "password" in form[1]), None)


def session(house, number, request):
    """Logs somebody in and gives the cookies."""
    cookies = {}
    query = urllib.parse.urlencode({"SAMLRequest": deflated(request.replace("%ID%", f"login{number}"))})
    path = f"/saml2/sso?{query}"
    form = None
    for _ in range(8):
        status, onward, body = get(house.address, path, cookies, form)
        if onward:
            path, form = onward, None
            continue
        asked = Prompt(body).found()
        if "SAMLResponse" in body:
            return cookies
        if status != 200 or not asked:
            break
        path = asked[0] or path
        form = asked[1] | {"name": f"user{number}", "username": f"user{number}", "password": f"password{number}"}
        form = {key: value for key, value in form.items() if key in asked[1]}
    sys.exit(f"user{number} could not be logged in: {path} answered {status}\n{body[:3000]}")


def deflated(text):
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.b64encode(squeezed.compress(text.encode()) + squeezed.flush()).decode()


def request(house, algorithm):
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return REQUEST.format(run=os.urandom(12).hex(), now=now, sso=f"http://{house.address}/saml2/sso", entity=provided(algorithm)["entity_id"])
