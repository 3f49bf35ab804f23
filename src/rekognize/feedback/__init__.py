"""What people say of answers: taken, kept once, withdrawn."""
