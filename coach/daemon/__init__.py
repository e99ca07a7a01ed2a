"""The coach that runs all day: what calls for routines, and when."""
