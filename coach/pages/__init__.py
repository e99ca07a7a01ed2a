"""What a browser or a printer shows: self-contained pages with one stylesheet and drawings by pure code."""
