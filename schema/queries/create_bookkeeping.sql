CREATE SCHEMA IF NOT EXISTS fenliu;
CREATE SCHEMA IF NOT EXISTS stats;
CREATE TABLE IF NOT EXISTS fenliu.migration (
    version    int PRIMARY KEY,
    name       text        NOT NULL,
    sha256     text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS fenliu.analyst_script (
    version    int PRIMARY KEY,
    name       text        NOT NULL,
    sha256     text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
