"""The console and the API: faces of `desk/`, served by FastAPI. Holds no rule of its own and writes no row itself."""
