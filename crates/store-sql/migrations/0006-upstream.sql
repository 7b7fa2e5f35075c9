-- What upstreams call our sessions when they end them. Rows of sessions that are gone are found by nobody, and swept.
CREATE TABLE session_name (
    name TEXT NOT NULL,
    session TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (name, session)
);
CREATE INDEX session_name_until ON session_name (until);
