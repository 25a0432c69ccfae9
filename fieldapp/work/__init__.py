"""One module for each thing a person does. Rules are asked here and in `papers`, never in buttons alone."""
