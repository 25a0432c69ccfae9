"""How a desk comes to belong to an organisation, who leads it, who comes and who leaves.

shares, share_words, share_groups, root     the root key on three papers, typed back, and what two of them may say
founding, rules, server_moves               a new organisation; its signed rules; where its server is
inviting, invitations, code_paper, posting  codes for colleagues, the papers they travel by, by stick or by server
joining, belonging                          how a desk with a code comes in, and how far it is on its way
membership, people                          which spaces are hers; what colleagues are called
staff, colleague, contacts                  what a coordinator sees of her colleagues, and when each was heard of
members, caseloads, hearing                 members come and go, whole caseloads too; what of it concerns her
shut_out, leaving, wiping                   desks that were shut out; what goes from one that left, or must go wholly
"""
