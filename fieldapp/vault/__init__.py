"""Her keys: what the passphrase opens, and what can be read without it (the nickname, nothing else).

    keystore      make, open and change a desk's key file; `Vault`, the keys while it is open
    passphrases   how a passphrase is folded, weighed and proposed
    recovery      the code on paper that opens a desk when the passphrase is forgotten
    desks         the desks on this laptop, their folders and nicknames
    attempts      how long to wait after wrong passphrases
    streams       long secrets under one key: backups
    pace          how much work a guess costs;  slots, sealing, keyfile, writing: what the keystore is made of

Python cannot wipe what it held: text and bytes are copied at will. Keys are kept in bytearrays and overwritten on
closing because that shortens their life; what really ends it is the end of the process, which is what locking does.
"""
