#!/usr/bin/env python3
"""What peers/glewlwyd.sh needs of Python: its configuration (as bench/start.py makes it), then a scheme, a scope and users through its API."""

import base64
import json
import os
import pathlib
import sys
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "bench"))
sys.dont_write_bytecode = True

SCHEME = {"otp-length": 6, "issuer": "peer", "secret-minimum-size": 16, "hotp-allow": True, "hotp-window": 2, "totp-allow": True, "totp-window": 1}


class Glewlwyd:
    """Its API with the administrator's rights, in a session."""

    def __init__(self, url):
        self.url, self.cookie = url, None
        answer = self.post("/api/auth", {"username": "admin", "password": "password"})
        self.cookie = answer.headers["Set-Cookie"].split(";")[0]

    def post(self, path, given):
        headers = {"Content-Type": "application/json"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        request = urllib.request.Request(self.url + path, json.dumps(given).encode(), headers)
        try:
            return urllib.request.urlopen(request, timeout=30)
        except urllib.error.HTTPError as refused:
            sys.exit(f"{path}: {refused.code} {refused.read().decode(errors='replace')}")


def people(url):
    server = Glewlwyd(url)
    server.post("/api/mod/scheme/", {"module": "otp", "name": "otp", "display_name": "otp", "expiration": 600, "max_use": 0,
                                     "allow_user_register": True, "parameters": SCHEME})
    # Somebody can have a code only where a scope of theirs names the scheme.
    server.post("/api/scope/", {"name": "codes", "display_name": "codes", "description": "codes", "password_required": False,
                                "scheme": {"first": [{"scheme_name": "otp"}]}})
    for line in pathlib.Path(os.environ["GLEWLWYD_HOTP"]).read_text().split():
        name, secret = line.split(",")
        server.post("/api/user/", {"username": name, "name": name, "email": f"{name}@example.com", "password": "password-" + name,
                                   "enabled": True, "scope": ["codes", "g_profile"]})
        value = {"type": "HOTP", "secret": base64.b32encode(bytes.fromhex(secret)).decode().rstrip("="), "moving_factor": 0}
        server.post(f"/api/delegate/{name}/profile/scheme/register/",
                    {"username": name, "scheme_type": "otp", "scheme_name": "otp", "value": value})


def main():
    if sys.argv[1] == "prepare":
        import start

        start.glewlwyd(pathlib.Path(sys.argv[2])).command(int(sys.argv[3]))
    else:
        people(sys.argv[2])


if __name__ == "__main__":
    main()
