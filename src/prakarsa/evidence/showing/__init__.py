"""What the pages of evidence show: an answer, an innovation's proof, the queue, a row of a list."""
