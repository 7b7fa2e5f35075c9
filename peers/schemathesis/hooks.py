"""What schemathesis needs to know of the server: a world that stays worth testing, TOML, and a count of what was answered."""

import atexit
import collections
import hashlib
import hmac
import http.server
import itertools
import json
import os
import random
import threading
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
# How often each operation succeeded, and how often it was tried before it did.
good = collections.Counter()
vain = collections.Counter()
calls = 0


def ask(method, path, body=None, **headers):
    """One call of our own: its status."""
    return told(method, path, body, **headers)[0]


def told(method, path, body=None, **headers):
    """One call of our own: its status, and what was answered in JSON. A body that is text is CSV."""
    data = None if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    request = urllib.request.Request(URL + path, data=data, method=method)
    request.add_header("Authorization", f"Bearer {TOKEN}")
    request.add_header("Accept", "application/json")
    if data is not None:
        request.add_header("Content-Type", "text/csv" if isinstance(body, str) else "application/json")
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        return error.code, None


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes what webhooks send."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
WEBHOOK = {"url": f"http://127.0.0.1:{receiver.server_port}/", "events": ["user."], "enabled": True}


# A rule that finds the person of an address, and a table of what users are called.
LOOKUP = {"condition": ["method:email=*"], "mappingURL": ["ldap:///??sub?(mail=%7Bmethod:email%7D)"]}
TABLE = {"nameIDFormat": "unspecified"}
# Somebody who knows people, and a rule that asks there. Nobody logs in meanwhile, so that nothing is asked.
SERVICE = {"template": "https://service.example/find?mail=${method.email}", "outputParameter": "directory.login /user/userid", "auth": "basic",
           "username": "fuzz", "password": "a phrase for fuzz"}
ASKED = {"condition": ["method:email=*"], "service": "fuzz.1", "directory": "fuzz.1"}

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
    ("/inboundMappingPolicy/fuzz.1", {}),
    ("/inboundMappingPolicy/fuzz.2", {}),
    ("/inboundDirectoryMapping/fuzz.1/fuzz.1", LOOKUP),
    ("/service/fuzz.1", SERVICE),
    ("/service/fuzz.2", SERVICE),
    # Beside the rule that searches, in the same table.
    ("/inboundServiceMapping/fuzz.1/asked", ASKED),
    ("/sosoConfiguration/fuzz.1", {}),
    ("/sosoConfiguration/fuzz.2", {}),
    # For tokens. No dictionary knows it, so that nobody takes it away.
    ("/method/tokens", {"className": "symbolon.oath", "configuration": ["oathMode event", "oathPin server"], "enabled": True}),
    # For a site to give back: what an application uses stays.
    ("/method/spare", {"className": "symbolon.totp"}),
    # For documents, which other methods do not have.
    ("/method/upstream", {"className": "symbolon.oidc"}),
    ("/method/upstream.saml", {"className": "symbolon.saml"}),
    ("/template/fuzz.1", {}),
    ("/role/fuzz.1", {}),
    ("/role/fuzz/fuzz.1", {}),
]
for site in ["fuzz", "fuzz%2Fdeep"]:
    OBJECTS += [(f"/{noun}/{site}/fuzz.{n}", {}) for noun in ["group", "policy", "application"] for n in [1, 2]]
    OBJECTS.append((f"/policyItem/{site}/fuzz.1/fuzz.1", {"attributeName": "a", "attributeValue": "text:b"}))
    OBJECTS += [(f"/outboundMappingPolicy/{site}/fuzz.{n}", TABLE) for n in [1, 2]]
    # An application of OpenID Connect takes none but this format.
    OBJECTS.append((f"/outboundMappingPolicy/{site}/lasting", {"nameIDFormat": "persistent"}))
    OBJECTS += [(f"/webhook/{site}/fuzz.{n}", WEBHOOK) for n in [1, 2]]
    # A hash that others have published, of `U*U`: working one out takes its time.
    HASH = "{BCRYPT}$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
    OBJECTS += [(f"/user/{site}/fuzz.{n}", {"directory": "local", "passwordHash": HASH}) for n in [1, 2]]
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
    "/user/fuzz/fuzz.1/$link/memberOf/group/fuzz/fuzz.1",
    "/method/fuzz.1/$link/inboundMappingPolicy/fuzz.1",
    "/method/fuzz.1/$link/sosoConfiguration/fuzz.1",
    "/application/fuzz/fuzz.1/$link/outboundMappingPolicy/fuzz/lasting",
]
SEED = b"12345678901234567890"
TOKENS = "serial,type,secret,encoding\n" + "".join(f"fuzz-{n},hotp,{SEED.hex()},hex\n" for n in [1, 2])
counter = 0


