-- Run once by the superuser, before the first `prakarsa migrate`:
--   sudo -u postgres psql -f deploy/postgresql/roles.sql
-- prakarsa_owner owns the tables: it migrates and restores, and nobody signs in as it otherwise.
-- prakarsa is what web, worker and backup use. Neither is a superuser.
-- Then give both a password: \password prakarsa_owner and \password prakarsa

CREATE ROLE prakarsa_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE ROLE prakarsa LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE prakarsa OWNER prakarsa_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE prakarsa FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE prakarsa TO prakarsa;
