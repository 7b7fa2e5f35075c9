"""Prints how every operation was answered, and fails where one never succeeded or too little was asked."""

import json
import sys

counted, least = json.load(open(sys.argv[1])), int(sys.argv[2])
# What needs more than calls of the API to succeed, and where it is tested instead.
ELSEWHERE = {
    "endSessionUser": "a session is made by a browser: crates/testkit/tests/management/users.rs",
}
never, listed, totals = [], [], {}
for name, statuses in sorted(counted["operations"].items()):
    good = sum(n for status, n in statuses.items() if status[0] in "23")
    print(f"{name:40} {good:6} ok  " + "  ".join(f"{status}×{n}" for status, n in sorted(statuses.items())))
    for status, n in statuses.items():
        totals[status] = totals.get(status, 0) + n
    if not any(status[0] == "2" for status in statuses) and name[0] != "(" and name not in ELSEWHERE:
        never.append(name)
# A reason that holds no more is none.
for name in ELSEWHERE:
    statuses = counted["operations"].get(name)
    if statuses is None or any(status[0] == "2" for status in statuses):
        listed.append(name)
print(f"{counted['calls']} calls of {len(counted['operations'])} operations: " + "  ".join(f"{s}×{n}" for s, n in sorted(totals.items())))
if counted["calls"] < least:
    print(f"too few calls: {least} were wanted")
if never:
    print("never succeeded: " + ", ".join(never))
if listed:
    print("not there, or succeeded although it is listed as what cannot: " + ", ".join(listed))
sys.exit(1 if never or listed or counted["calls"] < least else 0)
