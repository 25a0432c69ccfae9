-- Files as answers. The sealed files themselves lie in a folder beside the store.

CREATE TABLE attached (           -- worked out: which sealed files the changes of a record name
    id TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (id, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX attached_of_record ON attached (record);

CREATE TABLE delivered (          -- sealed files that the server has, for the space whose members read them there
    id TEXT NOT NULL,
    space TEXT NOT NULL,
    receipt BLOB,                 -- NULL for one that came from there
    PRIMARY KEY (id, space)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO attached (id, record)  -- a colleague's newer program may have named some already
SELECT substr(answer.value, 13, 64), change.record
FROM change, json_each(change.body, '$.fields') AS answer
WHERE change.body LIKE '%"attachment1 %' AND answer.type = 'text' AND answer.value GLOB 'attachment1 [0-9a-f]*';
