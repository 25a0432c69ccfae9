"""A desk's side of sync: how it comes to belong to an organisation, and how its records travel.

Everything here works on what the store holds, so each step can be done by a file on a USB stick, and a process that was
killed goes on where it stopped.

    errors, files               what can go wrong, in sentences; papers on a stick
    station, facts, believing   the desk with its keys; what it remembers; whose word it believes
    shares, founding            a new organisation: its root key on three papers, the kit for its server
    inviting, joining           codes for colleagues, and how a desk with a code comes in
    membership, spaces, people  which spaces are hers; their keys; what colleagues are called
    belonging, staff, colleague how far this desk is on its way in; what a coordinator sees of her colleagues
    members, hearing            members come and go; what of it concerns her
    shut_out, contacts          desks that were shut out; when each was heard of last
    leaving, wiping             what goes from a desk whose worker left a space, or that must delete everything
    recovery_escrow, recovery_asking, recovery_answering    a forgotten passphrase: left with officers, asked, answered
    recovery_lost, recovery_spaces  a lost laptop: shut out, invited anew, its spaces opened for the new one
    recovery_notices            what she must hear of both, until she has read it
    outgoing, incoming          records into sealed chunks and out of them
    transport, connecting       the line to the server
    calling                     signed requests over it, once the server has proven who it is
    exchange                    one talk; its parts: beginning, sending, answering, settling, mending; its sum: tally
    told                        whether the server told everybody the same
    posting                     invitations, requests and welcomes by the server
    courier, pace, bell         talks by itself, in a thread of its own
    status, talks, log          what the sync page shows; sayings: in sentences; key_waits: what waits for a key
    aside, taking_in            what could not be used, or was sent late: shown, kept as a file, tried again, taken in
    erasing, obeying, erased    a case is erased for good: on its way, obeyed at each desk, seen
    snapshots, gone             all of a space anew; what stood before it
"""
