"""Messages to people: in the application, by e-mail, at once or as a digest."""
