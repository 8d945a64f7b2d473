"""PostgreSQL: the embedded server, the migrations, and the only SQL of the project."""
