"""What schemathesis needs to know of the server: a world that stays worth testing, TOML, and a count of what was answered."""

import atexit
import collections
import json
import os
import random
import urllib.error
import urllib.parse
import urllib.request

import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase

URL = os.environ["SCHEMATHESIS_URL"].rstrip("/") + "/sso-api"
TOKEN = os.environ["SCHEMATHESIS_TOKEN"]
CONTROL = os.environ.get("SCHEMATHESIS_CONTROL", "").rstrip("/")
COUNTS = os.environ["SCHEMATHESIS_COUNTS"]

chance = random.Random(int(os.environ["SCHEMATHESIS_SEED"]))
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
    ("/directory/fuzz.2", {}),
    ("/method/fuzz.1", {"className": "symbolon.totp"}),
    ("/method/fuzz.2", {"className": "symbolon.totp"}),
    ("/inboundPolicy/fuzz.1", {}),
    ("/inboundPolicy/fuzz.2", {}),
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


REGISTRATION = {"redirect_uris": ["https://fuzz.example/cb"]}


def restore():
    for path, body in OBJECTS:
        ask("PUT", path, body, If_None_Match="*")
    # Deletion asks that it be disabled first.
    for n in [1, 2]:
        ask("PUT", f"/method/fuzz.{n}", {"enabled": False})
    ask("PUT", "/application/fuzz/fuzz.1/$attribute/metadata", REGISTRATION)
    for path in LINKS:
        ask("PUT", path, {})


def forward(seconds):
    """Turns the world's clock: wrong tokens are few in any five minutes (case X015), and a check sends one to each operation."""
    body = json.dumps({"forward_seconds": seconds}).encode()
    headers = {"Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(f"{CONTROL}/clock", data=body, headers=headers), timeout=30).close()


SITES = {"site": ["fuzz", "fuzz/deep"], "targetSite": ["fuzz", "fuzz/deep"]}
PATHS = {"path": ["fuzz.1", "fuzz/fuzz.1"], "targetPath": ["fuzz.1", "fuzz/fuzz.1"]}


def aim(case):
    """Most calls go to objects that are there, without conditions that cannot hold: else they are all answered 404 and 412.

    What was made wrong on purpose stays as it is.
    """
    wrong = {place for place, part in case.meta.components.items() if part.mode.is_negative}
    if ParameterLocation.PATH not in wrong and case.path_parameters and chance.random() < 0.9:
        # The two ends of a link are not the same, and a link is the same from both ends.
        first = 2 if "previousFactor" in case.path or "memberOf" in case.path else 1
        numbers = {"name": first if "target" in case.path else chance.randint(1, 2), "target": 3 - first, "item": 1}
        if "item" in case.path_parameters:
            numbers["name"] = 1
        for name in case.path_parameters:
            if name in numbers:
                case.path_parameters[name] = f"fuzz.{numbers[name]}"
            elif name in SITES or name in PATHS:
                case.path_parameters[name] = chance.choice(SITES.get(name) or PATHS[name])
    if ParameterLocation.HEADER not in wrong and case.headers and chance.random() < 0.9:
        case.headers.pop("If-None-Match", None)
        if "If-Match" in case.headers:
            case.headers["If-Match"] = "*"
    if ParameterLocation.QUERY not in wrong and case.query and chance.random() < 0.9:
        case.query.pop("dryRun", None)
        case.query.pop("after", None)
    if ParameterLocation.BODY not in wrong and isinstance(case.body, dict) and chance.random() < 0.7:
        kind = str(case.body.get("type", case.path.split("/")[1]))
        if kind in ITEMS or case.operation.definition.raw["operationId"] == "addPolicyItem":
            case.body |= {"attributeName": "a", "attributeValue": "text:b"}
    method = case.operation.method.lower()
    reads = method == "get" and ("{target" in case.path or "{item}" in case.path)
    if not wrong and (method == "delete" or reads) and chance.random() < 0.8:
        prepare(case)


ITEMS = {"inboundPolicyItem", "policyItem"}


def prepare(case):
    """What is to be deleted, and the links and items that are to be read, are made before."""
    if case.operation.definition.raw["operationId"] == "deleteSite":
        case.path_parameters["site"] = "fuzz/gone"
    path = case.path.format(**{k: urllib.parse.quote(str(v), safe="") for k, v in case.path_parameters.items()})
    kind = path.split("/")[1]
    body = {"attributeName": "a", "attributeValue": "text:b"} if kind in ITEMS else {}
    if path.endswith("/metadata"):
        body = REGISTRATION
    elif kind == "method" and "$" not in path:
        body = {"className": "symbolon.totp", "enabled": False}
    if ask("PUT", path, body) >= 400:
        # One of its ends was deleted.
        restore()
        ask("PUT", path, body)


@schemathesis.hook
def filter_case(context, case):
    """The coverage phase tries every boundary of every attribute: more than ten thousand calls. A part of them is drawn.

    Those that should succeed at operations without a body are few, and all asked.
    """
    if case.meta is None or case.meta.phase.name != TestPhase.COVERAGE:
        return True
    few = case.meta.generation.mode.is_positive and case.operation.method.lower() in ("get", "delete")
    return few or chance.random() < SHARE


# How much of the coverage phase is asked.
SHARE = float(os.environ.get("SCHEMATHESIS_SHARE", "1"))


@schemathesis.hook
def before_call(context, case, kwargs):
    # In a sequence of calls nothing is made again behind its back: it checks that what was deleted is gone.
    alone = case.meta is not None and case.meta.phase.name != TestPhase.STATEFUL
    if alone:
        aim(case)
    if not alone and case.operation.method.lower() == "delete" and case.query:
        # A dry run answers as if it had deleted, and what comes after would be taken for a find.
        case.query.pop("dryRun", None)
    if alone and calls % EVERY == 0:
        restore()
    if CONTROL and calls % 20 == 0:
        forward(301)
    # Pruning would empty the world and leave nothing to test: it is judged and not done.
    if case.operation.definition.raw.get("operationId") == "applyConfiguration" and "prune" in (case.query or {}):
        case.query["dryRun"] = "true"


# How many calls lie between two restorations.
EVERY = 50


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
