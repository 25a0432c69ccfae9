"""A forgotten passphrase and a lost laptop, never in silence.

escrow, asking, answering  what opens a desk is left with officers; a locked desk asks; an officer answers
lost, spaces               a lost laptop is shut out, its worker invited anew, its spaces opened for the new one
notices                    what she must hear of both, until she has read it
"""
