"""How big anything from outside may be, checked before it is parsed, opened or decompressed."""

from __future__ import annotations

from typing import Final

#: The greatest whole number of the protocol: one that every language reads exactly from JSON.
NUMBER: Final = 2**53 - 1
#: How deep JSON may nest.
DEPTH: Final = 24

#: The signed body of a statement, an envelope, a receipt, a hello or a set of heads.
SIGNED_BODY: Final = 256 * 1024
#: What a chunk's changes may take before compression, and so what decompression may give.
PAYLOAD: Final = 1024 * 1024
#: What a sealer aims at for a finished chunk.
CHUNK_TARGET: Final = 32 * 1024
CHUNK_HEADER: Final = 2 * 1024
#: Sealed changes: a payload that does not compress at all, and what zstd and AES-GCM put around it.
CHUNK_SEALED: Final = PAYLOAD + 8 * 1024
#: A whole chunk: magic, length, header, sealed changes, signature.
CHUNK: Final = 6 + CHUNK_HEADER + CHUNK_SEALED + 64
#: The body of one frame: a chunk, and where it belongs.
FRAME: Final = CHUNK + 64
#: A JSON message of the exchange (BEGIN, REFUSED, END) or the answer to a question for marks.
MESSAGE: Final = 256 * 1024
#: Invitations, join requests and welcomes.
SEALED_PAPER: Final = 512 * 1024
#: Something that was put aside, as a file: a chunk, and what stands before it.
PUT_ASIDE: Final = 6 + CHUNK_HEADER + CHUNK + 16
#: The file that makes a server the organisation's.
KIT: Final = 256 * 1024

#: An attached file, sealed: 20 MB of it, and 16 bytes for each 16 KB. A newer program may allow a little more.
SEALED_FILE: Final = 24 * 1024 * 1024
#: So much of a file goes at once, each way: on a slow line ten seconds, after which the records come first again.
FILE_PIECE: Final = 128 * 1024
#: So many files may be asked for at once.
FILES: Final = 1000
#: A signed receipt.
RECEIPT: Final = 2048

TEXT: Final = 256
#: How many entries a list in a message may have: spaces, streams, roles.
ENTRIES: Final = 4096
