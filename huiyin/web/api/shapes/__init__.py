"""What goes over the wire: bodies and queries that came in (`…In`, `…Query`), answers that go out (`…Out`)."""
