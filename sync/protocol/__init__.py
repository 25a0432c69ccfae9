"""What desks and server say to each other: bytes in, checked values out.

Pure and shared by both ends. Nothing here opens a file or a connection, reads a clock or keeps state between calls;
times and random bytes are arguments (the one file read is the compression dictionary that comes with the program).

Whatever parses bytes from outside raises only the four errors of `errors`, after looking at no more bytes than `limits`
allows. Signatures are checked over the bytes as they came; nothing is written anew to verify it.

    errors, limits, names, paths    the words that all the rest uses
    keys, signed, reading           signatures, sealing, and strict reading of JSON
    statements, judging, trust      who is who, signed, and what follows from it; `taking`: whose power was taken
    epochs, envelopes               the keys of spaces, and how they reach desks
    streams, payloads, chunks, sealing   changes on the wire
    receipts, agreement, hello, news, cleared   the server's words, signed but for news
    put_aside                       what a desk could not use, as a file
    frames, beginning, pieces, refusals, marks    one exchange
    sealed_files                    attached files, after everything else
    codes, invitations, kits        how a desk and a server come into being
    requests                        signed HTTP requests
"""
