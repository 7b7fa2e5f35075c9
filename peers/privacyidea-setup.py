#!/usr/bin/env python3
"""Users, tokens and policies of peers/privacyidea.sh, made through privacyIDEA's own API: URL and folder are its arguments."""

import json
import os
import pathlib
import sys
import urllib.error
import urllib.parse
import urllib.request

REALM = "peers"


class PrivacyIdea:
    """Its API with the administrator's rights."""

    def __init__(self, url):
        self.url, self.ticket = url, None
        self.ticket = self.post("/auth", username="admin", password="admin")["token"]

    def call(self, method, path, given=None):
        body = None if given is None else json.dumps(given).encode()
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self.ticket:
            headers["Authorization"] = self.ticket
        request = urllib.request.Request(self.url + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["result"]["value"]
        except urllib.error.HTTPError as refused:
            sys.exit(f"{method} {path}: {refused.code} {refused.read().decode(errors='replace')}")

    def post(self, path, **given):
        return self.call("POST", path, given)


def people(server, folder, names):
    """A realm whose people stand in a file of the form of /etc/passwd."""
    lines = [f"{name}:x:{number}:100:{name},,,:/home/{name}:/bin/false" for number, name in enumerate(names, 2000)]
    (folder / "people").write_text("\n".join(lines) + "\n")
    server.post("/resolver/people", type="passwdresolver", fileName=str(folder / "people"))
    server.post(f"/realm/{REALM}", resolvers="people")


def remote(server, base):
    """The code is asked at another server's /validate/check."""
    server.post("/privacyideaserver/symbolon", url=base, tls="1", description="the server under test")
    number = server.call("GET", "/privacyideaserver/")["symbolon"]["id"]
    given = {"remote.server_id": number, "remote.user": os.environ.get("PRIVACYIDEA_REMOTE_USER", "ada"), "remote.local_checkpin": 0}
    if realm := os.environ.get("PRIVACYIDEA_REMOTE_REALM"):
        given["remote.realm"] = realm
    server.post("/token/init", type="remote", user="remote", realm=REALM, serial="REMOTE1", genkey=0, **given)


def radius(server, folder, address):
    """The code is asked at a RADIUS server."""
    host, port = address.rsplit(":", 1)
    signed = os.environ.get("PRIVACYIDEA_RADIUS_SIGNED", "yes") != "no"
    server.post("/radiusserver/symbolon", server=host, port=port, secret=os.environ["PRIVACYIDEA_RADIUS_SECRET"], timeout=5,
                retries=3, dictionary=str(folder / "dictionary"), options={"message_authenticator": signed})
    given = {"radius.identifier": "symbolon", "radius.user": os.environ.get("PRIVACYIDEA_RADIUS_USER", "ada"), "radius.local_checkpin": 0}
    server.post("/token/init", type="radius", user="radius", realm=REALM, serial="RADIUS1", genkey=0, **given)


def hotp(server, holders):
    server.post("/policy/without-pin", scope="authentication", action="otppin=none", realm=REALM, active=True)
    for number, (name, secret) in enumerate(holders):
        server.post("/token/init", type="hotp", otpkey=secret, genkey=0, serial=f"HOTP{number}", user=name, realm=REALM)


def main():
    url, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    holders = []
    if source := os.environ.get("PRIVACYIDEA_HOTP"):
        holders = [line.split(",") for line in pathlib.Path(source).read_text().split()]
    server = PrivacyIdea(url)
    people(server, folder, ["remote", "radius", *(name for name, _ in holders)])
    if base := os.environ.get("PRIVACYIDEA_REMOTE"):
        remote(server, base)
    if address := os.environ.get("PRIVACYIDEA_RADIUS"):
        radius(server, folder, address)
    if holders:
        hotp(server, holders)


if __name__ == "__main__":
    main()
