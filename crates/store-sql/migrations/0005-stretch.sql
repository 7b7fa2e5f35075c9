-- Records of a person are found stretch by stretch of 256 numbers (decision 13): the part of the index that a group of records is
-- written to is then a few pages, and not one page for each of them anywhere in it.

DROP INDEX audit_by_person;
CREATE INDEX audit_by_person ON audit ((sequence / 256), person) WHERE person <> '';

-- Tickets for a new password are few: one look tells a whole group of logins that none of them ends one.
CREATE INDEX ticket_reset ON ticket (person) WHERE kind = 'reset';
