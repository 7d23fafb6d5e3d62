-- All statements until the end see one state of the database.
BEGIN ISOLATION LEVEL REPEATABLE READ