def codes():
    """The next two codes of a token, which are not used again (RFC 4226)."""
    global counter
    counter += 2
    found = []
    for moving in [counter, counter + 1]:
        digest = hmac.new(SEED, moving.to_bytes(8, "big"), hashlib.sha1).digest()
        offset = digest[-1] & 15
        found.append(f"{(int.from_bytes(digest[offset:offset + 4], 'big') & 0x7fffffff) % 1_000_000:06}")
    return {"first": found[0], "second": found[1]}


REGISTRATION = {"redirect_uris": ["https://fuzz.example/cb"]}


def document(path):
    """What is put as this document: a method's provider is the server itself, whose metadata and keys are whole."""
    if path.startswith("/application"):
        return REGISTRATION
    if path.endswith("/registration"):
        return {"client_id": "fuzz", "client_secret": "a secret of fuzz"}
    return json.loads(published("oauth2/jwks" if path.endswith("/jwks") else ".well-known/openid-configuration"))


def published(path):
    with urllib.request.urlopen(f"{URL.removesuffix('/sso-api')}/{path}", timeout=30) as answer:
        return answer.read().decode()


def called():
    """What a user is called by a table: a name is one user's."""
    return {"username": f"fuzz {chance.random()}"}


def restore():
    for path, body in OBJECTS:
        ask("PUT", path, body, If_None_Match="*")
    # Deletion asks that it be disabled first.
    for n in [1, 2]:
        ask("PUT", f"/method/fuzz.{n}", {"enabled": False})
    ask("PUT", "/application/fuzz/fuzz.1/$attribute/metadata", REGISTRATION)
    for path in LINKS:
        ask("PUT", path, {})
    for kind in ["metadata", "jwks", "registration"]:
        path = f"/method/upstream/$attribute/{kind}"
        ask("PUT", path, document(path))
    ask("POST", "/import/token?site=fuzz&method=tokens", TOKENS)


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
    name = case.operation.definition.raw["operationId"]

    def mostly(part):
        # What never succeeded yet is aimed for certain.
        return not good[name] or chance.random() < part

    wrong = {place for place, part in case.meta.components.items() if part.mode.is_negative}
    if not wrong and not good[name]:
        # What it needs may be gone since: other calls delete.
        vain[name] += 1
        if vain[name] > 2:
            restore()
    if ParameterLocation.PATH not in wrong and case.path_parameters and mostly(0.9):
        # The two ends of a link are not the same, and a link is the same from both ends.
        first = 2 if "previousFactor" in case.path or "memberOf" in case.path else 1
        numbers = {"name": first if "target" in case.path else chance.randint(1, 2), "target": 3 - first, "item": 1}
        if "item" in case.path_parameters:
            numbers["name"] = 1
        for part in case.path_parameters:
            if part == "serial":
                case.path_parameters[part] = f"fuzz-{numbers['name']}"
            elif part in numbers:
                case.path_parameters[part] = f"fuzz.{numbers[part]}"
            elif part in SITES or part in PATHS:
                case.path_parameters[part] = chance.choice(SITES.get(part) or PATHS[part])
        if case.path.startswith("/method/") and "$attribute" in case.path:
            case.path_parameters["name"] = "upstream.saml" if case.media_type == "application/xml" else "upstream"
        elif case.path.startswith("/inboundServiceMapping/") and "item" in case.path_parameters:
            case.path_parameters["item"] = "asked"
        elif name.endswith(("OutboundMappingPolicyApplication", "OutboundMappingPolicyApplicationLink")):
            case.path_parameters["name"] = "lasting"
        elif name.endswith(("ApplicationOutboundMappingPolicy", "ApplicationOutboundMappingPolicyLink")):
            case.path_parameters["target"] = "lasting"
    if ParameterLocation.HEADER not in wrong and case.headers and mostly(0.9):
        case.headers.pop("If-None-Match", None)
        # It holds only where the object is there, which another call may have taken away.
        if "If-Match" in case.headers and good[name] and chance.random() < 0.5:
            case.headers["If-Match"] = "*"
        else:
            case.headers.pop("If-Match", None)
    if ParameterLocation.QUERY not in wrong and case.query and mostly(0.9):
        case.query.pop("dryRun", None)
        case.query.pop("after", None)
        case.query |= {asked: value for asked, value in KNOWN.items() if asked in case.query}
        if case.path.startswith("/import"):
            case.query["site"] = "fuzz"
    if ParameterLocation.BODY not in wrong and isinstance(case.body, dict) and mostly(0.7):
        kind = str(case.body.get("type", case.path.split("/")[1]))
        if kind in ITEMS or name == "addPolicyItem":
            case.body |= ITEMS.get(kind, ROW)
    if ParameterLocation.BODY not in wrong and mostly(0.8):
        meant(case, name, wrong)
    if not wrong and mostly(0.9):
        ready(case, name)
    method = case.operation.method.lower()
    reads = method == "get" and any(part in case.path for part in ["{target", "{item}", "$attribute/metadata", "$attribute/jwks"])
    if not wrong and (method in ("delete", "patch") or reads) and mostly(0.8):
        prepare(case)


