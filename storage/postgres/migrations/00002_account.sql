-- +goose Up
-- Rows of accounts, sessions, tokens, members and links, beside the history and not part of it. What
-- the body says is none of the store's business; mark is the row's check number.
CREATE TABLE account (
	kind    text COLLATE "C" NOT NULL,
	id      text COLLATE "C" NOT NULL,
	key     text COLLATE "C",          -- a second name, unique within the kind
	owner   text COLLATE "C" NOT NULL, -- what the row belongs to; empty for nothing
	expires bigint,                    -- milliseconds since 1970 from which the row may be removed
	version bigint NOT NULL,           -- the number of the batch that wrote the row
	body    bytea NOT NULL,
	mark    bigint NOT NULL,
	PRIMARY KEY (kind, id)
);
CREATE UNIQUE INDEX account_by_key ON account (kind, key) WHERE key IS NOT NULL;
CREATE INDEX account_of_owner ON account (kind, owner, id);
CREATE INDEX account_in_time ON account (expires) WHERE expires IS NOT NULL;

-- The numbers of batches. None is given twice, so no two states of a row share a version.
CREATE SEQUENCE account_batch;
