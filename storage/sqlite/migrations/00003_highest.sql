-- +goose Up
-- The highest number of any version of the record, where it is above that of the row: one told later may hold
-- since earlier. It is from where versions are counted on.
ALTER TABLE latest ADD COLUMN highest INTEGER NOT NULL DEFAULT 0;

-- Only where another version was told after the one that stands.
UPDATE latest SET highest = (
	SELECT max(v.version) FROM version v WHERE v.workspace = latest.workspace AND v.kind = latest.kind AND v.id = latest.id)
FROM (SELECT workspace, kind, id, max(position) AS position FROM version GROUP BY workspace, kind, id HAVING count(*) > 1) AS told
WHERE told.workspace = latest.workspace AND told.kind = latest.kind AND told.id = latest.id AND told.position > latest.position;
