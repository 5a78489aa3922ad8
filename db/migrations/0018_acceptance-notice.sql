ALTER TABLE "risk_acceptance" ADD COLUMN "ending_on" date;--> statement-breakpoint
ALTER TABLE "risk_acceptance" ADD COLUMN "stale_on" date;