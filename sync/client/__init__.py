"""A desk's side of sync: how it comes to belong to an organisation, and how its records travel.

Everything here works on what the store holds, so each step can be done by a file on a USB stick, and a process that was
killed goes on where it stopped.

    errors, files               what can go wrong, in sentences; papers on a stick
    station, facts, believing   the desk with its keys; what it remembers; whose word it believes
    shares, founding            a new organisation: its root key on three papers, the kit for its server
    inviting, joining           codes for colleagues, and how a desk with a code comes in
    membership, spaces, people  which spaces are hers; their keys; what colleagues are called
    belonging, staff            how far this desk is on its way in; what a coordinator sees of her colleagues
    outgoing, incoming          records into sealed chunks and out of them
    transport, exchange         one talk with the server
    courier, status             talks by itself, in a thread of its own; what the sync page shows
"""
