"""How records travel: sealed, opened, followed where they went, and held to what colleagues have.

spaces, key_waits                spaces' keys, sealed to members; what waits for one
outgoing, incoming, heads        records into sealed chunks and out of them; how far a space's log was read
attachments                      sealed files, beside the records
forwarding, handing, moved_on    a case changes hands: late edits follow it, it leaves this desk, snapshots tell it
aside, taking_in                 what could not be used, or was sent late: shown, kept, tried again, taken in
told, alike                      whether the server told everybody the same, and desks hold the same
"""
