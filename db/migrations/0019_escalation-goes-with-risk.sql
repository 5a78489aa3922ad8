ALTER TABLE "escalation" DROP CONSTRAINT "escalation_risk_fk";
--> statement-breakpoint
ALTER TABLE "escalation" ADD CONSTRAINT "escalation_risk_fk" FOREIGN KEY ("org_id","risk_id") REFERENCES "public"."risk"("org_id","id") ON DELETE cascade ON UPDATE no action;