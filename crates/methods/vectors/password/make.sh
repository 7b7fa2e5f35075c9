#!/bin/bash
# Makes the vector files of this folder with software that is not ours. CI does not run it; it records how they came about.
# Debian 12: apt-get install slapd slapd-contrib apache2-utils php-cli argon2 openssl dovecot-core python3-venv
# PyPI, in a virtual environment named by $VENV: passlib==1.7.4 bcrypt==4.0.1
# A line is HASH, a tab, PASSWORD. Lines with # in front are comments. Salts are random, so a second run gives other hashes.
set -euo pipefail
cd "$(dirname "$0")"
VENV=${VENV:?path of a virtual environment}
LONG=$(printf 'abcdefghij%.0s' 1 2 3 4 5 6 7 8)   # 80 bytes: longer than bcrypt reads
PASSWORDS=('correct horse battery staple' 'hämähäkki ja köyhä €uro' 'пароль 密码 🔑' ' a ' "$LONG")

head() { printf '# %s\n' "$@"; }
version() { dpkg-query -W -f '${Version}' "$1"; }

{
  head "program: OpenLDAP slappasswd, Debian slapd and slapd-contrib $(version slapd)" \
       "command: slappasswd -n -o module-path=/usr/lib/ldap -o module-load=MODULE -h SCHEME -s PASSWORD" \
       "modules: none, pw-sha2, pw-pbkdf2, argon2"
  for password in "${PASSWORDS[@]}"; do
    for pair in ':{SSHA}' ':{SHA}' 'pw-sha2:{SSHA512}' 'pw-sha2:{SHA512}' 'pw-sha2:{SSHA384}' 'pw-sha2:{SHA384}' \
                'pw-sha2:{SSHA256}' 'pw-sha2:{SHA256}' 'pw-pbkdf2:{PBKDF2}' 'pw-pbkdf2:{PBKDF2-SHA1}' 'pw-pbkdf2:{PBKDF2-SHA256}' 'argon2:{ARGON2}'; do
      module=${pair%%:*}; scheme=${pair#*:}
      options=(); [ -z "$module" ] || options=(-o module-path=/usr/lib/ldap -o "module-load=$module")
      printf '%s\t%s\n' "$(slappasswd -n "${options[@]}" -h "$scheme" -s "$password")" "$password"
    done
  done
} > openldap.tsv

{
  head "program: Apache htpasswd, Debian apache2-utils $(version apache2-utils)" \
       "command: htpasswd -nbBC 5 user PASSWORD; our scheme name put before what follows 'user:'"
  for password in "${PASSWORDS[@]}"; do
    printf '{BCRYPT}%s\t%s\n' "$(htpasswd -nbBC 5 user "$password" | sed -n 's/^user://p')" "$password"
  done
} > htpasswd.tsv

{
  head "program: PHP $(php -r 'echo PHP_VERSION;') password_hash" \
       "command: php -r 'echo password_hash(PASSWORD, PASSWORD_BCRYPT, [cost=>5]);' and PASSWORD_ARGON2ID, [memory_cost=>1024, time_cost=>2, threads=>1]" \
       "our scheme name put before it"
  for password in "${PASSWORDS[@]}"; do
    printf '{BCRYPT}%s\t%s\n' "$(php -r 'echo password_hash($argv[1], PASSWORD_BCRYPT, ["cost"=>5]);' -- "$password")" "$password"
    printf '{ARGON2ID}%s\t%s\n' "$(php -r 'echo password_hash($argv[1], PASSWORD_ARGON2ID, ["memory_cost"=>1024,"time_cost"=>2,"threads"=>1]);' -- "$password")" "$password"
  done
} > php.tsv

{
  head "program: argon2 (the reference implementation's tool), Debian argon2 $(version argon2)" \
       "command: printf %s PASSWORD | argon2 SALT -id -e with -t, -k, -p, -l, -v as seen in the hash; our scheme name put before it"
  for password in "${PASSWORDS[@]}"; do
    printf '{ARGON2ID}%s\t%s\n' "$(printf %s "$password" | argon2 somesalt-16byte -id -e -t 2 -k 1024 -p 1)" "$password"
    printf '{ARGON2ID}%s\t%s\n' "$(printf %s "$password" | argon2 saltsalt -id -e -t 1 -k 256 -p 4 -l 24)" "$password"
    printf '{ARGON2ID}%s\t%s\n' "$(printf %s "$password" | argon2 somesalt-16byte -id -e -t 3 -k 64 -p 2 -v 10)" "$password"
  done
} > argon2.tsv

{
  head "program: Dovecot doveadm $(dovecot --version)" \
       "command: doveadm pw -s SCHEME -p PASSWORD; BLF-CRYPT is named BCRYPT and PLAIN-MD4 is named MD4 here"
  for password in "${PASSWORDS[@]}"; do
    for scheme in SHA SHA256 SHA512 SSHA SSHA256 SSHA512 PBKDF2 BLF-CRYPT PLAIN-MD4 PLAIN SHA256.HEX; do
      rounds=(); case $scheme in BLF-CRYPT) rounds=(-r 5);; PBKDF2) rounds=(-r 2000);; esac
      printf '%s\t%s\n' "$(doveadm pw -s "$scheme" "${rounds[@]}" -p "$password" | sed 's/^{BLF-CRYPT}/{BCRYPT}/; s/^{PLAIN-MD4}/{MD4}/; s/^{SHA256.HEX}/{SHA256}/')" "$password"
    done
  done
} > dovecot.tsv

