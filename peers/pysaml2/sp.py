"""A service provider of SAML over pysaml2, behind a small web server that a browser can visit.

    sp.py metadata                  prints what it must be registered with
    sp.py serve IDP_METADATA        until it is ended

SP_URL is where it is, SP_FOLDER has its key (sp.key, sp.pem), IDP_CA may name the CA of the identity provider's certificate.
/login begins a login; `binding` (redirect, post), `answer` (post, artifact), `class`, `declaration`, `comparison`, `format`, `force`, `passive` say
how, and `acs` names a place that the answer shall go to. /logout ends one, by `binding` (redirect, post, soap). / says who is there.
"""

import base64
import html
import json
import os
import re
import secrets
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

from saml2 import BINDING_HTTP_ARTIFACT, BINDING_HTTP_POST, BINDING_HTTP_REDIRECT, BINDING_SOAP
from saml2.client import Saml2Client
from saml2.config import SPConfig
from saml2.metadata import entity_descriptor
from saml2.response import StatusError
from saml2.saml import AuthnContextClassRef, AuthnContextDeclRef
from saml2.samlp import RequestedAuthnContext
from saml2.sigver import get_xmlsec_binary
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

URL = os.environ["SP_URL"]
FOLDER = os.environ["SP_FOLDER"]
BINDINGS = {"redirect": BINDING_HTTP_REDIRECT, "post": BINDING_HTTP_POST, "artifact": BINDING_HTTP_ARTIFACT, "soap": BINDING_SOAP}
COOKIE = "pysaml2"

# It writes what came in an envelope anew before it verifies the signature, which covers prefixes: it must keep ours.
for prefix, namespace in {
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
    "xenc": "http://www.w3.org/2001/04/xmlenc#",
}.items():
    ElementTree.register_namespace(prefix, namespace)


def settings(idp=None):
    key, certificate = f"{FOLDER}/sp.key", f"{FOLDER}/sp.pem"
    config = {
        "entityid": f"{URL}/metadata",
        "service": {
            "sp": {
                "endpoints": {
                    "assertion_consumer_service": [(f"{URL}/acs", BINDING_HTTP_POST), (f"{URL}/artifact", BINDING_HTTP_ARTIFACT)],
                    "single_logout_service": [(f"{URL}/slo", BINDING_HTTP_REDIRECT), (f"{URL}/slo", BINDING_HTTP_POST)],
                },
                "authn_requests_signed": True,
                "logout_requests_signed": True,
                "logout_responses_signed": True,
                "want_response_signed": True,
                "want_assertions_signed": True,
                "signing_algorithm": SIG_RSA_SHA256,
                "digest_algorithm": DIGEST_SHA256,
                "allow_unsolicited": os.environ.get("SP_UNSOLICITED") == "yes",
            },
        },
        "key_file": key,
        "cert_file": certificate,
        "encryption_keypairs": [{"key_file": key, "cert_file": certificate}],
        "xmlsec_binary": get_xmlsec_binary(),
        "allow_unknown_attributes": True,
        "accepted_time_diff": 60,
        "verify_ssl_cert": True,
        "ca_certs": os.environ.get("IDP_CA"),
    }
    if idp:
        config["metadata"] = {"local": [idp]}
    return SPConfig().load(config)


class Provider:
    """What it knows: requests that wait for an answer, and who is logged in under which cookie."""

    def __init__(self, idp):
        self.client = Saml2Client(settings(idp))
        self.idp = next(iter(self.client.metadata.with_descriptor("idpsso")))
        self.asked = {}
        self.people = {}
        # pysaml2 keeps its state in plain dictionaries.
        self.lock = threading.Lock()

    def begin(self, wish):
        context = None
        if wish.get("class") or wish.get("declaration"):
            context = RequestedAuthnContext(
                authn_context_class_ref=[AuthnContextClassRef(r) for r in wish.get("class", "").split()],
                authn_context_decl_ref=[AuthnContextDeclRef(r) for r in wish.get("declaration", "").split()],
                comparison=wish.get("comparison", "exact"),
            )
        more = {}
        if "acs" in wish:
            more["assertion_consumer_service_url"] = wish["acs"]
        if wish.get("passive"):
            more["is_passive"] = "true"
        if wish.get("force"):
            more["force_authn"] = "true"
        request, _, http = self.client.prepare_for_negotiated_authenticate(
            entityid=self.idp,
            relay_state="back-here",
            binding=BINDINGS[wish.get("binding", "redirect")],
            nameid_format=wish.get("format"),
            sign=True,
            # What an address is signed with it does not take from its settings: that would be SHA-1.
            sigalg=SIG_RSA_SHA256,
            digest_alg=DIGEST_SHA256,
            response_binding=BINDINGS[wish.get("answer", "post")],
            requested_authn_context=context,
            **more,
        )
        self.asked[request] = "/"
        return http

    def fetch(self, artifact):
        """The response behind an artifact: the envelope is judged, and the response taken out as it stands, since it is signed."""
        envelope = self.client.artifact2message(artifact, "idpsso", sign=True)
        if envelope.status_code != 200:
            raise ValueError(f"no message behind the artifact: {envelope.status_code}")
        self.client.parse_artifact_resolve_response(envelope.text)
        found = re.search(r"<(?:\w+:)?Response[\s>].*</(?:\w+:)?Response>", envelope.text, re.S)
        return base64.b64encode(found.group(0).encode()).decode()

    def finish(self, message, binding):
        response = self.client.parse_authn_request_response(message, binding, self.asked)
        self.asked.pop(response.in_response_to, None)
        name, statement = response.name_id, response.assertion.authn_statement[0]
        context = statement.authn_context
        told = {
            "name": {"value": name.text, "format": name.format, "by": name.name_qualifier, "toward": name.sp_name_qualifier},
            "attributes": response.ava,
            "class": context.authn_context_class_ref and context.authn_context_class_ref.text,
            "declaration": context.authn_context_decl_ref and context.authn_context_decl_ref.text,
            "instant": statement.authn_instant,
            "index": statement.session_index,
            "encrypted": b"EncryptedAssertion" in base64.b64decode(message),
        }
        cookie = secrets.token_urlsafe()
        self.people[cookie] = (name, told)
        return cookie, told

    def leave(self, cookie, binding):
        name, _ = self.people.pop(cookie)
        asked = self.client.do_logout(name, [self.idp], None, None, sign=True, sign_alg=SIG_RSA_SHA256, expected_binding=BINDINGS[binding])
        return asked[self.idp]

    def told_to_leave(self, message, binding, query):
        """Somebody is logged out by the identity provider: whoever is here under that name."""
        signed = {"relay_state": query.get("RelayState")}
        if binding == BINDING_HTTP_REDIRECT:
            signed |= {"sigalg": query["SigAlg"], "signature": query["Signature"]}
        request = self.client.parse_logout_request(message, binding, **signed).message
        http = self.client.handle_logout_request(message, request.name_id, binding, sign=True, sign_alg=SIG_RSA_SHA256, **signed)
        left = [index.text for index in request.session_index]
        meant = {c for c, (name, told) in self.people.items() if name.text == request.name_id.text and (not left or told["index"] in left)}
        self.people = {c: person for c, person in self.people.items() if c not in meant}
        return http


