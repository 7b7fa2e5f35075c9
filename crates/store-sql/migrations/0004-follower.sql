-- Searching the audit by site, actor and outcome, and reading it to the end. Records from before have none of the three.

ALTER TABLE audit ADD COLUMN site TEXT;
ALTER TABLE audit ADD COLUMN actor TEXT;
ALTER TABLE audit ADD COLUMN outcome TEXT;
CREATE INDEX audit_by_site ON audit (site, at, node, sequence, action) WHERE site <> '';

CREATE TABLE follower (follower TEXT NOT NULL, node TEXT NOT NULL, sequence BIGINT NOT NULL, PRIMARY KEY (follower, node));
CREATE TABLE delivery (webhook TEXT PRIMARY KEY, delivered BIGINT, failed BIGINT, failures BIGINT NOT NULL, why TEXT NOT NULL);
