-- The inventory: one narrow row beside each credential that is a token. Its secret stays in the credential's sealed body.

CREATE TABLE token (
    id TEXT PRIMARY KEY, folded TEXT NOT NULL UNIQUE, serial TEXT NOT NULL, site TEXT NOT NULL, method TEXT NOT NULL, kind TEXT NOT NULL,
    state TEXT NOT NULL, person TEXT NOT NULL, created BIGINT NOT NULL
);
CREATE INDEX token_by_site ON token (site, state, folded);
CREATE INDEX token_by_person ON token (person) WHERE person <> '';
