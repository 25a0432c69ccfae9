"""A desk's side of sync: how it comes to belong to an organisation, and how its records travel.

Everything here works on what the store holds, so each step can be done by a file on a USB stick, and a process that was
killed goes on where it stopped.

    station, facts, log        the desk with its keys, what it remembers, and what it notes
    believing, documents       whose word it believes; which words the server has, and has given
    errors, files              what can go wrong, in sentences; papers on a stick
    organisation               founding, inviting, joining, coming and leaving, the root's papers and the rules
    recovery                   a forgotten passphrase, a lost laptop
    records                    sealing and opening, cases that change hands, what is put aside, agreement among desks
    keeping                    snapshots: a long log put together, a case erased for good
    talk                       the line, one talk with the server, talks by itself
"""
