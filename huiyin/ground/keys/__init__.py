"""Writing what is encrypted anew, after the site was given another key."""
