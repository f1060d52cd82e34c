-- How PostgreSQL keeps the catalogue's tables in step with the registry.

CREATE FUNCTION catalogue_words_of(text) RETURNS tsvector LANGUAGE sql STABLE AS $body$
  -- The parser would keep hosts, signed numbers and hyphenated words whole; plain words stay plain.
  SELECT to_tsvector('simple', regexp_replace(lower($1), '[^[:alnum:]]+', ' ', 'g'))
$body$;

-- What is public of an innovation: the row itself while it is published, else the revision that was
-- published last. The same condition stands in registry/queries/public.py. The plans are made once
-- per connection, perhaps while the tables are empty, and must still fit when a long import has
-- filled them: so one key at a time, and a state that no index answers.
CREATE FUNCTION catalogue_public(innovation bigint) RETURNS TABLE (
  id bigint, region_id text, agency_id bigint, sorted_name text, name text, summary text,
  summary_en text, theme text, purpose text, benefit text, result text, year integer, kind text,
  form text, awards text
) LANGUAGE sql STABLE AS $body$
  SELECT i.id, i.region_id, i.agency_id, i.normalised_name, i.name, i.summary, i.summary_en, i.theme,
    i.purpose, i.benefit, i.result, coalesce(i.year, 0), i.kind, i.form,
    (SELECT string_agg(concat_ws(' ', w.name, w.year), ' ')
     FROM registry_award w WHERE w.innovation_id = i.id)
  FROM registry_innovation i WHERE i.id = $1 AND i.state || '' = 'published'
  UNION ALL
  SELECT i.id, i.region_id, i.agency_id, lower(r.snapshot ->> 'name'), r.snapshot ->> 'name',
    r.snapshot ->> 'summary', r.snapshot ->> 'summary_en', r.snapshot ->> 'theme',
    r.snapshot ->> 'purpose', r.snapshot ->> 'benefit', r.snapshot ->> 'result',
    coalesce(nullif(r.snapshot ->> 'year', '')::integer, 0), r.snapshot ->> 'kind',
    r.snapshot ->> 'form',
    (SELECT string_agg(concat_ws(' ', w ->> 'name', w ->> 'year'), ' ')
     FROM jsonb_array_elements(r.snapshot -> 'awards') w)
  FROM registry_innovation i JOIN registry_revision r ON r.id = i.public_revision_id
  WHERE i.id = $1 AND i.state || '' NOT IN ('published', 'retired')
$body$;

CREATE FUNCTION catalogue_public_affairs(innovation bigint) RETURNS TABLE (affair text)
LANGUAGE sql STABLE AS $body$
  SELECT i.main_affair FROM registry_innovation i
  WHERE i.id = $1 AND i.state || '' = 'published'
  UNION
  SELECT t.affair
  FROM registry_innovation i JOIN registry_innovationaffair t ON t.innovation_id = i.id
  WHERE i.id = $1 AND i.state || '' = 'published'
  UNION
  SELECT t.affair
  FROM registry_innovation i JOIN registry_revision r ON r.id = i.public_revision_id
    CROSS JOIN LATERAL (
      SELECT r.snapshot ->> 'main_affair'
      UNION SELECT jsonb_array_elements_text(r.snapshot -> 'affairs')
    ) t (affair)
  WHERE i.id = $1 AND i.state || '' NOT IN ('published', 'retired')
$body$;

