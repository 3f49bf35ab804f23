"""Networks and how they learn. The only room that imports torch."""
