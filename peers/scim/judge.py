"""scim2-tester: every check it has, against the server that SCIM_URL names."""

import collections
import os
import sys

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

http = Client(base_url=os.environ["SCIM_URL"], headers={"Authorization": f"Bearer {os.environ['SCIM_TOKEN']}"}, timeout=30)
results = check_server(SyncSCIMClient(http))
# A user may log in or may not: `active` has a value always, so that taking it away is taken for nothing.
EXPECTED = {("check_remove_attribute", "PATCH modify() did not remove attribute 'active'")}
seen = {(result.title, result.reason) for result in results if result.status is Status.ERROR}
counts = collections.Counter(result.status.name for result in results)
for result in results:
    if result.status in (Status.ERROR, Status.DEVIATION):
        print(f"{result.status.name} {result.title}: {result.reason}")
print("scim2-tester: " + "  ".join(f"{name}×{count}" for name, count in sorted(counts.items())))
sys.exit(1 if seen != EXPECTED or counts["CRITICAL"] or counts["SUCCESS"] < 100 else 0)
