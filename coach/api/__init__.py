"""The local API of the coach that runs all day: loopback only, behind a token, for programs of one person."""
