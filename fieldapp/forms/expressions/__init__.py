"""The rules of a form ("${age} < 18"): read, checked and made to run as ODK Collect runs them, without `eval`.

`parser.parse` makes a tree of the text, `compiler.compile_tree` makes closures of the tree, once.
"""
