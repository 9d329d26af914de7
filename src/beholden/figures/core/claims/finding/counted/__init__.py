"""What a number counts: the offences, a part of them, or something else. Pure."""
