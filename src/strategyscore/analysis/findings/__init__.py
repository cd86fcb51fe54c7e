"""What a score says in sentences, each with the numbers that it rests on."""
