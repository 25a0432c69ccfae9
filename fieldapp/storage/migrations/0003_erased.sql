-- What was erased for good: that it was, never what it was.

CREATE TABLE erasure (
    number TEXT PRIMARY KEY,      -- of the certificate
    body TEXT NOT NULL,           -- which records, by whom, when and why, as JSON
    chunk TEXT NOT NULL,          -- the snapshot's chunk that told of it; '' where it was done first
    done TEXT NOT NULL,           -- when it was done on this desk; '' until then
    counted TEXT NOT NULL         -- how much was destroyed here, as JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE erased (             -- records that never come back, those that were found below them later too
    record TEXT PRIMARY KEY,
    number TEXT NOT NULL          -- the erasure's
) STRICT, WITHOUT ROWID;
