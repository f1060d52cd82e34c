-- Run by prakarsa_owner after each `prakarsa migrate` and each restore; repeating it does no harm:
--   psql "$OWNER_URL" -f deploy/postgresql/rights.sql
-- prakarsa works with rows and cannot change tables. What must never change it cannot even ask for:
-- the triggers that refuse it can be switched off by the owner of a table, and by nobody else.

GRANT USAGE ON SCHEMA public TO prakarsa;
REVOKE CREATE ON SCHEMA public FROM PUBLIC, prakarsa;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO prakarsa;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO prakarsa;

-- The audit chain: entries are written and read; a payload may only be emptied.
REVOKE UPDATE, DELETE ON audit_auditentry FROM prakarsa;
REVOKE UPDATE, DELETE ON audit_auditpayload FROM prakarsa;
GRANT UPDATE (body, salt, address) ON audit_auditpayload TO prakarsa;
REVOKE DELETE ON audit_chainhead FROM prakarsa;
-- The ledger of levels.
REVOKE UPDATE, DELETE ON evidence_levelentry FROM prakarsa;
-- What was migrated.
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM prakarsa;
