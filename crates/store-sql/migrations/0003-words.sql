-- Users are searched by the beginnings of words, folded as `words` in `src/word.rs` has it; the program fills the table for
-- users who are there already. Lists walk an index that holds every column they choose by.

ALTER TABLE "user" ADD COLUMN enabled BOOLEAN NOT NULL DEFAULT TRUE;
UPDATE "user" SET enabled = FALSE WHERE body NOT LIKE '%"enabled":true%';
ALTER TABLE "user" DROP COLUMN search;
DROP INDEX user_by_name;
CREATE INDEX user_by_name ON "user" (folded, id, directory, site, enabled);
CREATE INDEX user_by_site ON "user" (site, folded, id, directory, enabled);
CREATE TABLE user_word (word TEXT NOT NULL, "user" TEXT NOT NULL, PRIMARY KEY (word, "user"));
CREATE INDEX user_word_by_user ON user_word ("user", word);