ROW = {"attributeName": "a", "attributeValue": "text:b"}
ITEMS = {"inboundPolicyItem": ROW, "policyItem": ROW, "inboundDirectoryMapping": LOOKUP, "inboundServiceMapping": ASKED}
# What a query names is there. Of a story either of two is asked for.
KNOWN = {"site": "fuzz", "group": "fuzz/fuzz.1", "directory": "local", "method": "tokens", "since": "2026-01-01", "until": "2026-01-02",
         "login": "01JZZZZZZZZZZZZZZZZZZZZZZZ", "user": "fuzz/fuzz.1", "behind": "fuzz-1"}
# Members of users that name something, and what they name.
NAMED = {"directory": "local", "groups": ["fuzz/fuzz.1"], "notBefore": "2026-01-01T00:00:00Z", "expires": "2099-01-01T00:00:00Z"}
# Operations that say what a user is called.
NAMING = {"addOutboundMappingPolicyUser", "linkOutboundMappingPolicyUser", "linkUserOutboundMappingPolicy"}
# Two of a kind of which only one may be given, what was told and never set, and passwords, which take their time.
LEFT_OUT = ["id", "created", "usable", "name", "method", "passwordHash", "password"]


def meant(case, name, wrong):
    """Bodies name what there is: a user's site is not drawn from all texts. What is wrong on purpose beside the body stays so."""
    if name == "importUsers":
        case.body = "name,directory,attribute.cn\nfuzz.1,local,Fuzz\n"
        if case.query and ParameterLocation.QUERY not in wrong:
            case.query.pop("format", None)
    elif name == "importTokens":
        case.body = TOKENS
        if ParameterLocation.QUERY not in wrong:
            case.query = {"site": "fuzz", "method": "tokens"}
        if ParameterLocation.HEADER not in wrong:
            for sealed in ["Unlock-Key", "Unlock-Password"]:
                case.headers.pop(sealed, None)
    elif name == "putMethodMetadata" and case.media_type == "application/xml":
        case.body = published("saml2/metadata")
    if not isinstance(case.body, dict):
        return
    if name.startswith("putMethod") and "$attribute" in case.path:
        case.body = document(case.path)
    elif name in NAMING:
        case.body = called()
    elif case.path.startswith("/service/") and "$link" not in case.path:
        for part in [case.body, case.body.get("attributes"), *(case.body.get(how) for how in ["set", "add", "remove"])]:
            if isinstance(part, dict):
                # The one kind that there is need not be said.
                part.pop("className", None)
                part.update({member: value for member, value in SERVICE.items() if member in part})
    elif case.path.startswith("/outboundMappingPolicy/") and "$link" not in case.path:
        for part in [case.body, case.body.get("attributes"), *(case.body.get(how) for how in ["set", "add", "remove"])]:
            if isinstance(part, dict):
                # Rows name users by their ids, and only lasting names have a form and an affiliation.
                for member in ["items", "nameValue", "affiliation"]:
                    part.pop(member, None)
                part.update({member: value for member, value in TABLE.items() if member in part})
    elif name == "addToSite" and (not good[name] or chance.random() < 0.3):
        case.body = {"type": "group", "name": f"fuzz {chance.random()}"}
    elif name == "whatIf":
        case.body = {**case.body, "application": "demosite/demoapp", "passed": []}
        case.body.pop("address", None)
        if case.body.get("who"):
            case.body["who"] = {"user": {"site": "demosite", "name": "ada"}}
    elif name == "makeManagementToken":
        case.body = {**case.body, "name": f"fuzz {chance.random()}", "days": 5}
        case.body.pop("role", None)
    elif case.path.startswith("/user/") and case.operation.method.upper() in ("PUT", "PATCH") or case.body.get("type") == "user":
        for part in [case.body, case.body.get("attributes"), case.body.get("set")]:
            if isinstance(part, dict):
                for member in set(part) & set(LEFT_OUT) if case.body.get("type") != "user" or part is not case.body else set(part) & set(LEFT_OUT) - {"name"}:
                    part.pop(member)
                part.update({member: value for member, value in NAMED.items() if member in part})
        if case.body.get("type") == "user" and "attributes" not in case.body:
            case.body["directory"] = "local"


