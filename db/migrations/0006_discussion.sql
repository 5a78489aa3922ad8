CREATE TABLE "comment" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"about_noun" text NOT NULL,
	"about_id" uuid NOT NULL,
	"parent_id" uuid,
	"author_id" uuid NOT NULL,
	"body" text NOT NULL,
	"mentions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT private.stamp() NOT NULL,
	"edited_at" timestamp with time zone,
	"resolved_at" timestamp with time zone,
	"resolved_by" uuid,
	"deleted_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "comment_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "comment_body_length" CHECK (length("comment"."body") <= 20000),
	CONSTRAINT "comment_resolved_thread" CHECK ("comment"."resolved_at" is null or "comment"."parent_id" is null)
);
--> statement-breakpoint
CREATE TABLE "document" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"about_noun" text NOT NULL,
	"about_id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT private.stamp() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "document_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "document_name_form" CHECK ("document"."name" <> '' and "document"."name" !~ '[[:cntrl:]/\\]' and length("document"."name") <= 200)
);
--> statement-breakpoint
CREATE TABLE "document_file" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"document_id" uuid NOT NULL,
	"about_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"file_name" text NOT NULL,
	"type" text NOT NULL,
	"size" bigint NOT NULL,
	"sha256" text NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT private.stamp() NOT NULL,
	CONSTRAINT "document_file_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "document_file_size" CHECK ("document_file"."size" > 0),
	CONSTRAINT "document_file_sha256" CHECK ("document_file"."sha256" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "link" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"from_noun" text NOT NULL,
	"from_id" uuid NOT NULL,
	"to_noun" text NOT NULL,
	"to_id" uuid NOT NULL,
	CONSTRAINT "link_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "link_of_two" CHECK ("link"."from_id" <> "link"."to_id")
);
--> statement-breakpoint
CREATE TABLE "follow" (
	"org_id" uuid NOT NULL,
	"about_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"about_noun" text NOT NULL,
	"following" boolean NOT NULL,
	"since" timestamp with time zone DEFAULT private.stamp() NOT NULL,
	CONSTRAINT "follow_org_id_about_id_member_id_pk" PRIMARY KEY("org_id","about_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "notification" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"member_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"about_noun" text NOT NULL,
	"about_id" uuid NOT NULL,
	"change_id" uuid NOT NULL,
	"actor_name" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	"mail" boolean DEFAULT false NOT NULL,
	"mailed_at" timestamp with time zone,
	CONSTRAINT "notification_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
ALTER TABLE "comment" ADD CONSTRAINT "comment_thread" FOREIGN KEY ("org_id","parent_id") REFERENCES "public"."comment"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment" ADD CONSTRAINT "comment_author_fk" FOREIGN KEY ("org_id","author_id") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_creator" FOREIGN KEY ("org_id","created_by") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_file" ADD CONSTRAINT "document_file_document" FOREIGN KEY ("org_id","document_id") REFERENCES "public"."document"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_file" ADD CONSTRAINT "document_file_creator" FOREIGN KEY ("org_id","created_by") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow" ADD CONSTRAINT "follow_member" FOREIGN KEY ("org_id","member_id") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_member_fk" FOREIGN KEY ("org_id","member_id") REFERENCES "public"."membership"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "comment_about" ON "comment" USING btree ("org_id","about_id","created_at","id");--> statement-breakpoint
CREATE INDEX "comment_parent" ON "comment" USING btree ("org_id","parent_id");--> statement-breakpoint
CREATE INDEX "comment_author" ON "comment" USING btree ("org_id","author_id");--> statement-breakpoint
CREATE INDEX "document_about" ON "document" USING btree ("org_id","about_id","created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "document_file_number" ON "document_file" USING btree ("org_id","document_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "link_once" ON "link" USING btree ("org_id","kind",least(from_id, to_id),greatest(from_id, to_id));--> statement-breakpoint
CREATE INDEX "link_from" ON "link" USING btree ("org_id","from_id");--> statement-breakpoint
CREATE INDEX "link_to" ON "link" USING btree ("org_id","to_id");--> statement-breakpoint
CREATE UNIQUE INDEX "notification_once" ON "notification" USING btree ("org_id","member_id","change_id","about_id","kind");--> statement-breakpoint
CREATE INDEX "notification_member" ON "notification" USING btree ("org_id","member_id","created_at","id");--> statement-breakpoint
CREATE INDEX "notification_unread" ON "notification" USING btree ("org_id","member_id") WHERE read_at is null;