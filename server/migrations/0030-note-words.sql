-- previous release may still run: yes (a column the database fills by itself, an index). Rewrites `note`.

-- What a note says, without the ids that stand for mentions.
CREATE FUNCTION note_said(stored text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN regexp_replace(stored, '@\[[0-9a-f-]{36}\]', ' ', 'g');

-- Searched as messages are (docs/adr/0020-message-search.md), beside them: an index of its own, since notes are in a table of their own.
ALTER TABLE note ADD COLUMN words tsvector GENERATED ALWAYS AS (words_of(note_said(text))) STORED;
CREATE INDEX note_words ON note USING gin (words);