# States that an action needs, by the acts that lead there from a token of the stock.
STATES = {
    "activate": ["assign"],
    "suspend": ["assign", "activate"],
    "resume": ["assign", "activate", "suspend"],
    "lock": ["assign", "activate"],
    "unlock": ["assign", "activate", "lock"],
    "setPin": ["assign"],
    "revoke": ["assign"],
    "resync": ["assign"],
}
OWNER = {"user": "fuzz.1", "directory": "local"}


def ready(case, name):
    """Whom or what an action is done to is in the state that it needs, and its arguments name what there is."""
    user = f"/user/{urllib.parse.quote(str((case.path_parameters or {}).get('site', '')), safe='')}/{(case.path_parameters or {}).get('name', '')}"
    if name.endswith("Token") and "serial" in (case.path_parameters or {}):
        token(case, name.removesuffix("Token"))
    elif name.endswith("CredentialUser"):
        ask("PUT", user, {"directory": "local", "passwordHash": HASH})
        found = told("GET", f"{user}/$attribute/details")[1]
        if found and found["credentials"]:
            case.body = {"credential": found["credentials"][0]["id"]}
    elif name in ("setPasswordUser", "requirePasswordChangeUser"):
        ask("PUT", user, {"directory": "local", "passwordHash": HASH})
        case.body = {"password": "another phrase for fuzz", "mustChange": True} if name.startswith("set") else {}
    elif name.endswith("ManagementToken") and "id" in (case.path_parameters or {}):
        made = told("POST", "/managementToken", {"name": f"fuzz {chance.random()}", "days": 1})[1]
        case.path_parameters["id"] = made["id"].rsplit("/", 1)[1]
    elif name == "allocateTokens":
        serials = ["fuzz-1", "fuzz-2"][:chance.randint(1, 2)]
        for serial in serials:
            drop(serial)
        ask("POST", "/import/token?site=fuzz&method=tokens", TOKENS)
        case.body = {"serials": serials, "site": "fuzz/deep"}
    elif name == "exportTokens":
        # A file is sealed in one way, or in none that is said.
        for header in ["Export-Key", "Export-Key-Name", "Export-Password"]:
            case.headers.pop(header, None)
        sealed = chance.choice([{"Export-Key": "5a" * 32, "Export-Key-Name": "fuzz"}, {"Export-Password": "a phrase for fuzz"}, {}])
        case.headers.update(sealed)
        case.query = {"site": "fuzz"} | ({} if sealed else {"inClear": chance.choice(["pskc", "csv", "uris"])})
    elif name in ("unlinkMethodSite", "unlinkSiteMethod"):
        case.path_parameters["name" if name == "unlinkMethodSite" else "target"] = "spare"
    elif name == "addOutboundMappingPolicyUser":
        ask("DELETE", at(case))
    elif name == "replayWebhook":
        case.body = {"since": "2026-01-01", "until": "2026-01-02"}
    elif name == "testWebhook":
        ask("PUT", at(case).split("/$action")[0], WEBHOOK)
    elif name == "tellStory":
        case.query = chance.choice([{"user": "/user/demosite/ada"}, {"login": KNOWN["login"]}])


def token(case, action):
    serial = case.path_parameters["serial"]
    ask("POST", "/import/token?site=fuzz&method=tokens", TOKENS)
    base = f"/token/{serial}/$action/"
    if action == "read":
        return
    if told("GET", f"/token/{serial}")[1] is None:
        return
    for act in ["resume", "unlock", "revoke", "initialise"]:
        ask("POST", base + act, {})
    if action == "initialise":
        ask("POST", base + "revoke", {"to": "lost"})
    site = "fuzz%2Fdeep" if told("GET", f"/token/{serial}")[1]["attributes"]["site"] == "fuzz/deep" else "fuzz"
    ask("PUT", f"/user/{site}/fuzz.1", {"directory": "local"})
    for act in STATES.get(action, []):
        ask("POST", base + act, OWNER if act == "assign" else {})
    bodies = {"assign": OWNER, "allocate": {"site": "fuzz/deep"}, "setPin": {"pin": "48215"}, "resync": codes()}
    if action in bodies:
        case.body = bodies[action]
    if action == "allocate":
        # It stays below: the next one is a new token.
        ask("POST", base + "delete", {})
        ask("POST", "/import/token?site=fuzz&method=tokens", TOKENS)


