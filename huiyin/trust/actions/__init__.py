"""Writing what people may know of their data: the only writers of its tables."""
