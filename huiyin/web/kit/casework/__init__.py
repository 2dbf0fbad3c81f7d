"""What every surface that works on a case shares: a case told for staff, the acts on it, their forms and templates.

`story` is the case as a page shows it; `acts` is what can be done to it; `acting` runs one act with its form. The
templates are `casework/*.html`, the looks `kit/casework.css`. A surface gives its addresses and its frame.
"""
