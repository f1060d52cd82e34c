-- How SQLite keeps the catalogue's tables in step with the registry.
-- A row put into the view catalogue_refresh is an order: "write this innovation's entry again".

CREATE VIEW catalogue_refresh AS SELECT NULL AS innovation WHERE 0;

-- What is public of each innovation: the row itself while it is published, else the revision that
-- was published last. The same condition stands in registry/queries/public.py.
CREATE VIEW catalogue_public AS
SELECT i.id, i.region_id, i.agency_id, i.normalised_name AS sorted_name, i.name, i.summary,
  i.summary_en, i.theme, i.purpose, i.benefit, i.result, coalesce(i.year, 0) AS year, i.kind, i.form,
  (SELECT group_concat(w.name || ' ' || coalesce(w.year, ''), ' ')
   FROM registry_award w WHERE w.innovation_id = i.id) AS awards
FROM registry_innovation i WHERE i.state = 'published'
UNION ALL
SELECT i.id, i.region_id, i.agency_id, lower(json_extract(r.snapshot, '$.name')),
  json_extract(r.snapshot, '$.name'), json_extract(r.snapshot, '$.summary'),
  json_extract(r.snapshot, '$.summary_en'), json_extract(r.snapshot, '$.theme'),
  json_extract(r.snapshot, '$.purpose'), json_extract(r.snapshot, '$.benefit'),
  json_extract(r.snapshot, '$.result'),
  cast(coalesce(json_extract(r.snapshot, '$.year'), '') AS integer),
  json_extract(r.snapshot, '$.kind'), json_extract(r.snapshot, '$.form'),
  (SELECT group_concat(json_extract(w.value, '$.name') || ' '
      || coalesce(json_extract(w.value, '$.year'), ''), ' ')
   FROM json_each(r.snapshot, '$.awards') w)
FROM registry_innovation i JOIN registry_revision r ON r.id = i.public_revision_id
WHERE i.state NOT IN ('published', 'retired');

CREATE VIEW catalogue_public_affair AS
SELECT i.id, i.main_affair AS affair FROM registry_innovation i WHERE i.state = 'published'
UNION ALL
SELECT i.id, t.affair
FROM registry_innovation i JOIN registry_innovationaffair t ON t.innovation_id = i.id
WHERE i.state = 'published'
UNION ALL
SELECT i.id, json_extract(r.snapshot, '$.main_affair')
FROM registry_innovation i JOIN registry_revision r ON r.id = i.public_revision_id
WHERE i.state NOT IN ('published', 'retired')
UNION ALL
SELECT i.id, t.value
FROM registry_innovation i JOIN registry_revision r ON r.id = i.public_revision_id
  JOIN json_each(r.snapshot, '$.affairs') t
WHERE i.state NOT IN ('published', 'retired');

CREATE TRIGGER catalogue_refresh_one INSTEAD OF INSERT ON catalogue_refresh
BEGIN
  DELETE FROM catalogue_words WHERE rowid = NEW.innovation;
  DELETE FROM catalogue_entryaffair WHERE entry_id = NEW.innovation;
  DELETE FROM catalogue_entry WHERE innovation_id = NEW.innovation;
  INSERT INTO catalogue_entry (
    innovation_id, region_id, agency_id, name, year, kind, form, is_awarded, is_example
  )
  SELECT p.id, p.region_id, p.agency_id, p.sorted_name, p.year, p.kind, p.form,
    p.awards IS NOT NULL, r.is_example
  FROM catalogue_public p JOIN organisations_region r ON r.code = p.region_id
  WHERE p.id = NEW.innovation;
  INSERT INTO catalogue_entryaffair (entry_id, affair)
  SELECT DISTINCT p.id, p.affair FROM catalogue_public_affair p
  WHERE p.id = NEW.innovation AND p.affair <> '';
  INSERT INTO catalogue_words (rowid, name, summary, rest, awards)
  SELECT p.id, p.name,
    p.summary || ' ' || p.summary_en || ' ' || p.theme || ' ' || coalesce(
      (SELECT group_concat(e.affair, ' ') FROM catalogue_entryaffair e WHERE e.entry_id = p.id),
      ''),
    r.name || ' ' || coalesce(a.name, '') || ' ' || p.purpose || ' ' || p.benefit || ' ' || p.result,
    coalesce(p.awards, '')
  FROM catalogue_public p
    JOIN organisations_region r ON r.code = p.region_id
    LEFT JOIN organisations_agency a ON a.id = p.agency_id
  WHERE p.id = NEW.innovation;
  INSERT INTO catalogue_edition (part, number) VALUES (0, abs(random() % 281474976710656))
  ON CONFLICT (part) DO UPDATE SET number = excluded.number;
