"""What schemathesis needs to know of the server: a world that stays worth testing, TOML, and a count of what was answered."""

import atexit
import collections
import json
import os
import urllib.error
import urllib.parse
import urllib.request

import schemathesis

URL = os.environ["SCHEMATHESIS_URL"].rstrip("/") + "/sso-api"
TOKEN = os.environ["SCHEMATHESIS_TOKEN"]
CONTROL = os.environ.get("SCHEMATHESIS_CONTROL", "").rstrip("/")
COUNTS = os.environ["SCHEMATHESIS_COUNTS"]

counts = collections.defaultdict(collections.Counter)
calls = 0


def ask(method, path, body=None, **headers):
    """One call of our own: its status."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(URL + path, data=data, method=method)
    request.add_header("Authorization", f"Bearer {TOKEN}")
    request.add_header("Accept", "application/json")
    if data is not None:
        request.add_header("Content-Type", "application/json")
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


# One object of each type under the names that the dictionaries know, made again where a call deleted it.
OBJECTS = [
    ("/site/fuzz", {}),
    ("/site/fuzz%2Fdeep", {}),
    ("/directory/fuzz.1", {}),
    ("/method/fuzz.1", {"className": "symbolon.totp"}),
    ("/method/fuzz.2", {"className": "symbolon.totp"}),
    ("/inboundPolicy/fuzz.1", {}),
    ("/inboundPolicyItem/fuzz.1/fuzz.1", {"attributeName": "a", "attributeValue": "b"}),
    ("/template/fuzz.1", {}),
    ("/role/fuzz.1", {}),
    ("/role/fuzz/fuzz.1", {}),
]
for site in ["fuzz", "fuzz%2Fdeep"]:
    OBJECTS += [(f"/{noun}/{site}/fuzz.{n}", {}) for noun in ["group", "policy", "application"] for n in [1, 2]]
    OBJECTS.append((f"/policyItem/{site}/fuzz.1/fuzz.1", {"attributeName": "a", "attributeValue": "text:b"}))
LINKS = [
    f"/site/{site}/$link/method/fuzz.{n}" for site in ["fuzz", "fuzz%2Fdeep"] for n in [1, 2]
] + [
    "/site/fuzz/$link/share/site/fuzz%2Fdeep",
    "/method/fuzz.1/$link/nextFactor/method/fuzz.2",
    "/method/fuzz.1/$link/directory/fuzz.1",
    "/method/fuzz.1/$link/inboundPolicy/fuzz.1",
    "/role/fuzz.1/$link/assignedTo/group/fuzz/fuzz.1",
    "/role/fuzz.1/$link/grantedTo/application/fuzz/fuzz.1",
    "/group/fuzz/fuzz.1/$link/member/group/fuzz/fuzz.2",
    "/group/fuzz/fuzz.1/$link/method/fuzz.1",
    "/application/fuzz/fuzz.1/$link/method/fuzz.1",
    "/application/fuzz/fuzz.1/$link/allowedTo/group/fuzz/fuzz.1",
    "/application/fuzz/fuzz.1/$link/policy/fuzz/fuzz.1",
]


def restore():
    for path, body in OBJECTS:
        ask("PUT", path, body, If_None_Match="*")
    # Deletion asks that it be disabled first.
    for n in [1, 2]:
        ask("PUT", f"/method/fuzz.{n}", {"enabled": False})
    ask("PUT", "/application/fuzz/fuzz.1/$attribute/metadata", {"redirect_uris": ["https://fuzz.example/cb"]})
    for path in LINKS:
        ask("PUT", path, {})


def forward(seconds):
    """Turns the world's clock: wrong tokens are few in any five minutes (case X015), and a check sends one to each operation."""
    body = json.dumps({"forward_seconds": seconds}).encode()
    headers = {"Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(f"{CONTROL}/clock", data=body, headers=headers), timeout=30).close()


@schemathesis.hook
def before_call(context, case, kwargs):
    if calls % EVERY == 0:
        restore()
    if CONTROL and calls % 20 == 0:
        forward(301)
    # Pruning would empty the world and leave nothing to test: it is judged and not done.
    if case.operation.definition.raw.get("operationId") == "applyConfiguration" and "prune" in (case.query or {}):
        case.query["dryRun"] = "true"


# How many calls lie between two restorations.
EVERY = 100


@schemathesis.hook
def after_call(context, case, response):
    global calls
    calls += 1
    # A probe with another method is about that method, not about the operation.
    if response.request.method == case.operation.method.upper():
        counts[case.operation.definition.raw["operationId"]][response.status_code] += 1
    else:
        counts["(other methods)"][response.status_code] += 1


@schemathesis.hook
def after_load_schema(context, schema):
    for result in schema.get_all_operations():
        counts[result.ok().definition.raw["operationId"]] += collections.Counter()


@atexit.register
def write():
    with open(COUNTS, "w") as out:
        json.dump({"calls": calls, "operations": counts}, out)


@schemathesis.serializer("application/toml")
def toml(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
