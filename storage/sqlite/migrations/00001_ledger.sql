-- +goose Up
CREATE TABLE head (
	workspace TEXT NOT NULL PRIMARY KEY,
	position  INTEGER NOT NULL, -- of the last entry
	hash      BLOB NOT NULL,
	recorded  INTEGER NOT NULL, -- milliseconds since 1970, as all times here
	records   INTEGER NOT NULL  -- how many rows of latest the workspace has
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
	workspace TEXT NOT NULL,
	position  INTEGER NOT NULL,
	recorded  INTEGER NOT NULL,
	effective INTEGER NOT NULL,
	actor     TEXT NOT NULL,
	channel   TEXT NOT NULL,
	verb      TEXT NOT NULL,
	reason    TEXT NOT NULL,
	prev      BLOB NOT NULL,
	hash      BLOB NOT NULL,
	PRIMARY KEY (workspace, position)
) STRICT, WITHOUT ROWID;

-- The documents of the entries. A tombstone has no body. Personal fields stand apart from the body,
-- so that they can be erased; mark is the row's check number.
CREATE TABLE version (
	workspace TEXT NOT NULL,
	position  INTEGER NOT NULL,
	ordinal   INTEGER NOT NULL,
	kind      TEXT NOT NULL,
	id        TEXT NOT NULL,
	version   INTEGER NOT NULL,
	format    INTEGER NOT NULL,
	effective INTEGER NOT NULL,
	body      TEXT,
	personal  TEXT,
	mark      INTEGER NOT NULL,
	PRIMARY KEY (workspace, position, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_of_record ON version (workspace, kind, id, effective, position);
CREATE INDEX version_in_time ON version (workspace, effective, position, ordinal);

-- Of every record the version with the greatest (effective, position, ordinal).
CREATE TABLE latest (
	workspace TEXT NOT NULL,
	kind      TEXT NOT NULL,
	id        TEXT NOT NULL,
	position  INTEGER NOT NULL,
	version   INTEGER NOT NULL,
	format    INTEGER NOT NULL,
	effective INTEGER NOT NULL,
	body      TEXT,
	personal  TEXT,
	mark      INTEGER NOT NULL,
	PRIMARY KEY (workspace, kind, id)
) STRICT, WITHOUT ROWID;

-- A row that a damaged page loses is missed when the rows are counted.
-- +goose StatementBegin
CREATE TRIGGER latest_counted AFTER INSERT ON latest BEGIN
	UPDATE head SET records = records + 1 WHERE workspace = NEW.workspace;
END;
-- +goose StatementEnd

-- The views for reporting tools that were made here, as they were asked for.
CREATE TABLE reporting (
	name       TEXT NOT NULL PRIMARY KEY,
	definition TEXT NOT NULL
) STRICT, WITHOUT ROWID;
