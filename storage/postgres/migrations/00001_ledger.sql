-- +goose Up
-- Names are ordered by their bytes, whatever language the database speaks.
CREATE TABLE head (
	workspace text COLLATE "C" NOT NULL PRIMARY KEY,
	position  bigint NOT NULL, -- of the last entry
	hash      bytea NOT NULL,
	recorded  bigint NOT NULL, -- milliseconds since 1970, as all times here
	records   bigint NOT NULL  -- how many rows of latest the workspace has
);

CREATE TABLE entry (
	workspace text COLLATE "C" NOT NULL,
	position  bigint NOT NULL,
	recorded  bigint NOT NULL,
	effective bigint NOT NULL,
	actor     text NOT NULL,
	channel   text NOT NULL,
	verb      text NOT NULL,
	reason    text NOT NULL,
	prev      bytea NOT NULL,
	hash      bytea NOT NULL,
	PRIMARY KEY (workspace, position)
);

-- The documents of the entries. A tombstone has no body. Bodies are kept byte for byte, because
-- digests are over bytes. Personal fields stand apart from the body, so that they can be erased;
-- mark is the row's check number.
CREATE TABLE version (
	workspace text COLLATE "C" NOT NULL,
	position  bigint NOT NULL,
	ordinal   bigint NOT NULL,
	kind      text COLLATE "C" NOT NULL,
	id        text COLLATE "C" NOT NULL,
	version   integer NOT NULL,
	format    integer NOT NULL,
	effective bigint NOT NULL,
	body      text,
	personal  text,
	mark      bigint NOT NULL,
	PRIMARY KEY (workspace, position, ordinal)
);
CREATE INDEX version_of_record ON version (workspace, kind, id, effective, position);
CREATE INDEX version_in_time ON version (workspace, effective, position, ordinal);

-- Of every record the version with the greatest (effective, position, ordinal).
CREATE TABLE latest (
	workspace text COLLATE "C" NOT NULL,
	kind      text COLLATE "C" NOT NULL,
	id        text COLLATE "C" NOT NULL,
	position  bigint NOT NULL,
	version   integer NOT NULL,
	format    integer NOT NULL,
	effective bigint NOT NULL,
	body      text,
	personal  text,
	mark      bigint NOT NULL,
	PRIMARY KEY (workspace, kind, id)
);

-- The views for reporting tools that were made here, as they were asked for.
CREATE TABLE reporting (
	name       text NOT NULL PRIMARY KEY,
	definition text NOT NULL
);
