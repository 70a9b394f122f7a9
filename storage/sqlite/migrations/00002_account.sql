-- +goose Up
-- Rows of accounts, sessions, tokens, members and links, beside the history and not part of it. What
-- the body says is none of the store's business; mark is the row's check number.
CREATE TABLE account (
	kind    TEXT NOT NULL,
	id      TEXT NOT NULL,
	key     TEXT,             -- a second name, unique within the kind
	owner   TEXT NOT NULL,    -- what the row belongs to; empty for nothing
	expires INTEGER,          -- milliseconds since 1970 from which the row may be removed
	version INTEGER NOT NULL, -- the number of the batch that wrote the row
	body    BLOB NOT NULL,
	mark    INTEGER NOT NULL,
	PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX account_by_key ON account (kind, key) WHERE key IS NOT NULL;
CREATE INDEX account_of_owner ON account (kind, owner, id);
CREATE INDEX account_in_time ON account (expires) WHERE expires IS NOT NULL;

-- The number of the last batch. It never goes back, so no two states of a row share a version.
CREATE TABLE account_batch (
	number INTEGER NOT NULL
) STRICT;
INSERT INTO account_batch (number) VALUES (0);
