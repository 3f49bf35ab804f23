"""What people say of answers: taken, kept once, withdrawn, reviewed, exported, handed on."""
