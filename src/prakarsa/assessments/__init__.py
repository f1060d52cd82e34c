"""Index editions, scores, explanations and advice."""
