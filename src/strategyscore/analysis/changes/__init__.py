"""What moved between two scorings of the same countries, and why."""
