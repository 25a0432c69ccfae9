"""Checks a form whole: everything that is wrong with it, each with its place and a way to mend it.

`whole` checks a file in this process, `aside` in one of its own, that a hostile file may harm; `command` prints what
came of it. The other modules each know one sort of thing that can be wrong.
"""
