-- How SQLite keeps the catalogue's tables in step with the registry.
-- A row put into the view catalogue_refresh is an order: "write this innovation's entry again".

CREATE VIEW catalogue_refresh AS SELECT NULL AS innovation WHERE 0;

CREATE TRIGGER catalogue_refresh_one INSTEAD OF INSERT ON catalogue_refresh
BEGIN
  DELETE FROM catalogue_words WHERE rowid = NEW.innovation;
  DELETE FROM catalogue_entryaffair WHERE entry_id = NEW.innovation;
  DELETE FROM catalogue_entry WHERE innovation_id = NEW.innovation;
  INSERT INTO catalogue_entry (
    innovation_id, region_id, agency_id, name, year, kind, form, is_awarded, is_example
  )
  SELECT i.id, i.region_id, i.agency_id, i.normalised_name, coalesce(i.year, 0), i.kind, i.form,
    EXISTS (SELECT 1 FROM registry_award w WHERE w.innovation_id = i.id), r.is_example
  FROM registry_innovation i JOIN organisations_region r ON r.code = i.region_id
  WHERE i.id = NEW.innovation AND i.state = 'published';
  INSERT INTO catalogue_entryaffair (entry_id, affair)
  SELECT i.id, i.main_affair FROM registry_innovation i
  WHERE i.id = NEW.innovation AND i.state = 'published' AND i.main_affair <> ''
  UNION
  SELECT i.id, t.affair
  FROM registry_innovation i JOIN registry_innovationaffair t ON t.innovation_id = i.id
  WHERE i.id = NEW.innovation AND i.state = 'published';
  INSERT INTO catalogue_words (rowid, name, summary, rest, awards)
  SELECT i.id, i.name,
    i.summary || ' ' || i.summary_en || ' ' || i.theme || ' ' || coalesce(
      (SELECT group_concat(e.affair, ' ') FROM catalogue_entryaffair e WHERE e.entry_id = i.id),
      ''),
    r.name || ' ' || coalesce(a.name, '') || ' ' || i.purpose || ' ' || i.benefit || ' ' || i.result,
    coalesce(
      (SELECT group_concat(w.name || ' ' || coalesce(w.year, ''), ' ')
       FROM registry_award w WHERE w.innovation_id = i.id),
      '')
  FROM registry_innovation i
    JOIN organisations_region r ON r.code = i.region_id
    LEFT JOIN organisations_agency a ON a.id = i.agency_id
  WHERE i.id = NEW.innovation AND i.state = 'published';
  INSERT INTO catalogue_edition (part, number) VALUES (0, abs(random() % 281474976710656))
  ON CONFLICT (part) DO UPDATE SET number = excluded.number;
END;

CREATE TRIGGER catalogue_innovation_new AFTER INSERT ON registry_innovation
WHEN NEW.state = 'published'
BEGIN
  INSERT INTO catalogue_refresh (innovation) VALUES (NEW.id);
END;

CREATE TRIGGER catalogue_innovation_changed AFTER UPDATE ON registry_innovation
WHEN OLD.state = 'published' OR NEW.state = 'published'
BEGIN
  INSERT INTO catalogue_refresh (innovation) VALUES (NEW.id);
END;

CREATE TRIGGER catalogue_innovation_gone AFTER DELETE ON registry_innovation
WHEN OLD.state = 'published'
BEGIN
  INSERT INTO catalogue_refresh (innovation) VALUES (OLD.id);
END;

CREATE TRIGGER catalogue_award_new AFTER INSERT ON registry_award
BEGIN
  INSERT INTO catalogue_refresh (innovation)
  SELECT innovation_id FROM catalogue_entry WHERE innovation_id = NEW.innovation_id;
END;

CREATE TRIGGER catalogue_award_changed AFTER UPDATE ON registry_award
BEGIN
  INSERT INTO catalogue_refresh (innovation)
  SELECT innovation_id FROM catalogue_entry
  WHERE innovation_id IN (OLD.innovation_id, NEW.innovation_id);
END;

CREATE TRIGGER catalogue_award_gone AFTER DELETE ON registry_award
BEGIN
  INSERT INTO catalogue_refresh (innovation)
  SELECT innovation_id FROM catalogue_entry WHERE innovation_id = OLD.innovation_id;
END;

CREATE TRIGGER catalogue_affair_new AFTER INSERT ON registry_innovationaffair
BEGIN
  INSERT INTO catalogue_refresh (innovation)
  SELECT innovation_id FROM catalogue_entry WHERE innovation_id = NEW.innovation_id;
END;

CREATE TRIGGER catalogue_affair_changed AFTER UPDATE ON registry_innovationaffair
BEGIN
  INSERT INTO catalogue_refresh (innovation)
  SELECT innovation_id FROM catalogue_entry
  WHERE innovation_id IN (OLD.innovation_id, NEW.innovation_id);
END;

CREATE TRIGGER catalogue_affair_gone AFTER DELETE ON registry_innovationaffair
BEGIN
  INSERT INTO catalogue_refresh (innovation)
  SELECT innovation_id FROM catalogue_entry WHERE innovation_id = OLD.innovation_id;
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
