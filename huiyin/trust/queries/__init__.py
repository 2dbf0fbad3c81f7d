"""Reading what people may know of their data. Who asks is checked by the caller: a person reads their own."""
