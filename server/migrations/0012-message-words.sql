-- previous release may still run: yes (a column the database fills by itself, an index). Rewrites `message`: about a minute a million rows.

-- Why these words and this index: docs/adr/0020-message-search.md. unaccent is a trusted extension: whoever owns the database may create it.
CREATE EXTENSION IF NOT EXISTS unaccent;

-- Words by their stem, without accents and without words that say nothing ("de", "para")
CREATE TEXT SEARCH CONFIGURATION balcao_stem (COPY = pg_catalog.portuguese);
ALTER TEXT SEARCH CONFIGURATION balcao_stem
  ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, portuguese_stem;
-- Words as they are written, without accents: for phrases and for a word that is still being typed
CREATE TEXT SEARCH CONFIGURATION balcao_word (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION balcao_word
  ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, simple;

-- The words of a text, by stem (for finding, without places) and as written (for phrases and beginnings, with places).
-- Signs inside words part them ("orcamento-final.pdf" holds "orcamento"): most texts have none and are not copied.
-- The length is bounded because a tsvector's is: what was accepted must be stored, whatever it says.
CREATE FUNCTION words_of(said text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
  said := left(said, 20000);
  IF said ~ '[@/\\_<&=+~-]|[.:?]\w' THEN
    said := translate(said, '@/\_<&=+~-.:?', '             ');
  END IF;
  RETURN strip(to_tsvector('public.balcao_stem'::regconfig, said)) || to_tsvector('public.balcao_word'::regconfig, said);
END
$$;

-- What a message says as it stands now: the last text its author gave it and a document's name; nothing once it was taken back.
-- A JSON text may hold escapes that no text can (NUL, half a character): such a name is left out.
CREATE FUNCTION message_said(kind text, said text, content json, revisions jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN revisions @> '[{"deleted": true}]'::jsonb THEN NULL
    WHEN kind = 'document' AND content::text !~ '\\u(0000|[dD][89abAB])'
      THEN coalesce(jsonb_path_query_array(revisions, '$[*].body ? (@ != null)') ->> -1, said, '') || E'\n' || coalesce(content ->> 'fileName', '')
    WHEN revisions = '[]'::jsonb THEN said
    ELSE coalesce(jsonb_path_query_array(revisions, '$[*].body ? (@ != null)') ->> -1, said)
  END;

ALTER TABLE message ADD COLUMN words tsvector
  GENERATED ALWAYS AS (words_of(message_said(kind, text, content, revisions))) STORED;
CREATE INDEX message_words ON message USING gin (words);