class Handler(BaseHTTPRequestHandler):
    provider = None

    def do_GET(self):
        self.answer({})

    def do_POST(self):
        self.answer(self.flat(self.rfile.read(int(self.headers["content-length"])).decode()))

    @staticmethod
    def flat(text):
        return {name: values[0] for name, values in parse_qs(text).items()}

    def answer(self, form):
        url = urlsplit(self.path)
        try:
            with self.provider.lock:
                self.at(url.path, self.flat(url.query), form)
        except StatusError as error:
            self.page(f'<p id="refused">{type(error).__name__}</p>')
        except Exception as error:
            self.log_error("%s: %s", type(error).__name__, error)
            self.page(f'<p id="failed">{html.escape(f"{type(error).__name__}: {error}")}</p>', 500)

    def at(self, path, query, form):
        provider = self.provider
        binding = BINDING_HTTP_POST if form else BINDING_HTTP_REDIRECT
        if path == "/login":
            self.send(provider.begin(query))
        elif path == "/acs":
            self.let_in(form["SAMLResponse"], BINDING_HTTP_POST)
        elif path == "/artifact":
            self.let_in(provider.fetch((form or query)["SAMLart"]), BINDING_HTTP_ARTIFACT)
        elif path == "/logout":
            left = provider.leave(self.cookie(), query.get("binding", "redirect"))
            if isinstance(left, tuple):
                self.send(left[1])
            else:
                self.left(left.response.status)
        elif path == "/slo" and "SAMLResponse" in (form or query):
            response = provider.client.parse_logout_request_response((form or query)["SAMLResponse"], binding)
            provider.client.handle_logout_response(response)
            self.left(response.response.status)
        elif path == "/slo":
            self.send(provider.told_to_leave((form or query)["SAMLRequest"], binding, form or query))
        elif path == "/":
            there = provider.people.get(self.cookie())
            self.page(f'<pre id="claims">{html.escape(json.dumps(there[1]))}</pre>' if there else '<p id="nobody">nobody</p>')
        else:
            self.send_error(404)

    def let_in(self, message, binding):
        cookie, told = self.provider.finish(message, binding)
        self.page(f'<pre id="claims">{html.escape(json.dumps(told))}</pre>', cookie=cookie)

    def left(self, status):
        code = status.status_code
        self.page(f'<p id="out">{code.value} {code.status_code.value if code.status_code else ""}</p>')

    def cookie(self):
        return dict(part.strip().partition("=")[::2] for part in self.headers.get("cookie", "").split(";")).get(COOKIE)

    def send(self, http):
        """What pysaml2 wants to be sent by the browser: an address, or a form that posts itself."""
        if http["method"] == "GET":
            self.send_response(303)
            self.send_header("location", dict(http["headers"])["Location"])
            self.end_headers()
        else:
            self.whole("".join(http["data"]), 200)

    def page(self, body, status=200, cookie=None):
        self.whole(f'<!doctype html><html lang="en"><title>pysaml2</title><h1>pysaml2</h1>{body}', status, cookie)

    def whole(self, text, status, cookie=None):
        body = text.encode()
        self.send_response(status)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        if cookie:
            self.send_header("set-cookie", f"{COOKIE}={cookie}; Path=/; HttpOnly")
        self.end_headers()
        self.wfile.write(body)


def serve(idp):
    Handler.provider = Provider(idp)
    ThreadingHTTPServer(("127.0.0.1", urlsplit(URL).port), Handler).serve_forever()


if sys.argv[1] == "metadata":
    print(entity_descriptor(settings()))
else:
    serve(sys.argv[2])
