CREATE TABLE "seal" (
	"org_id" uuid NOT NULL,
	"day" date NOT NULL,
	"leaves" integer NOT NULL,
	"root" text NOT NULL,
	"columns" jsonb NOT NULL,
	"added" jsonb NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL,
	"before" text,
	"chain" text NOT NULL,
	CONSTRAINT "seal_org_id_day_pk" PRIMARY KEY("org_id","day")
);
--> statement-breakpoint
CREATE TABLE "seal_check" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"ended_at" timestamp with time zone,
	"report" jsonb,
	"error" text,
	CONSTRAINT "seal_check_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "seal_part" (
	"org_id" uuid NOT NULL,
	"day" date NOT NULL,
	"part" integer NOT NULL,
	"leaves" integer NOT NULL,
	"root" text NOT NULL,
	"entries" text NOT NULL,
	CONSTRAINT "seal_part_org_id_day_part_pk" PRIMARY KEY("org_id","day","part")
);
--> statement-breakpoint
CREATE INDEX "seal_check_asked" ON "seal_check" USING btree ("org_id","asked_at");