def drop(serial):
    """Takes a token out of the world, whoever has it."""
    for act, arguments in [("resume", {}), ("unlock", {}), ("revoke", {"to": "lost"}), ("delete", {})]:
        ask("POST", f"/token/{serial}/$action/{act}", arguments)


def at(case):
    """The path that a case asks."""
    return case.path.format(**{k: urllib.parse.quote(str(v), safe="") for k, v in case.path_parameters.items()})


def prepare(case):
    """What is to be changed or deleted, and the links and items that are to be read, are made before."""
    if case.operation.definition.raw["operationId"] == "deleteSite":
        case.path_parameters["site"] = "fuzz/gone"
    path = at(case)
    kind = path.split("/")[1]
    if kind in ("token", "managementToken"):
        return
    body = {} if "/$link/" in path else ITEMS.get(kind, {})
    if kind == "user" and "$" not in path:
        body = {"directory": "local"}
    if "/$attribute/" in path and path.rsplit("/", 1)[1] in ("metadata", "jwks", "registration"):
        body = document(path)
    elif "/outboundMappingPolicy/" in path and "/user/" in path:
        body = called()
    elif kind == "outboundMappingPolicy" and "$" not in path:
        body = TABLE
    elif kind == "method" and "$" not in path:
        body = {"className": "symbolon.totp", "enabled": False}
    elif kind == "webhook" and "$" not in path:
        body = WEBHOOK
    elif kind == "service" and "$" not in path:
        body = SERVICE
    if ask("PUT", path, body) >= 400:
        # One of its ends was deleted.
        restore()
        ask("PUT", path, body)


FORM = "application/x-www-form-urlencoded"


def fits_in_a_form(case):
    """Whether a body that was made wrong is right as it is sent: in a form a number is a text, and one text is a list of one."""
    if case.meta is None or case.media_type != FORM or not isinstance(case.body, dict):
        return False
    if {place for place, part in case.meta.components.items() if part.mode.is_negative} != {ParameterLocation.BODY}:
        return False
    ways = []
    for name, value in case.body.items():
        values = value if isinstance(value, list) else [value]
        if not values:
            # An empty list is not sent at all.
            continue
        if not all(isinstance(one, (str, int, float)) for one in values):
            return False
        texts = [str(one) for one in values]
        ways.append([(name, texts)] + [(name, texts[0])] * (len(texts) == 1))
    known = next(body for body in case.operation.body if body.media_type == FORM)
    return len(ways) <= 10 and any(known.is_valid(dict(way)) for way in itertools.product(*ways))


@schemathesis.hook
def filter_case(context, case):
    """What would be wrong in JSON alone is no wrong form, and is not asked.

    The coverage phase tries every boundary of every attribute: more than ten thousand calls. A part of them is drawn.
    Those that should succeed at operations without a body are few, and all asked.
    """
    if fits_in_a_form(case):
        return False
    if case.meta is None or case.meta.phase.name != TestPhase.COVERAGE:
        return True
    name = case.operation.definition.raw["operationId"]
    positive = case.meta.generation.mode.is_positive
    asked[name] += positive
    few = positive and (case.operation.method.lower() in ("get", "delete") or asked[name] <= FIRST)
    return few or chance.random() < SHARE


# Of those that should succeed the first of every operation are asked.
FIRST = 3
asked = collections.Counter()


# How much of the coverage phase is asked.
SHARE = float(os.environ.get("SCHEMATHESIS_SHARE", "1"))


@schemathesis.hook
def before_call(context, case, kwargs):
    # In a sequence of calls nothing is made again behind its back: it checks that what was deleted is gone.
    alone = case.meta is not None and case.meta.phase.name != TestPhase.STATEFUL
    if alone and calls % EVERY == 0:
        restore()
    if alone:
        aim(case)
    if not alone and case.operation.method.lower() == "delete" and case.query:
        # A dry run answers as if it had deleted, and what comes after would be taken for a find.
        case.query.pop("dryRun", None)
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
        name = case.operation.definition.raw["operationId"]
        counts[name][response.status_code] += 1
        good[name] += response.status_code < 300
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


@schemathesis.serializer("application/toml", "application/xml", "text/csv", "text/plain", "application/jsonl", "application/pskc+xml")
def text(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
