CREATE TABLE "backfill" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"connection_id" uuid NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"to_at" timestamp with time zone NOT NULL,
	"done_to" timestamp with time zone NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"points_read" integer DEFAULT 0 NOT NULL,
	"points_new" integer DEFAULT 0 NOT NULL,
	"points_restated" integer DEFAULT 0 NOT NULL,
	"waits_for" text,
	"error" text,
	"requested_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "backfill_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "backfill_range" CHECK ("backfill"."from_at" < "backfill"."to_at" and "backfill"."done_to" between "backfill"."from_at" and "backfill"."to_at")
);
--> statement-breakpoint
CREATE TABLE "pack_mail" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"pack_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"sent_by" uuid,
	"sent_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "pack_mail_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
ALTER TABLE "connection_health" ADD COLUMN "last_note" text;--> statement-breakpoint
ALTER TABLE "poll_run" ADD COLUMN "points_late" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "poll_run" ADD COLUMN "series_read" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "poll_run" ADD COLUMN "backfill_id" uuid;--> statement-breakpoint
ALTER TABLE "poll_run" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "poll_run" ADD COLUMN "error_kind" text;--> statement-breakpoint
ALTER TABLE "pack_mail" ADD CONSTRAINT "pack_mail_pack_fk" FOREIGN KEY ("org_id","pack_id") REFERENCES "public"."pack"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pack_mail" ADD CONSTRAINT "pack_mail_member_fk" FOREIGN KEY ("org_id","member_id") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "backfill_created" ON "backfill" USING btree ("org_id","connection_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "backfill_running" ON "backfill" USING btree ("org_id","connection_id") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "pack_mail_pack" ON "pack_mail" USING btree ("org_id","pack_id","sent_at");