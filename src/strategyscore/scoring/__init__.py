"""The four steps from answers to scores, and what a score is made of."""
