"""Records, states and rules of the field; standard library only."""
