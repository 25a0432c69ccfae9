"""Names of the things on the wire. All are lower-case hex unless said otherwise."""

from __future__ import annotations

from typing import Final, NewType

StatementId = NewType("StatementId", str)  # SHA-256 of the whole statement
EpochId = NewType("EpochId", str)  # the id of the statement that opened the epoch
EnvelopeId = NewType("EnvelopeId", str)  # SHA-256 of the whole envelope
ChunkHash = NewType("ChunkHash", str)  # SHA-256 of the whole chunk; "" stands before a stream's first chunk
IncarnationId = NewType("IncarnationId", str)  # 8 bytes, drawn when a desk is made, restored or found to be copied
InvitationId = NewType("InvitationId", str)  # 16 bytes, follows from the one-time code
Lane = NewType("Lane", str)  # a word: what goes first

URGENT: Final = Lane("urgent")
EDITS: Final = Lane("edits")
HISTORY: Final = Lane("history")
ATTACHMENTS: Final = Lane("attachments")
SNAPSHOT: Final = Lane("snapshot")

NO_CHUNK: Final = ChunkHash("")
