"""Forms change while people work with them: two versions beside each other, and where earlier answers belong."""
