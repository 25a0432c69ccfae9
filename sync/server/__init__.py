"""The organisation's central server: it keeps what desks send, without being able to read it, and hands it on.

    python -m sync.server --data DIR --listen HOST:PORT [--database URL]
    python -m sync.server --data DIR --note-backup    # at the end of each backup: certificates of erasure name its day

Formats are those of `sync.protocol`; this page says which of them go over the wire, in which order.

Every answer but 200 and 201 has a body of `refusals.Refusal` (no frame around it); `why` is the word after the status:

    400 malformed    no signature where one is needed, a broken one, or a body that breaks its format
    401 forged       the signature does not fit, or `fieldapp-marks` is not the hash of what it should cover
    403 not_yet      the server knows no such desk: an administrator's desk has not sent its certificate yet
    403 not_allowed  another organisation's, another desk's BEGIN, or a paper that only an administrator may leave
    404 not_found    no such paper, no such page (405: no such method)
    408 too_slow     a body that has brought nothing for two minutes; what came counts as broken off
    409 replayed     the counter is not greater than the desk's last; the header `fieldapp-counter` says the last one
    409 contradicts  a join request for an invitation that has been answered
    413 too_big      more bytes than such a body may have
    503 unavailable  the server cannot get at its disk or database now; what was stored before stays

A signed request uses up its counter as soon as its signature is right, whatever the answer. `path` and `query` are
signed as they go on the wire. An answer that says no may come before the body has ended; the rest of the body is read
and thrown away.

GET /v1/hello?challenge=<64 hex>, not signed. 200: `hello.answer`.

GET /v1/news/<desk>/<digest>, not signed. 204: the desk has all that it may have (`news.digest_of_all`); 200: it should
begin an exchange. With ?challenge=<64 hex> it proves who the server is as well, as under /v1/marks.

GET /v1/marks, signed over nothing (`begin=b""`). 200: `marks.Marks`: the desk's streams of all its incarnations, in the
spaces it may read; the chunk that is half here; heads of those spaces; the number of the last document.
It is needed after a cut, to go on in the middle of a chunk, and after a restored backup; not before every exchange.
With ?challenge=<64 hex> the answer proves who the server is as well: its header `fieldapp-hello` is `hello.answer` in
base64. So a desk that has met this server before saves a round trip on a line that breaks again and again.

POST /v1/exchange, signed over the body of its BEGIN frame. The body is frames, of any length, also in HTTP chunks:

    BEGIN                       first, once
    STATEMENT | ENVELOPE        what the desk has made or brings; each after those that it rests on
    PIECE                       chunks, each stream in order; offset 0, or `Marks.kept.offset` for the one half here
    END                         last

STATEMENT, ENVELOPE and PIECE may come mixed; each is judged as it comes. What comes twice is taken once. A chunk may be
another desk's: its own signature counts. Each chunk is stored for good before the next is looked at. If the link breaks
off, what came of the last PIECE is kept, until it comes whole or another one breaks off. The answer begins only when
END or the end of the body has come (a desk need not read while it sends), and is 200 with frames, also where things
were refused:

    RECEIPT*                    for each stream of a chunk in this body that is stored (now or before), and for each of
                                `Begin.receipts` whose stream has come further than it says
    REFUSED*                    what was not taken, in order; the rest was. For STATEMENT and ENVELOPE `id` is the
                                SHA-256 of what came. `why` is malformed, forged, not_yet, not_allowed, contradicts,
                                forked, gap or other_piece. `what` exchange: the body broke off here or broke its format
                                (malformed); what stood before it was taken
    (STATEMENT | ENVELOPE)*     documents, in the order of their numbers, a HEADS after every 8 KB of them
    HEADS                       if there were documents
    (CHUNK | PLACED)*           the space of `Begin.fetched` first, then each space by its id, each in order from the
                                desk's cursor on. PLACED where desk and incarnation are those of BEGIN
    HEADS                       exactly what has been given: all spaces that the desk may read
    END

HEADS comes several times. The last one, before END, is what desk and server agree on. `documents` counts in each of
them: every document up to this number has been given, so the desk remembers it as `Documents.cursor` at once, and
`Documents.digest` is over the ids of the documents the server has given so far. What the desk itself sends comes back
among the documents: that says it was taken. If `documents` is smaller than the desk's cursor, the server begins from
there anew (a new grant opened older documents): the ids given so far no longer count in the digest, only those
that follow do. So a long row of documents also gets through a link that breaks every 20 KB.

A keeper's `Snapshot` is taken only if its chunks are here, it speaks of this very log and, where it erases, nothing
sealed under an older key has come since (else `contradicts`: begin again). Then the chunks before it are emptied, and
where it erases the envelopes of older epochs and the files it names are deleted; the server's word on that, `Cleared`,
goes to every desk as a document: frame CLEARED. In place of an emptied chunk comes GONE, with its hash. A chunk under a
key that an erasure voided is refused: `void`; its desk seals it anew.

A desk whose certificate has not reached the server may bring it: after BEGIN it sends the statements it rests on (its
welcome's), at most 1 MiB, before any PIECE. As soon as the server can tell who it is, the signature is checked and
all goes on as for any desk. If it still cannot when a PIECE or END comes, the answer is 403 not_yet.

Attached files, sealed, by the hash of what is sealed (`sealed_files`); each request is signed, over its body where that
is JSON, else over nothing. They are asked for after everything else, in pieces, so that records never wait for one:

    POST /v1/files/<space>                   `encode_files`; 200: `encode_sizes` of those that are here whole
    GET  /v1/files/<space>/<file>            200: `Held`: so many bytes have come from this desk, or all, with a receipt
    POST /v1/files/<space>/<file>/<offset>/<size>   bytes from `offset` on, of `size` in all; 200: `Held`. What comes
                                             before the link breaks is kept, of one file for each desk. 409 other_piece:
                                             less is here than `offset`. 401 forged: whole, but with another hash;
                                             it is forgotten. Members who may write
    GET  /v1/files/<space>/<file>/<offset>/<size>   200: at most `size` bytes, 128 KB at once; 404 while it is not whole

Joining; the paper is the whole body, 512 KiB at most:

    POST /v1/join    201 (also where the same lies there already).
                     An invitation or a welcome: signed by an administrator's desk over the whole body (`begin=body`); a
                     later one takes the place of an earlier. A join request: not signed; 404 while no invitation of its
                     id lies here; a later one takes the place of an earlier, until there is a welcome.
    GET /v1/join/<invitation id>/<invitation|request|welcome>, not signed. 200: the paper, or 404.
"""