-- Writes one innovation's entry again.
CREATE FUNCTION catalogue_refresh(innovation bigint) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off AS $body$
BEGIN
  -- A name that changes at the same moment is waited for, so that neither writes the old one.
  PERFORM 1 FROM organisations_region r WHERE r.code =
    (SELECT i.region_id FROM registry_innovation i WHERE i.id = innovation) FOR SHARE;
  PERFORM 1 FROM organisations_agency a WHERE a.id =
    (SELECT i.agency_id FROM registry_innovation i WHERE i.id = innovation) FOR SHARE;
  DELETE FROM catalogue_words WHERE rowid = innovation;
  DELETE FROM catalogue_entryaffair WHERE entry_id = innovation;
  DELETE FROM catalogue_entry WHERE innovation_id = innovation;
  INSERT INTO catalogue_entry (
    innovation_id, region_id, agency_id, name, year, kind, form, is_awarded, is_example
  )
  SELECT p.id, p.region_id, p.agency_id, p.sorted_name, p.year, p.kind, p.form,
    p.awards IS NOT NULL, r.is_example
  FROM catalogue_public(innovation) p JOIN organisations_region r ON r.code = p.region_id
  ON CONFLICT (innovation_id) DO UPDATE SET
    region_id = excluded.region_id, agency_id = excluded.agency_id, name = excluded.name,
    year = excluded.year, kind = excluded.kind, form = excluded.form,
    is_awarded = excluded.is_awarded, is_example = excluded.is_example;
  INSERT INTO catalogue_entryaffair (entry_id, affair)
  SELECT innovation, p.affair FROM catalogue_public_affairs(innovation) p WHERE p.affair <> '';
  INSERT INTO catalogue_words (rowid, catalogue_words)
  SELECT p.id,
    setweight(catalogue_words_of(p.name), 'A')
    || setweight(catalogue_words_of(concat_ws(' ', p.summary, p.summary_en, p.theme,
      (SELECT string_agg(e.affair, ' ') FROM catalogue_entryaffair e WHERE e.entry_id = p.id))), 'B')
    || setweight(catalogue_words_of(
      concat_ws(' ', r.name, a.name, p.purpose, p.benefit, p.result)), 'C')
    || setweight(catalogue_words_of(coalesce(p.awards, '')), 'D')
  FROM catalogue_public(innovation) p
    JOIN organisations_region r ON r.code = p.region_id
    LEFT JOIN organisations_agency a ON a.id = p.agency_id
  ON CONFLICT (rowid) DO UPDATE SET catalogue_words = excluded.catalogue_words;
  -- Each connection has a part of its own, so that no two writers wait for one row. It is written
  -- once per transaction, for a row written forty thousand times in one would take hours; the step
  -- tells readers inside that transaction.
  PERFORM nextval('catalogue_step');
  IF current_setting('catalogue.written_by', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
    INSERT INTO catalogue_edition (part, number)
    VALUES (pg_backend_pid() % 4096, floor(random() * 281474976710656)::bigint)
    ON CONFLICT (part) DO UPDATE SET number = excluded.number;
    PERFORM set_config('catalogue.written_by', pg_current_xact_id()::text, true);
  END IF;
END $body$;

CREATE FUNCTION catalogue_innovation() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state = 'published' THEN PERFORM catalogue_refresh(NEW.id); END IF;
  ELSIF TG_OP = 'UPDATE' THEN
    -- What is being prepared for a later edition changes nothing that is public.
    IF OLD.state = 'published' OR NEW.state = 'published'
      OR OLD.public_revision_id IS DISTINCT FROM NEW.public_revision_id
      OR (NEW.public_revision_id IS NOT NULL AND (OLD.state <> NEW.state
        OR OLD.agency_id IS DISTINCT FROM NEW.agency_id OR OLD.region_id <> NEW.region_id))
    THEN
      PERFORM catalogue_refresh(NEW.id);
    END IF;
  ELSIF OLD.state = 'published' OR OLD.public_revision_id IS NOT NULL THEN
    PERFORM catalogue_refresh(OLD.id);
  END IF;
  RETURN NULL;
END $body$;

CREATE TRIGGER catalogue_innovation AFTER INSERT OR UPDATE OR DELETE ON registry_innovation
FOR EACH ROW EXECUTE FUNCTION catalogue_innovation();

CREATE FUNCTION catalogue_detail() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM catalogue_refresh(i.id) FROM registry_innovation i
    WHERE i.id = OLD.innovation_id AND i.state = 'published';
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM catalogue_refresh(i.id) FROM registry_innovation i
    WHERE i.id = NEW.innovation_id AND i.state = 'published';
  END IF;
  RETURN NULL;
END $body$;

CREATE TRIGGER catalogue_award AFTER INSERT OR UPDATE OR DELETE ON registry_award
FOR EACH ROW EXECUTE FUNCTION catalogue_detail();

CREATE TRIGGER catalogue_affair AFTER INSERT OR UPDATE OR DELETE ON registry_innovationaffair
FOR EACH ROW EXECUTE FUNCTION catalogue_detail();

CREATE FUNCTION catalogue_agency() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  PERFORM catalogue_refresh(e.innovation_id) FROM catalogue_entry e WHERE e.agency_id = NEW.id;
  RETURN NULL;
END $body$;

CREATE TRIGGER catalogue_agency AFTER UPDATE OF name ON organisations_agency
FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION catalogue_agency();

CREATE FUNCTION catalogue_region() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  PERFORM catalogue_refresh(e.innovation_id) FROM catalogue_entry e WHERE e.region_id = NEW.code;
  RETURN NULL;
END $body$;

CREATE TRIGGER catalogue_region AFTER UPDATE OF name, is_example ON organisations_region
FOR EACH ROW WHEN (OLD.name <> NEW.name OR OLD.is_example <> NEW.is_example)
EXECUTE FUNCTION catalogue_region();
