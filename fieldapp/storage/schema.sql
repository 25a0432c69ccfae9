-- What all migrations make together, for people. Written by `python -m tests.migrations.keep`.

CREATE TABLE attached (           -- worked out: which sealed files the changes of a record name
    id TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (id, record)
) STRICT, WITHOUT ROWID;

CREATE INDEX attached_of_record ON attached (record);

CREATE TABLE change (             -- every saved edit, one's own and colleagues', for ever
    row INTEGER PRIMARY KEY,      -- the order of arrival on this desk
    writer TEXT NOT NULL,
    counter INTEGER NOT NULL,
    record TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,             -- UTC, for reading alone
    body TEXT NOT NULL,           -- the change's canonical JSON
    UNIQUE (writer, counter)
) STRICT;

CREATE INDEX change_at ON change (at, who, record);

CREATE INDEX change_of_record ON change (record, row);

CREATE TABLE chunk (              -- sealed, and kept until the server's receipt
    row INTEGER PRIMARY KEY,
    space TEXT NOT NULL,
    lane TEXT NOT NULL,
    incarnation TEXT NOT NULL,
    n INTEGER NOT NULL,
    hash TEXT NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (incarnation, space, lane, n)
) STRICT;

CREATE TABLE conflict (           -- worked out: fields on which nobody has decided yet
    record TEXT NOT NULL,
    field TEXT NOT NULL,
    sides TEXT NOT NULL,
    PRIMARY KEY (record, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (            -- numbers that only grow: lamport, the count of requests
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE delivered (          -- sealed files that the server has, for the space whose members read them there
    id TEXT NOT NULL,
    space TEXT NOT NULL,
    receipt BLOB,                 -- NULL for one that came from there
    PRIMARY KEY (id, space)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (              -- typed and not saved; never leaves the desk
    record TEXT PRIMARY KEY,
    root TEXT NOT NULL,
    form TEXT NOT NULL,
    version TEXT NOT NULL,
    after TEXT NOT NULL,
    body TEXT NOT NULL,
    place TEXT NOT NULL,
    started TEXT NOT NULL,
    kept TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE envelope (           -- space keys sealed to desks, this one's and others'
    id TEXT PRIMARY KEY,
    space TEXT NOT NULL,
    epoch TEXT NOT NULL,
    desk TEXT NOT NULL,
    sent INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE erased (             -- records that never come back, those that were found below them later too
    record TEXT PRIMARY KEY,
    number TEXT NOT NULL          -- the erasure's
) STRICT, WITHOUT ROWID;

CREATE TABLE erasure (
    number TEXT PRIMARY KEY,      -- of the certificate
    body TEXT NOT NULL,           -- which records, by whom, when and why, as JSON
    chunk TEXT NOT NULL,          -- the snapshot's chunk that told of it; '' where it was done first
    done TEXT NOT NULL,           -- when it was done on this desk; '' until then
    counted TEXT NOT NULL         -- how much was destroyed here, as JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE fact (               -- what the desk remembers of itself, as JSON
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE form_facts (         -- which shape the worked-out tables of a form have now
    number INTEGER PRIMARY KEY,   -- its typed table is answers_<number>
    form TEXT NOT NULL,
    repeat TEXT NOT NULL,
    facts TEXT NOT NULL,
    UNIQUE (form, repeat)
) STRICT;

CREATE TABLE found (              -- worked out: what a record is found by; the two indexes below read it
    row INTEGER PRIMARY KEY,
    names TEXT NOT NULL,
    codes TEXT NOT NULL,
    phones TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE found_parts USING fts5 (
    names, codes, phones,
    content = 'found', content_rowid = 'row', detail = none, tokenize = 'trigram case_sensitive 1'
);

CREATE VIRTUAL TABLE found_words USING fts5 (
    names, codes, phones,
    content = 'found', content_rowid = 'row', detail = column, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 0'
);

CREATE TABLE held (               -- chunks that came and cannot be opened yet: their key is not here
    space TEXT NOT NULL,
    seq INTEGER NOT NULL,
    epoch TEXT NOT NULL,
    desk TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (space, seq)
) STRICT;

CREATE INDEX held_for ON held (epoch);

CREATE TABLE listed (             -- worked out: the line of a root record in lists
    row INTEGER PRIMARY KEY,
    tie INTEGER NOT NULL,         -- row again: an index cannot seek to (key, row), but to (key, tie)
    id TEXT NOT NULL,
    form TEXT NOT NULL,
    space TEXT NOT NULL,
    author TEXT NOT NULL,
    code TEXT NOT NULL,
    status TEXT NOT NULL,
    risk INTEGER NOT NULL,        -- 0 is the worst
    due TEXT NOT NULL,            -- '~' when nothing is due: after every date
    opened TEXT NOT NULL,
    changed TEXT NOT NULL,        -- of the root or anything below it, UTC
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,      -- sorts as the desk's language sorts
    conflicts INTEGER NOT NULL
) STRICT;

CREATE INDEX listed_author ON listed (form, author, risk, due, opened, tie, status, space, code);

CREATE INDEX listed_changed ON listed (form, changed, tie, status, space, author, code);

CREATE INDEX listed_code ON listed (form, code, tie, status, space, author);

CREATE INDEX listed_status ON listed (form, status, risk, due, opened, tie, space, author, code);

CREATE INDEX listed_title ON listed (form, title_key, tie, status, space, author, code);

CREATE INDEX listed_urgency ON listed (form, risk, due, opened, tie, status, space, author, code);

CREATE TABLE outbox (             -- changes the server has not answered for, per space they go to
    change INTEGER NOT NULL REFERENCES change (row),
    space TEXT NOT NULL,
    record TEXT NOT NULL,
    lane TEXT NOT NULL,
    chunk INTEGER REFERENCES chunk (row),  -- NULL until sealed into one
    PRIMARY KEY (change, space)
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_of_chunk ON outbox (chunk) WHERE chunk IS NOT NULL;

CREATE INDEX outbox_of_record ON outbox (record);

CREATE INDEX outbox_unsent ON outbox (space, lane, change) WHERE chunk IS NULL;

CREATE TABLE parked (             -- what had to be refused: named, shown, exportable
    row INTEGER PRIMARY KEY,
    space TEXT NOT NULL,
    desk TEXT NOT NULL,
    reason TEXT NOT NULL,
    came TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE reach (              -- how far this desk has read each space's log
    space TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE record (             -- worked out: the fold of a record's changes
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    form TEXT NOT NULL,
    version TEXT NOT NULL,
    parent TEXT NOT NULL,         -- '' for a root
    repeat TEXT NOT NULL,
    place TEXT NOT NULL,          -- the order key among its sisters
    root TEXT NOT NULL,           -- '' while the record above it is not here
    own_space TEXT NOT NULL,      -- as its own changes say
    space TEXT NOT NULL,          -- its root's
    deleted INTEGER NOT NULL,     -- it was deleted itself
    gone INTEGER NOT NULL,        -- it, or one above it, was
    answers TEXT NOT NULL,
    heads TEXT NOT NULL,
    conflicts INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    lamport INTEGER NOT NULL,     -- the greatest of its changes
    author TEXT NOT NULL,
    created TEXT NOT NULL,        -- with its offset, as written down
    changed TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL      -- the same instant in UTC, for sorting
) STRICT;

CREATE INDEX record_deleted ON record (changed_at) WHERE deleted;

CREATE INDEX record_in_conflict ON record (root) WHERE conflicts > 0;

CREATE INDEX record_of_form ON record (form, repeat);

CREATE INDEX record_of_parent ON record (parent, repeat, place);

CREATE INDEX record_of_root ON record (root, changed_at, conflicts, id);

CREATE TABLE space_key (
    space TEXT NOT NULL,
    number INTEGER NOT NULL,
    epoch TEXT NOT NULL,
    key BLOB NOT NULL,
    PRIMARY KEY (space, epoch)
) STRICT;

CREATE TABLE statement (          -- the organisation's signed words, as received
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE stream (             -- how far this desk's chunks are numbered, and how far the server has them
    incarnation TEXT NOT NULL,
    space TEXT NOT NULL,
    lane TEXT NOT NULL,
    last INTEGER NOT NULL,
    last_hash TEXT NOT NULL,
    receipted INTEGER NOT NULL,
    receipt BLOB,
    PRIMARY KEY (incarnation, space, lane)
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_log (           -- what the sync page shows; no names, no answers
    row INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    event TEXT NOT NULL,
    details TEXT NOT NULL
) STRICT;

CREATE TABLE waiting (            -- worked out: changes kept whose `after` is not here
    record TEXT PRIMARY KEY,
    number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
