-- All statements until the end see one state of the database. Nothing is written, so that no reader of events waits.
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY
