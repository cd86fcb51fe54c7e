"""How far scores and ranks can be trusted: uncertainty and sensitivity."""
