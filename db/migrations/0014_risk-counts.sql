DROP INDEX "risk_open";--> statement-breakpoint
DROP INDEX "risk_cell";--> statement-breakpoint
DROP INDEX "risk_status";--> statement-breakpoint
CREATE INDEX "risk_open" ON "risk" USING btree ("org_id","counts_on_id","id") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "risk_cell" ON "risk" USING btree ("org_id","residual_version_id","residual_likelihood","residual_impact",expected_value desc nulls last,"id","counts_on_id") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "risk_status" ON "risk" USING btree ("org_id","status","counts_on_id","id");