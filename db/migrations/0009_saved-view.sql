CREATE TABLE "saved_view" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"noun" text NOT NULL,
	"name" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"shared" boolean DEFAULT false NOT NULL,
	"usual" boolean DEFAULT false NOT NULL,
	"state" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "saved_view_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "saved_view_name_filled" CHECK ("saved_view"."name" <> ''),
	CONSTRAINT "saved_view_usual_shared" CHECK ("saved_view"."shared" or not "saved_view"."usual")
);
--> statement-breakpoint
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_owner" FOREIGN KEY ("org_id","owner_id") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_view_name" ON "saved_view" USING btree ("org_id","noun","owner_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "saved_view_usual" ON "saved_view" USING btree ("org_id","noun") WHERE usual;