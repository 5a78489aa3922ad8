ALTER TABLE "model" ADD COLUMN "base_model" text;--> statement-breakpoint
CREATE INDEX "model_base" ON "model" USING btree ("org_id","base_model") WHERE base_model is not null;