"""What a person sees before sitting at the desk: unlock, lock, recovery, trouble, and who is here."""
