"""scim2-client: provisions users and groups as an identity provider would, and checks what comes back at each step."""

import os

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import Error, ListResponse, PatchOp, PatchOperation, SCIMException, SearchRequest

http = Client(base_url=os.environ["SCIM_URL"], headers={"Authorization": f"Bearer {os.environ['SCIM_TOKEN']}"}, timeout=30)
scim = SyncSCIMClient(http)
scim.discover()
User, Group = scim.get_resource_model("User"), scim.get_resource_model("Group")
steps = 0


def step(what, holds):
    global steps
    assert holds, what
    steps += 1


def refused(status, kind, call):
    try:
        answer = call()
    except SCIMException as error:
        answer = error.to_error()
    assert isinstance(answer, Error) and (int(answer.status), answer.scim_type) == (status, kind), repr(answer)
    return True


def patched(model, resource, *operations):
    scim.modify(model, resource.id, PatchOp[model](operations=[PatchOperation[model](**o) for o in operations]))
    return scim.query(model, resource.id)


def found(model, **asked):
    page = scim.query(model, query_parameters=SearchRequest(**asked))
    assert isinstance(page, ListResponse), page
    return page


before = found(User, count=0).total_results
people = []
for n in range(7):
    person = User(user_name=f"scim-{n}", external_id=f"X-{n}", display_name=f"Person {n}", active=True)
    person.name = User.Name(given_name="Person", family_name=str(n))
    person.emails = [User.Emails(value=f"scim-{n}@demo.test", type="work", primary=True), User.Emails(value=f"home-{n}@demo.test", type="home")]
    made = scim.create(person)
    step("a user is made", made.id and made.meta.location.endswith(f"/Users/{made.id}") and made.user_name == f"scim-{n}")
    step("the password is not told", getattr(made, "password", None) is None)
    people.append(made)
refused(409, "uniqueness", lambda: scim.create(User(user_name="SCIM-0")))
steps += 1

step("what is made is read", scim.query(User, people[0].id) == people[0])
step("all are counted", found(User, count=0).total_results == before + 7)
step("by name", [u.id for u in found(User, filter='userName eq "scim-3"').resources] == [people[3].id])
step("by external id", [u.id for u in found(User, filter='externalId eq "X-4"').resources] == [people[4].id])
step("by address", [u.id for u in found(User, filter='emails[type eq "work" and value eq "SCIM-5@demo.test"]').resources] == [people[5].id])
step("by what begins so", found(User, filter='userName sw "scim-" and active eq true').total_results == 7)
step("nobody", found(User, filter='userName eq "nobody" and not (active eq false)').total_results == 0)
refused(400, "invalidFilter", lambda: scim.query(User, query_parameters=SearchRequest(filter='password eq "x"')))
steps += 1
names, start = [], 1
while start <= before + 7:
    page = found(User, start_index=start, count=3)
    names += [u.user_name for u in page.resources]
    start += 3
step("pages have everybody once", len(names) == before + 7 == len(set(names)) and names == sorted(names, key=str.lower))
few = found(User, filter='userName eq "scim-1"', attributes=["userName"]).resources[0]
step("only what was asked for", few.user_name == "scim-1" and few.display_name is None)

step("a search by POST", [u.id for u in scim.search(SearchRequest(filter='userName eq "scim-2"')).resources] == [people[2].id])

person = patched(User, people[0], {"op": "replace", "path": "displayName", "value": "New"}, {"op": "replace", "path": 'emails[type eq "work"].value', "value": "new@demo.test"})
step("changed by paths", person.display_name == "New" and person.emails[0].value == "new@demo.test" and len(person.emails) == 2)
person = patched(User, people[0], {"op": "replace", "path": "active", "value": False})
step("kept out", person.active is False)
person.active, person.display_name, person.emails = True, "Whole", None
person = scim.replace(person)
step("replaced as a whole", person.active and person.display_name == "Whole" and not person.emails)

group = scim.create(Group(display_name="scim-staff", members=[Group.Members(value=people[0].id)]))
step("a group with a member", [m.value for m in group.members] == [people[0].id])
group = patched(Group, group, {"op": "add", "path": "members", "value": [Group.Members(value=p.id) for p in people[1:4]]})
step("members are added", {m.value for m in group.members} == {p.id for p in people[:4]})
group = patched(Group, group, {"op": "remove", "path": f'members[value eq "{people[1].id}"]'})
step("and struck", {m.value for m in group.members} == {people[n].id for n in (0, 2, 3)})
step("the user says so", [g.value for g in scim.query(User, people[2].id).groups] == [group.id])
step("found by a member", [g.id for g in found(Group, filter=f'members.value eq "{people[3].id}"').resources] == [group.id])
step("found by name", [g.id for g in found(Group, filter='displayName eq "scim-staff"').resources] == [group.id])
group.members = [Group.Members(value=people[5].id)]
step("replaced", [m.value for m in scim.replace(group).members] == [people[5].id])

scim.delete(User, people[5].id)
step("who is deleted is in no group", not scim.query(Group, group.id).members)
scim.delete(Group, group.id)
refused(404, None, lambda: scim.query(Group, group.id))
for person in people[:5] + people[6:]:
    scim.delete(User, person.id)
step("all are gone", found(User, count=0).total_results == before)
print(f"scim2-client: {steps} steps")
