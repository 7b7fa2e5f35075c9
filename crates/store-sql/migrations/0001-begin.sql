-- Ids and hashes TEXT, times BIGINT milliseconds, structures JSON in TEXT, sealed bodies BYTEA beside the id of their master key.

CREATE TABLE catalogue (one BIGINT PRIMARY KEY, version BIGINT NOT NULL);
INSERT INTO catalogue (one, version) VALUES (1, 0);
CREATE TABLE object (
    id TEXT PRIMARY KEY, noun TEXT NOT NULL, path TEXT NOT NULL, sealed_by TEXT NOT NULL, body BYTEA NOT NULL,
    UNIQUE (noun, path)
);

CREATE TABLE "user" (
    id TEXT PRIMARY KEY, directory TEXT NOT NULL, site TEXT NOT NULL, folded TEXT NOT NULL, search TEXT NOT NULL,
    version BIGINT NOT NULL, body TEXT NOT NULL,
    UNIQUE (directory, folded, site)
);
CREATE INDEX user_by_name ON "user" (folded, id);
CREATE TABLE user_value (
    directory TEXT NOT NULL, attribute TEXT NOT NULL, folded TEXT NOT NULL, "user" TEXT NOT NULL,
    PRIMARY KEY (directory, attribute, folded, "user")
);
CREATE INDEX user_value_by_user ON user_value ("user");
CREATE TABLE activation (person TEXT NOT NULL, method TEXT NOT NULL, active BOOLEAN NOT NULL, PRIMARY KEY (person, method));
CREATE TABLE member (group_id TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (group_id, person));
CREATE INDEX member_by_person ON member (person);
CREATE TABLE consent (person TEXT NOT NULL, application TEXT NOT NULL, scopes TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (person, application));

CREATE TABLE credential (id TEXT PRIMARY KEY, person TEXT NOT NULL, sealed_by TEXT NOT NULL, body BYTEA NOT NULL);
CREATE INDEX credential_by_person ON credential (person);
CREATE TABLE credential_state (id TEXT PRIMARY KEY, counter BIGINT NOT NULL, used BIGINT, version BIGINT NOT NULL);
CREATE TABLE gate (gate TEXT NOT NULL, name TEXT NOT NULL, until BIGINT NOT NULL, PRIMARY KEY (gate, name));
CREATE INDEX gate_by_until ON gate (until);
CREATE TABLE misses (
    person TEXT NOT NULL, browser TEXT NOT NULL, class TEXT NOT NULL,
    failures BIGINT NOT NULL, locked_at BIGINT, locked_for BIGINT NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (person, browser, class)
);
CREATE INDEX misses_locked ON misses (person) WHERE locked_at IS NOT NULL;
CREATE TABLE browser (person TEXT NOT NULL, browser TEXT NOT NULL, seen BIGINT NOT NULL, PRIMARY KEY (person, browser));

CREATE TABLE login (
    id TEXT PRIMARY KEY, handle TEXT NOT NULL UNIQUE, version BIGINT NOT NULL, until BIGINT NOT NULL,
    sealed_by TEXT NOT NULL, body BYTEA NOT NULL
);
CREATE INDEX login_by_until ON login (until);

CREATE TABLE session (
    id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, person TEXT NOT NULL, ended BIGINT, used BIGINT NOT NULL, until BIGINT NOT NULL,
    version BIGINT NOT NULL, sealed_by TEXT NOT NULL, body BYTEA NOT NULL
);
CREATE INDEX session_by_person ON session (person);
CREATE INDEX session_by_until ON session (until);

CREATE TABLE ticket (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, family TEXT NOT NULL, person TEXT NOT NULL,
    application TEXT, session TEXT, offline BOOLEAN NOT NULL, until BIGINT NOT NULL, spent BIGINT,
    sealed_by TEXT NOT NULL, body BYTEA NOT NULL
);
CREATE INDEX ticket_by_person ON ticket (person) WHERE person <> '';
CREATE INDEX ticket_by_family ON ticket (family);
CREATE INDEX ticket_by_session ON ticket (session) WHERE session IS NOT NULL;
CREATE INDEX ticket_by_until ON ticket (until);

CREATE TABLE message (
    id TEXT PRIMARY KEY, courier TEXT NOT NULL, lane TEXT NOT NULL, state TEXT NOT NULL, attempts BIGINT NOT NULL,
    due BIGINT NOT NULL, until BIGINT NOT NULL, claimed_by TEXT, claimed_until BIGINT,
    sealed_by TEXT NOT NULL, body BYTEA NOT NULL
);
CREATE INDEX message_waiting ON message (courier, lane, due) WHERE state = 'waiting';
CREATE INDEX message_by_until ON message (until);
CREATE TABLE sending (scope TEXT NOT NULL, at BIGINT NOT NULL);
CREATE INDEX sending_by_scope ON sending (scope, at);
CREATE INDEX sending_by_at ON sending (at);

CREATE TABLE key (id TEXT PRIMARY KEY, purpose TEXT NOT NULL, created BIGINT NOT NULL, public TEXT NOT NULL, sealed_by TEXT NOT NULL, body BYTEA NOT NULL);

CREATE TABLE audit (
    node TEXT NOT NULL, sequence BIGINT NOT NULL, at BIGINT NOT NULL, action TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL,
    application TEXT NOT NULL, method TEXT NOT NULL, correlation TEXT NOT NULL,
    salt BYTEA, event TEXT, digest BYTEA NOT NULL, link BYTEA NOT NULL, erased BYTEA,
    PRIMARY KEY (node, sequence)
);
CREATE INDEX audit_by_time ON audit (at, node, sequence);
CREATE INDEX audit_by_person ON audit (person, at) WHERE person <> '';
CREATE INDEX audit_by_correlation ON audit (correlation) WHERE correlation <> '';
CREATE TABLE audit_head (node TEXT PRIMARY KEY, sequence BIGINT NOT NULL, link BYTEA NOT NULL);
CREATE TABLE checkpoint (number BIGINT PRIMARY KEY, at BIGINT NOT NULL, heads TEXT NOT NULL, signature BYTEA NOT NULL);
