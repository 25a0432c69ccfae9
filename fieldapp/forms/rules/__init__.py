"""The rules of a form made ready to run: what each looks at, in which order they run, which lines of lists fit."""
