"""How the program looks: colours, sizes, and one small style sheet."""