END;

CREATE TRIGGER catalogue_innovation_new AFTER INSERT ON registry_innovation
WHEN NEW.state = 'published'
BEGIN
  INSERT INTO catalogue_refresh (innovation) VALUES (NEW.id);
END;

-- What is being prepared for a later edition changes nothing that is public.
CREATE TRIGGER catalogue_innovation_changed AFTER UPDATE ON registry_innovation
WHEN OLD.state = 'published' OR NEW.state = 'published'
  OR OLD.public_revision_id IS NOT NEW.public_revision_id
  OR (NEW.public_revision_id IS NOT NULL AND (OLD.state <> NEW.state
    OR OLD.agency_id IS NOT NEW.agency_id OR OLD.region_id <> NEW.region_id))
BEGIN
  INSERT INTO catalogue_refresh (innovation) VALUES (NEW.id);
END;

CREATE TRIGGER catalogue_innovation_gone AFTER DELETE ON registry_innovation
WHEN OLD.state = 'published' OR OLD.public_revision_id IS NOT NULL
BEGIN
  INSERT INTO catalogue_refresh (innovation) VALUES (OLD.id);
END;

CREATE TRIGGER catalogue_award_new AFTER INSERT ON registry_award
BEGIN
  INSERT INTO catalogue_refresh (innovation)
  SELECT id FROM registry_innovation WHERE id = NEW.innovation_id AND state = 'published';
END;

CREATE TRIGGER catalogue_award_changed AFTER UPDATE ON registry_award
BEGIN
  INSERT INTO catalogue_refresh (innovation)
  SELECT id FROM registry_innovation
  WHERE id IN (OLD.innovation_id, NEW.innovation_id) AND state = 'published';
END;

CREATE TRIGGER catalogue_award_gone AFTER DELETE ON registry_award
BEGIN
  INSERT INTO catalogue_refresh (innovation)
  SELECT id FROM registry_innovation WHERE id = OLD.innovation_id AND state = 'published';
END;

CREATE TRIGGER catalogue_affair_new AFTER INSERT ON registry_innovationaffair
BEGIN
  INSERT INTO catalogue_refresh (innovation)
  SELECT id FROM registry_innovation WHERE id = NEW.innovation_id AND state = 'published';
END;

CREATE TRIGGER catalogue_affair_changed AFTER UPDATE ON registry_innovationaffair
BEGIN
  INSERT INTO catalogue_refresh (innovation)
  SELECT id FROM registry_innovation
  WHERE id IN (OLD.innovation_id, NEW.innovation_id) AND state = 'published';
END;

CREATE TRIGGER catalogue_affair_gone AFTER DELETE ON registry_innovationaffair
BEGIN
  INSERT INTO catalogue_refresh (innovation)
  SELECT id FROM registry_innovation WHERE id = OLD.innovation_id AND state = 'published';
END;

CREATE TRIGGER catalogue_agency_renamed AFTER UPDATE OF name ON organisations_agency
WHEN OLD.name <> NEW.name
BEGIN
  INSERT INTO catalogue_refresh (innovation)
  SELECT innovation_id FROM catalogue_entry WHERE agency_id = NEW.id;
END;

CREATE TRIGGER catalogue_region_changed AFTER UPDATE OF name, is_example ON organisations_region
WHEN OLD.name <> NEW.name OR OLD.is_example <> NEW.is_example
BEGIN
  INSERT INTO catalogue_refresh (innovation)
  SELECT innovation_id FROM catalogue_entry WHERE region_id = NEW.code;
END;
