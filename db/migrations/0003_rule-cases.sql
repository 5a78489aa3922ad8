ALTER TABLE "rule" ADD COLUMN "minimum_cases" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rule" ADD COLUMN "cases_series_id" uuid;--> statement-breakpoint
ALTER TABLE "rule" ADD COLUMN "label_delay_days" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rule" ADD CONSTRAINT "rule_cases_fk" FOREIGN KEY ("org_id","cases_series_id") REFERENCES "public"."series"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule" ADD CONSTRAINT "rule_cases" CHECK ("rule"."minimum_cases" >= 0 and ("rule"."minimum_cases" = 0 or "rule"."cases_series_id" is not null));--> statement-breakpoint
ALTER TABLE "rule" ADD CONSTRAINT "rule_label_delay" CHECK ("rule"."label_delay_days" between 0 and 400);