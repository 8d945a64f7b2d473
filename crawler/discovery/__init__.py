"""From a homepage to a way of watching: what may announce news, what an answer is worth, which way to take. Pure."""
