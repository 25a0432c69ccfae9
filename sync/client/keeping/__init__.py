"""What a keeper's desk does for a space, and how every desk follows: a snapshot takes the place of a long log.

snapshots, gathering, holding_back  all of a space sealed anew, a little at a time, given out only when whole
compacting                          when that is done because a log is long, or because she asks
starting, gone                      a new desk begins with it; who has read so far passes over it
erasing, obeying, erased            a case is erased for good: on its way, obeyed at each desk, seen
"""