"$VENV/bin/python" - "${PASSWORDS[@]}" > passlib.tsv <<'PY'
import sys, passlib, bcrypt
from passlib import hash as h
print("# program: passlib", passlib.__version__, "with bcrypt", bcrypt.__version__)
print("# command: passlib.hash.NAME.using(...).hash(PASSWORD), NAME among ldap_salted_sha1 ldap_salted_sha256 ldap_salted_sha512 ldap_sha1")
print("#   ldap_hex_sha1 ldap_pbkdf2_sha1 ldap_pbkdf2_sha256 atlassian_pbkdf2_sha1 ldap_plaintext bcrypt hex_md4;")
print("#   our scheme name put before the last three")
for p in sys.argv[1:]:
    row = lambda x: print(x + "\t" + p)
    for name in ("ldap_salted_sha1", "ldap_salted_sha256", "ldap_salted_sha512", "ldap_sha1", "ldap_hex_sha1", "atlassian_pbkdf2_sha1"):
        row(getattr(h, name).hash(p))
    row(h.ldap_salted_sha1.using(salt_size=16).hash(p))
    for rounds, salt in ((1000, 16), (1, 0), (1500, 33)):
        row(h.ldap_pbkdf2_sha1.using(rounds=rounds, salt_size=salt).hash(p))
        row(h.ldap_pbkdf2_sha256.using(rounds=rounds, salt_size=salt).hash(p))
    row("{PLAIN}" + h.ldap_plaintext.hash(p))
    row("{BCRYPT}" + h.bcrypt.using(rounds=4, ident="2a").hash(p))
    row("{BCRYPT}" + h.bcrypt.using(rounds=4, ident="2b").hash(p))
    row("{MD4}" + h.hex_md4.hash(p))
PY

python3 - "${PASSWORDS[@]}" > hashlib.tsv <<'PY'
import sys, hashlib, base64
print("# program: Python", sys.version.split()[0], "hashlib")
print("# command: base64(hashlib.ALGORITHM(PASSWORD + SALT).digest() + SALT), salts of 0, 4, 8 and 40 bytes; hashlib.pbkdf2_hmac for the rest")
b64 = lambda b: base64.b64encode(b).decode()
for p in sys.argv[1:]:
    raw = p.encode()
    row = lambda x: print(x + "\t" + p)
    for name, algorithm in (("SHA", "sha1"), ("SHA256", "sha256"), ("SHA384", "sha384"), ("SHA512", "sha512")):
        digest = lambda salt=b"": hashlib.new(algorithm, raw + salt).digest()
        row("{%s}%s" % (name, b64(digest())))
        row("{%s}%s" % (name.lower(), digest().hex()))
        for n in (0, 4, 8, 40):
            salt = bytes(range(200, 200 + n))
            row("{S%s}%s" % (name, b64(digest(salt) + salt)))
    salt = bytes(range(16))
    row("{PKCS5S2}" + b64(salt + hashlib.pbkdf2_hmac("sha1", raw, salt, 10000, 32)))
    row("{PBKDF2-SHA256}2000$%s$%s" % (b64(salt), b64(hashlib.pbkdf2_hmac("sha256", raw, salt, 2000, 32))))
    row("{PBKDF2}2000$%s$%s" % (b64(salt), b64(hashlib.pbkdf2_hmac("sha1", raw, salt, 2000, 20))))
PY

{
  head "program: $(openssl version)" \
       "command: printf %s PASSWORD | openssl dgst -provider legacy -md4 -r (hexadecimal), and -binary | openssl base64 (base64)"
  for password in "${PASSWORDS[@]}"; do
    printf '{MD4}%s\t%s\n' "$(printf %s "$password" | openssl dgst -provider legacy -md4 -r | cut -d' ' -f1)" "$password"
    printf '{MD4}%s\t%s\n' "$(printf %s "$password" | openssl dgst -provider legacy -md4 -binary | openssl base64)" "$password"
  done
} > openssl.tsv
