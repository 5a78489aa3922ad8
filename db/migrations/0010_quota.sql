CREATE TABLE "quota" (
	"org_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"most" bigint NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "quota_org_id_kind_pk" PRIMARY KEY("org_id","kind"),
	CONSTRAINT "quota_kind" CHECK (kind in ('members', 'initiatives', 'models', 'connections', 'points', 'documents')),
	CONSTRAINT "quota_most" CHECK ("quota"."most" >= 0)
);
