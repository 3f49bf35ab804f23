"""How fast, how small, how right under load: ``make bench``."""
